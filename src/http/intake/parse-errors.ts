import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { Failure } from '../../common/failure.js';
import { headersAt } from '../response-headers.js';

/** Time to read the response before the socket is destroyed, in ms. */
const linger = 1000;

const refused = new WeakSet<Socket>();

/**
 * Replies to errors of the HTTP parser, for which no request exists yet, in the dialect of the path that it
 * could read. Then closes the connection.
 */
export function onClientError(
  this: FastifyInstance,
  error: NodeJS.ErrnoException & { rawPacket?: Buffer },
  socket: Socket,
): void {
  // A preconnected client would take a 408 for the response to its first request.
  const isUnused = socket.bytesRead === 0;
  if (isUnused || error.code === 'ECONNRESET' || !socket.writable || isAnswering(socket)) {
    socket.destroy();
    return;
  }
  // Nothing after a parse error is readable.
  if (refused.has(socket)) return;
  refused.add(socket);
  const url = addressIn(error.rawPacket) ?? '/';
  const requestId = randomUUID();
  const { status, headers, body } = this.failureFilter.answerTo(failureOf(error), url, requestId);
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const all = {
    'content-type': 'application/json; charset=utf-8',
    ...headersAt(url),
    'x-request-id': requestId,
    ...headers,
    'content-length': Buffer.byteLength(text),
    connection: 'close',
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', text].join('\r\n'));
  // Destroying the socket at once could lose the response for a client that still sends.
  setTimeout(() => socket.destroy(), linger).unref();
}

/** A response that has begun cannot be replaced. */
function isAnswering(socket: Socket): boolean {
  const { _httpMessage: answer } = socket as Socket & { _httpMessage?: { headersSent: boolean } | null };
  return answer?.headersSent ?? false;
}

function failureOf({ code }: NodeJS.ErrnoException): Failure {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return new Failure('headers-too-large', 'The headers are too large');
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new Failure('request-timeout', 'The request was not received in time');
    default:
      return new Failure('bad-request', 'The request cannot be read');
  }
}

/** The path, when the unreadable packet begins like a request. */
function addressIn(packet: Buffer | undefined): string | undefined {
  return /^\S+ ([\x21-\x7e]+)/.exec(packet?.toString('latin1') ?? '')?.[1];
}
