import { createConnection, type Socket } from 'node:net';

/** A request as its bytes will be: nothing is tidied up, escaped or added but the length of the body. */
export interface RawRequest {
  method: string;
  /** What stands between the method and the protocol. */
  target: string;
  /** In their order, repeated ones too. */
  headers: [name: string, value: string][];
  body?: Buffer;
}

export interface RawAnswer {
  status: number;
  /** By name in lower case; of a repeated one the last. */
  headers: Map<string, string>;
  text: string;
}

/** How long an answer may take, in ms. */
const patience = 20_000;

/** A client on one kept connection, which sends what no well-behaved client can. */
export class RawClient {
  private socket: Socket | undefined;
  private received = Buffer.alloc(0);
  private wake: () => void = () => undefined;

  constructor(private readonly port: number) {}

  /** The answer; undefined when the server hung up without one. */
  async ask(request: RawRequest): Promise<RawAnswer | undefined> {
    const isKept = this.socket !== undefined && !this.socket.destroyed;
    const answer = await this.askOnce(request);
    // The server may have hung up after the answer before.
    return answer ?? (isKept ? this.askOnce(request) : undefined);
  }

  private async askOnce(request: RawRequest): Promise<RawAnswer | undefined> {
    if (this.socket?.destroyed) this.close();
    const socket = (this.socket ??= this.connect());
    this.received = Buffer.alloc(0);
    socket.write(bytesOf(request));
    const answer = await this.answer(request.method);
    if (answer?.headers.get('connection') !== 'keep-alive') this.close();
    return answer;
  }

  close(): void {
    this.socket?.destroy();
    this.socket = undefined;
  }

  private connect(): Socket {
    const socket = createConnection({ port: this.port, host: '127.0.0.1', noDelay: true });
    socket.on('data', (data) => {
      this.received = Buffer.concat([this.received, data]);
      this.wake();
    });
    for (const event of ['end', 'close', 'error']) {
      socket.on(event, () => {
        if (this.socket === socket) socket.destroy();
        this.wake();
      });
    }
    return socket;
  }

  private async answer(method: string): Promise<RawAnswer | undefined> {
    const until = Date.now() + patience;
    for (;;) {
      const answer = answerIn(this.received, method);
      if (answer && answer.status < 200) this.received = this.received.subarray(headEnd(this.received) + 4);
      else if (answer) return answer;
      else if (this.socket!.destroyed) return undefined;
      else if (Date.now() > until) throw new Error('There was no answer');
      else await this.more(until - Date.now());
    }
  }

  private more(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.max(1, ms));
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

export function bytesOf({ method, target, headers, body }: RawRequest): Buffer {
  const lines = headers.map(([name, value]) => `${name}: ${value}`);
  const isSized = headers.some(([name]) => /^(content-length|transfer-encoding)$/i.test(name));
  if (body && !isSized) lines.push(`content-length: ${body.length}`);
  const head = Buffer.from([`${method} ${target} HTTP/1.1`, ...lines, '', ''].join('\r\n'), 'latin1');
  return body ? Buffer.concat([head, body]) : head;
}

function headEnd(received: Buffer): number {
  return received.indexOf('\r\n\r\n');
}

/** The answer, once all of it has come. */
function answerIn(received: Buffer, method: string): RawAnswer | undefined {
  const end = headEnd(received);
  if (end < 0) return undefined;
  const [first = '', ...lines] = received.toString('latin1', 0, end).split('\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(first)?.[1]);
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
    }),
  );
  const rest = received.subarray(end + 4);
  if (method === 'HEAD' || status === 204 || status === 304 || status < 200) {
    return { status, headers, text: '' };
  }
  if (headers.get('transfer-encoding') === 'chunked') {
    const text = unchunked(rest);
    return text === undefined ? undefined : { status, headers, text };
  }
  const length = Number(headers.get('content-length') ?? 0);
  return rest.length < length ? undefined : { status, headers, text: rest.toString('utf8', 0, length) };
}

function unchunked(rest: Buffer): string | undefined {
  const parts: Buffer[] = [];
  for (let at = 0; ;) {
    const line = rest.indexOf('\r\n', at);
    if (line < 0) return undefined;
    const size = parseInt(rest.toString('latin1', at, line), 16);
    if (rest.length < line + 2 + size + 2) return undefined;
    if (size === 0) return Buffer.concat(parts).toString('utf8');
    parts.push(rest.subarray(line + 2, line + 2 + size));
    at = line + 2 + size + 2;
  }
}
