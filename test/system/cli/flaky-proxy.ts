import { createConnection, createServer, type Server } from 'node:net';
import { freePort } from '../../support/servers.js';

/** Requests whose answers are cut off. */
const ways = ['/tokens/bulk', '/tokens/import', '/audit/export'];

/** A way to another port that cuts the first answers off to requests for many tokens: what was done stays done. */
export class FlakyProxy {
  /** How many answers were cut off so far. */
  cuts = 0;
  /** Whether the beginning of such an answer comes through. */
  lets = false;

  private constructor(
    readonly port: number,
    private readonly server: Server,
  ) {}

  /** @param cuts how many answers are cut off */
  static async before(target: number, cuts = 2): Promise<FlakyProxy> {
    const port = await freePort();
    const server = createServer();
    const proxy = new FlakyProxy(port, server);
    server.on('connection', (near) => {
      const far = createConnection({ port: target, host: '127.0.0.1' });
      let isForMany = false;
      near.on('data', (data) => {
        isForMany ||= ways.some((way) => data.includes(way));
        far.write(data);
      });
      far.on('data', (data) => {
        if (isForMany && proxy.cuts < cuts) {
          proxy.cuts += 1;
          if (proxy.lets) near.end(data);
          else near.destroy();
          far.destroy();
        } else near.write(data);
      });
      near.on('close', () => far.destroy()).on('error', () => far.destroy());
      far.on('close', () => near.destroy()).on('error', () => near.destroy());
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return proxy;
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}
