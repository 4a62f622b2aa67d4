import type { IncomingMessage } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Failure } from '../../common/failure.js';
import { CONFIG, type Config } from '../../config/config.js';

declare module 'fastify' {
  interface FastifyRequest {
    bodyLimit: number;
    bytesHeld: number;
  }
}

const MiB = 1024 * 1024;

export const bodyLimits = {
  /** Public routes: a login takes less than a hundredth of it. */
  public: MiB / 16,
  /** A bulk mint of 10,000 ids of 128 ASCII characters takes a third of it. */
  json: 4 * MiB,
  /** An import of 10,000 tokens with all fields takes half of it. */
  lines: 8 * MiB,
};

/** A larger body counts until its response is sent, a smaller one until it is complete. In bytes. */
const small = MiB / 16;

/** Maximum discarded bytes of a refused body, so that the client can read the response. */
const mostDiscarded = 2 * bodyLimits.lines;

/** Methods whose body is ignored, with its length and encoding. */
const unread = new Set(['GET', 'HEAD']);

/** Receives bodies within the limit of their route and the memory of the process. */
@Injectable()
export class BodyIntake {
  private readonly room: number;
  private held = 0;

  constructor(@Inject(CONFIG) { requestMemoryBytes }: Pick<Config, 'requestMemoryBytes'>) {
    this.room = requestMemoryBytes;
  }

  /**
   * Admits or refuses the body by the head of the request.
   *
   * @param limit maximum body, in bytes
   * @returns the reason of a refusal
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
    // Node leaves 100 Continue to us.
    if (headers.expect?.toLowerCase() === '100-continue') response.writeContinue();
    return undefined;
  }

  /** Reads the body into one buffer, even when it arrives in tiny pieces. */
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

function grown(buffer: Buffer, size: number, capacity: number): Buffer {
  const larger = Buffer.allocUnsafe(Math.max(capacity, 2 * size));
  buffer.copy(larger, 0, 0, size);
  return larger;
}

function announcesBody({ headers }: IncomingMessage): boolean {
  const length = headers['content-length'];
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}

/** Discards the rest of a refused body, up to a limit. */
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
  return new Failure('overloaded', 'Too many request bodies are in memory', { retryAfter: 1 });
}
