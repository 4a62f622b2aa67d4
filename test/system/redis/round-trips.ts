import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { freePort } from '../../support/servers.js';

const ping = '*1\r\n$4\r\nping\r\n';

/** A way to a Redis that counts how often something is asked after the last answer came: heartbeats not among it. */
export class RoundTrips {
  count = 0;
  /** All that was sent to Redis. */
  sent = '';
  private readonly sockets: Socket[] = [];

  private constructor(
    readonly port: number,
    private readonly server: Server,
  ) {}

  static async before(target: number): Promise<RoundTrips> {
    const server = createServer();
    const trips = new RoundTrips(await freePort(), server);
    server.on('connection', (near) => {
      let isAnswered = true;
      const far = createConnection({ port: target, host: '127.0.0.1' });
      trips.sockets.push(near, far);
      near.on('data', (data) => {
        const text = data.toString('latin1');
        if (text.toLowerCase() !== ping) {
          if (isAnswered) trips.count += 1;
          isAnswered = false;
          trips.sent += text;
        }
        far.write(data);
      });
      far.on('data', (data) => {
        isAnswered = true;
        near.write(data);
      });
      near.on('error', () => far.destroy()).on('close', () => far.destroy());
      far.on('error', () => near.destroy()).on('close', () => near.destroy());
    });
    await new Promise<void>((resolve) => server.listen(trips.port, '127.0.0.1', resolve));
    return trips;
  }

  /** How many round trips `deed` takes. */
  async of(deed: () => Promise<unknown>): Promise<number> {
    const before = this.count;
    await deed();
    return this.count - before;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
