/** One kept-alive HTTP/1.1 connection with one request under way at the most. */
import { Buffer } from 'node:buffer';
import { connect } from 'node:net';

const lengthPattern = /\r\ncontent-length: *(\d+)/i;
const chunkedPattern = /\r\ntransfer-encoding: *chunked/i;

export class Connection {
  #socket;
  #text = '';
  #body = 0;
  #end = 0;

  /**
   * @param answered is called with the status, the whole text and where in it the body begins
   * @param failed is called once when the connection is lost
   */
  constructor(port, answered, failed) {
    this.answered = answered;
    const buffer = Buffer.allocUnsafe(65_536);
    const callback = (size) => this.#take(buffer.latin1Slice(0, size));
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true, onread: { buffer, callback } });
    this.opened = new Promise((resolve) => this.#socket.once('connect', resolve));
    let isLost = false;
    const lose = (error) => {
      if (!isLost) failed(error instanceof Error ? error : new Error('The server closed a connection'));
      isLost = true;
    };
    this.#socket.once('error', lose).once('close', lose).once('end', lose);
    this.forget = () => (isLost = true);
  }

  send(request) {
    this.#socket.write(request);
  }

  close() {
    this.forget();
    this.#socket.destroy();
  }

  #take(piece) {
    const text = this.#text === '' ? piece : this.#text + piece;
    this.#text = text;
    if (this.#body === 0) {
      const head = text.indexOf('\r\n\r\n');
      if (head < 0) return;
      this.#body = head + 4;
      const length = lengthPattern.exec(text);
      if (length && length.index < head) this.#end = this.#body + Number(length[1]);
      else if (!chunkedPattern.test(text.slice(0, head))) throw new Error('An answer of unknown length');
    }
    const isWhole = this.#end > 0 ? text.length >= this.#end : text.endsWith('\r\n0\r\n\r\n');
    if (!isWhole) return;
    const body = this.#body;
    this.#text = '';
    this.#body = this.#end = 0;
    this.answered(Number(text.slice(9, 12)), text, body);
  }
}

/**
 * The requests of a contender as bytes, and the check of each answer.
 *
 * @param described `method path headers status holds`, and `entries` of which each may have its own `path headers
 * body holds`: `holds` are the texts that the answer must hold
 */
export function requestsOf({ method = 'POST', path, headers = {}, status = 200, holds = [], entries }) {
  const bytes = entries.map((entry) => {
    const body = entry.body ?? '';
    const lines = Object.entries({
      host: 'localhost',
      ...headers,
      ...entry.headers,
      ...(body && { 'content-length': Buffer.byteLength(body) }),
    }).map(([name, value]) => `${name}: ${value}\r\n`);
    return Buffer.from(`${method} ${entry.path ?? path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`);
  });
  const needed = entries.map((entry) => [...holds, ...(entry.holds ?? [])]);
  /** Whether the answer to the request of this number is the positive one. */
  const isRight = (index, answer, text, body) =>
    answer === status && needed[index].every((part) => text.includes(part, body));
  return { bytes, isRight };
}
