import { lookup } from 'node:dns/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import { SafeError } from './common/safe-error.js';

/**
 * The address of the service, held while the rest of it starts: nobody else can take it, and connections that come
 * early wait.
 */
export class HeldAddress {
  private readonly early: Socket[] = [];
  private readonly servers: Server[] = [];

  private constructor(readonly host: string) {}

  /** @throws SafeError that names the port and the way out, when it cannot be had */
  static async hold(host: string, port: number): Promise<HeldAddress> {
    const held = new HeldAddress(host);
    try {
      // `localhost` has two addresses: a client may choose the one that another program has.
      const addresses = await lookup(host, { all: true });
      for (const { address } of addresses) await held.listen(address, held.port || port);
      return held;
    } catch (error) {
      held.release();
      throw faultOf(error as NodeJS.ErrnoException, host, port);
    }
  }

  get port(): number {
    return (this.servers[0]?.address() as { port: number } | null | undefined)?.port ?? 0;
  }

  /** Frees the address, for the service to listen on. */
  release(): void {
    for (const server of this.servers.splice(0)) server.close();
  }

  /**
   * Hands over the connections that came early. Each ends with its first answer: the service counts only its own when
   * it waits for requests in flight at its end.
   */
  handTo(service: Server): void {
    const early = new Set(this.early.splice(0));
    if (early.size === 0) return;
    const close = ({ socket }: IncomingMessage, response: ServerResponse) => {
      if (early.has(socket)) response.setHeader('connection', 'close');
    };
    service.prependListener('request', close);
    for (const socket of early) {
      socket.once('close', () => early.delete(socket) && early.size === 0 && service.off('request', close));
      service.emit('connection', socket);
      socket.resume();
    }
  }

  private async listen(host: string, port: number): Promise<void> {
    const server = createServer({ pauseOnConnect: true }, (socket) => this.early.push(socket));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(port, host, () => resolve());
    }).catch((error: NodeJS.ErrnoException) => {
      // A machine without IPv6 may still name `::1`.
      if (this.servers.length === 0 || error.code === 'EADDRINUSE') throw error;
    });
    if (server.listening) this.servers.push(server);
  }
}

function faultOf(error: NodeJS.ErrnoException, host: string, port: number): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new SafeError(
        `Port ${port} of ${host} is taken by another program: stop that one, or set PORT to a free one.`,
      );
    case 'EACCES':
      return new SafeError(`Port ${port} needs rights that this user lacks: set PORT to 1024 or above.`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new SafeError(
        'HOST is no address of this machine: unset it for localhost, or set 0.0.0.0 for all.',
      );
    default:
      return error;
  }
}
