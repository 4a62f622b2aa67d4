import type { IncomingMessage } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Failure } from '../../common/failure.js';
import { CONFIG, type Config } from '../../config/config.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The largest body of the route, in bytes. */
    bodyLimit: number;
    /** How many bytes of its body are in memory. */
    bytesHeld: number;
  }
}

const MiB = 1024 * 1024;

/** The largest bodies, in bytes. */
export const bodyLimits = {
  /** Of a route that anybody may ask: a login takes less than a hundredth of it. */
  public: MiB / 16,
  /** A bulk mint of 10,000 ids of 128 ASCII characters takes a third of it. */
  json: 4 * MiB,
  /** An import of 10,000 tokens with all their fields takes half of it. */
  lines: 8 * MiB,
};

/** A larger body is counted until it was answered, in bytes; a smaller one while it comes. */
const small = MiB / 16;

/** The unread rest of a refused body is read and thrown away up to so many bytes, so that the client reads the answer. */
const mostDiscarded = 2 * bodyLimits.lines;

/** Methods whose body nobody reads: its length and its encoding do not matter. */
const unread = new Set(['GET', 'HEAD']);

/** Receives bodies, no longer than their routes allow and in sum no more than the process has room for. */
@Injectable()
export class BodyIntake {
  private readonly room: number;
  private held = 0;

  constructor(@Inject(CONFIG) { requestMemoryBytes }: Pick<Config, 'requestMemoryBytes'>) {
    this.room = requestMemoryBytes;
  }

  /**
   * Has the body come, when the head of the request allows it.
   *
   * @param limit the largest body, in bytes
   * @returns why it is refused unread
   */
  open(request: FastifyRequest, { raw: response }: FastifyReply, limit: number): Failure | undefined {
    const { headers } = request;
    if (!announcesBody(request.raw) || unread.has(request.method)) return undefined;
    const encoding = headers['content-encoding'];
    if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
      return new Failure('unsupported-media-type', 'The body must not be compressed');
    }
    const length = Number(headers['content-length']);
    if (length > limit) return tooLarge();
    request.bodyLimit = limit;
    if (!(length <= small)) response.once('close', () => this.release(request));
    // Node left it to us to have a client go on that waits for it.
    if (headers.expect?.toLowerCase() === '100-continue') response.writeContinue();
    return undefined;
  }

  /** Reads the whole body into one buffer, however small the pieces are in which it comes. */
  receive(
    request: FastifyRequest,
    payload: IncomingMessage,
    done: (error: Error | null, body?: Buffer) => void,
  ): void {
    let body: Buffer = Buffer.alloc(0);
    let size = 0;
    const end = (error: Error | null) => {
      payload.off('data', onData).off('end', onEnd).off('error', onError);
      if (error || size <= small) this.release(request);
      done(error, body.subarray(0, size));
    };
    const onData = (piece: Buffer) => {
      if (size + piece.length > request.bodyLimit) return end(tooLarge());
      if (!this.hold(request, piece.length)) return end(overloaded());
      if (size === 0) body = piece;
      else {
        if (size + piece.length > body.length) body = grown(body, size, size + piece.length);
        piece.copy(body, size);
      }
      size += piece.length;
    };
    const onEnd = () => end(null);
    const onError = () => end(new Failure('bad-request', 'The request cannot be read'));
    payload.on('data', onData).on('end', onEnd).on('error', onError);
  }

  private hold(request: FastifyRequest, bytes: number): boolean {
    if (this.held + bytes > this.room) return false;
    this.held += bytes;
    request.bytesHeld += bytes;
    return true;
  }

  private release(request: FastifyRequest): void {
    this.held -= request.bytesHeld;
    request.bytesHeld = 0;
  }
}

/** A buffer of at least this capacity, with what the other holds up to now. */
function grown(buffer: Buffer, size: number, capacity: number): Buffer {
  const larger = Buffer.allocUnsafe(Math.max(capacity, 2 * size));
  buffer.copy(larger, 0, 0, size);
  return larger;
}

function announcesBody({ headers }: IncomingMessage): boolean {
  const length = headers['content-length'];
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}

/** Reads and throws away what is still to come of a refused request, up to a bound. */
export function discardBody(request: IncomingMessage): void {
  if (request.complete || !announcesBody(request)) return;
  let left = mostDiscarded;
  request.on('data', (piece: Buffer) => {
    left -= piece.length;
    if (left < 0) request.destroy();
  });
}

function tooLarge(): Failure {
  return new Failure('body-too-large', 'The body is too large');
}

function overloaded(): Failure {
  return new Failure('overloaded', 'The service receives more than it has room for', { retryAfter: 1 });
}
