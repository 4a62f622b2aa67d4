/** One thing that a page of docs/dialects makes its reader do, or shows. */
export type Step =
  | { kind: 'start'; line: number; environment: Record<string, string> }
  | { kind: 'paste'; line: number; commands: string }
  /** A request, and our answer to it. */
  | { kind: 'pair'; line: number; commands: string; answer: Message }
  /** A request that the service sends to a program of the reader's. */
  | { kind: 'delivery'; line: number; request: Message };

/** An HTTP message as an `http` block holds it. */
export interface Message {
  /** `HTTP/1.1 201 Created`, or `POST /codes HTTP/1.1`. */
  first: string;
  /** Names in small letters. */
  headers: [name: string, value: string][];
  /** Empty for none. */
  body: string;
}

const address = 'localhost:3000';
const startLine = /^(?:npm ci && )?((?:[A-Z_]+=\S+ )*)npm start$/;

/**
 * The steps of a page, in its order. `sh` blocks are done; an `http` block is the answer to the `sh` block before it, or a
 * request to the reader's program. All other blocks are only read, and so may not speak of our service.
 *
 * @throws Error that names the line of a block that is none of this
 */
export function stepsOf(page: string): Step[] {
  const steps: Step[] = [];
  for (const match of page.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)) {
    const [, language, text] = match as unknown as [string, string, string];
    const line = page.slice(0, match.index).split('\n').length;
    const complain = (what: string): never => {
      throw new Error(`Line ${line}: ${what}`);
    };
    if (language === 'sh') {
      steps.push(stepOf(text, line));
    } else if (language === 'http') {
      const message = messageOf(text);
      const before = steps.at(-1);
      if (!message.first.startsWith('HTTP/')) steps.push({ kind: 'delivery', line, request: message });
      else if (before?.kind !== 'paste') complain('this answer stands after no request');
      else steps.splice(-1, 1, { ...before, kind: 'pair', answer: message });
      if (message.body && !valueOf(message, 'content-type')) complain('a body needs its content-type');
    } else if (text.includes(address)) {
      complain(`a block that speaks of ${address} must be executed: make it an sh block`);
    }
  }
  return steps;
}

function stepOf(text: string, line: number): Step {
  const started = startLine.exec(text.trim());
  if (!started) return { kind: 'paste', line, commands: text };
  const given = started[1]!.trim().split(' ').filter(Boolean);
  const pairs = given.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]);
  return { kind: 'start', line, environment: Object.fromEntries(pairs) };
}

/** Parses what was shown, or what came over the wire. */
export function messageOf(text: string): Message {
  const plain = text.replaceAll('\r\n', '\n');
  const end = plain.indexOf('\n\n');
  const [first, ...lines] = (end < 0 ? plain.trimEnd() : plain.slice(0, end)).split('\n');
  const headers = lines.map((one): [string, string] => {
    const colon = one.indexOf(':');
    return [one.slice(0, colon).toLowerCase(), one.slice(colon + 1).trim()];
  });
  return { first: first!, headers, body: end < 0 ? '' : plain.slice(end + 2).trim() };
}

/** The value of a header; undefined without it. */
export function valueOf({ headers }: Message, name: string): string | undefined {
  return headers.find(([one]) => one === name)?.[1];
}

/**
 * What differs between what the page shows and what came: the first line, each header that it names, the whole body to
 * the order of its fields. Empty when nothing does.
 *
 * @param names fills in the `$NAMES`
 */
export function differences(shown: Message, came: Message, names: Names): string[] {
  const found: string[] = [];
  const compare = (what: string, expected: string | undefined, actual: string | undefined) => {
    if (expected !== actual) found.push(`${what} is\n  ${actual}\nwhere the page has\n  ${expected}`);
  };
  compare('the first line', shown.first, came.first);
  for (const [name, value] of shown.headers) compare(name, names.fill(value), valueOf(came, name));
  const isJson = /json/.test(valueOf(shown, 'content-type') ?? '') && /^[[{]/.test(came.body);
  if (!isJson) {
    compare('the body', names.fill(shown.body), came.body);
    return found;
  }
  try {
    const filled = names.fillFrom(JSON.parse(shown.body), JSON.parse(came.body), '');
    compare('the body', JSON.stringify(filled), came.body);
  } catch (error) {
    found.push(`${(error as Error).message}\nthe body is\n  ${came.body}`);
  }
  return found;
}

/**
 * What differs each time, by name. In an answer `"$NAME"`, as a whole text, takes the value that came when the name is
 * new, if it has the shape that the end of the name stands for; from then on it must be the same. `${NAME: -6}` is its
 * last six characters, as in bash. Nothing else is left open.
 */
export class Names {
  /** Values by name. */
  readonly known = new Map<string, string>();
  /** Names in the order in which they were taken from answers. */
  readonly taken: string[] = [];

  /** @param shapes by the end of a name */
  constructor(private readonly shapes: Record<string, RegExp>) {}

  /** The text with every name replaced. @throws Error for one that is not known */
  fill(text: string): string {
    return text.replace(/\$(?:([A-Z][A-Z0-9_]*)|\{([A-Z][A-Z0-9_]*): -6\})/g, (whole, name, cut) => {
      const value = this.known.get(name ?? cut);
      if (value === undefined) throw new Error(`nothing has given ${whole} a value yet`);
      return cut ? value.slice(-6) : value;
    });
  }

  /** The JSON with every name replaced; new ones are taken from the same place of `came`. */
  fillFrom(shown: unknown, came: unknown, place: string): unknown {
    if (typeof shown === 'string') {
      const name = /^\$([A-Z][A-Z0-9_]*)$/.exec(shown)?.[1];
      if (name && !this.known.has(name)) this.take(name, came, place);
      return this.fill(shown);
    }
    if (typeof shown !== 'object' || shown === null) return shown;
    const within = (key: string | number) =>
      typeof came === 'object' && came !== null ? (came as Record<string, unknown>)[key] : undefined;
    if (Array.isArray(shown)) {
      return shown.map((one, index) => this.fillFrom(one, within(index), `${place}/${index}`));
    }
    const entries = Object.entries(shown);
    return Object.fromEntries(
      entries.map(([key, one]) => [key, this.fillFrom(one, within(key), `${place}/${key}`)]),
    );
  }

  private take(name: string, came: unknown, place: string): void {
    const end = name.slice(name.lastIndexOf('_'));
    const shape = this.shapes[end];
    if (!shape) throw new Error(`$${name} may stand for nothing: it ends in none of ${this.ends}`);
    if (typeof came !== 'string' || !shape.test(came)) {
      throw new Error(`${place} is ${JSON.stringify(came)}, which is no ${end} as $${name} asks for`);
    }
    const other = [...this.known].find(([, value]) => value === came)?.[0];
    if (other) throw new Error(`${place} is the same as $${other}, and the page calls it $${name}`);
    this.known.set(name, came);
    this.taken.push(name);
  }

  private get ends(): string {
    return Object.keys(this.shapes).join(', ');
  }
}
