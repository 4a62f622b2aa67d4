/** What an answer said beside its body. */
export interface Answer {
  status: number;
  /** Id of the request, to look it up in the service's logs. */
  requestId: string | undefined;
  /** For `ifMatch` and `ifNoneMatch`. */
  etag: string | undefined;
  /** Whether the `Idempotency-Key` was known, and this is the answer of before. */
  isReplayed: boolean;
  headers: Headers;
}

const answers = new WeakMap<object, Answer>();

/** The answer that brought this object; undefined for anything but what a call resolved to. */
export function answerOf(value: object): Answer | undefined {
  return answers.get(value);
}

export function remember(value: unknown, { status, headers }: Response): void {
  if (typeof value !== 'object' || value === null) return;
  answers.set(value, {
    status,
    requestId: headers.get('x-request-id') ?? undefined,
    etag: headers.get('etag') ?? undefined,
    isReplayed: headers.get('idempotent-replayed') === 'true',
    headers,
  });
}
