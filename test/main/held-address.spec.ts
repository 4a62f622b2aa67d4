import { createServer } from 'node:http';
import { type AddressInfo, createServer as createSocketServer } from 'node:net';
import { HeldAddress } from '../../src/held-address.js';
import { eventually } from '../support/servers.js';

const host = '127.0.0.1';

describe('an address that is held', () => {
  it('cannot be taken by another, and the refusal names the port and the variable', async () => {
    const held = await HeldAddress.hold(host, 0);
    await expect(HeldAddress.hold(host, held.port)).rejects.toThrow(
      `Port ${held.port} of ${host} is taken by another program: stop that one, or set PORT to a free one.`,
    );
    held.release();
  });

  it('answers those who came before the service listened, each once by a connection', async () => {
    const held = await HeldAddress.hold(host, 0);
    const { port } = held;
    const body = 'x'.repeat(100_000);
    const early = fetch(`http://${host}:${port}/`, { method: 'POST', body });
    await eventually(async () => expect(held['early']).toHaveLength(1));
    const service = createServer(async (request, response) => {
      let length = 0;
      for await (const piece of request) length += (piece as Buffer).length;
      response.end(String(length));
    });
    held.release();
    await new Promise<void>((resolve) => service.listen(port, host, resolve));
    held.handTo(service);
    const answer = await early;
    expect([answer.headers.get('connection'), await answer.text()]).toEqual(['close', '100000']);
    const late = await fetch(`http://${host}:${port}/`, { method: 'POST', body: 'y' });
    expect([late.headers.get('connection'), await late.text()]).toEqual(['keep-alive', '1']);
    service.closeAllConnections();
    await new Promise((resolve) => service.close(resolve));
  });

  it('is free again when one of its names cannot be had', async () => {
    const other = createSocketServer().listen(0, host);
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    await expect(HeldAddress.hold('localhost', port)).rejects.toThrow(`Port ${port} of localhost`);
    await expect(HeldAddress.hold('nowhere.invalid', 0)).rejects.toThrow('HOST is no address');
    await new Promise((resolve) => other.close(resolve));
  });
});
