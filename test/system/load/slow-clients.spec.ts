import type { Server } from 'node:http';
import { createConnection, type Socket } from 'node:net';
import { eventually } from '../../support/servers.js';
import { newTenant, newUser, type Service, startService } from '../../support/service.js';

/** Clients that hold a connection without getting on, over real time: the time to send a request is one second here. */
let service: Service;
const sockets: Socket[] = [];

beforeAll(async () => {
  service = await startService({ REQUEST_TIMEOUT: '1' });
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await service.close();
});

interface Ended {
  /** All that was answered before the server hung up. */
  text: string;
  ms: number;
}

/** Connects, lets `send` do as it likes, and waits for the server to hang up. */
function hold(send: (socket: Socket) => void, isReading = true): Promise<Ended> {
  const start = Date.now();
  const socket = createConnection({ port: Number(new URL(service.base).port), host: '127.0.0.1' });
  sockets.push(socket);
  let text = '';
  if (isReading) socket.on('data', (data) => (text += data));
  socket.on('error', () => undefined);
  socket.on('connect', () => send(socket));
  return new Promise((resolve) => socket.on('close', () => resolve({ text, ms: Date.now() - start })));
}

/** One character every 100 ms. */
function trickle(socket: Socket, characters: string): void {
  let sent = 0;
  const timer = setInterval(() => {
    if (socket.destroyed || sent === characters.length) return clearInterval(timer);
    socket.write(characters[sent++]!);
  }, 100);
}

const head = 'POST /v1/tokens/introspect HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n';

it.each<[string, (socket: Socket) => void]>([
  ['nothing at all', () => undefined],
  ['headers that never end', (socket) => trickle(socket, head + 'x-more: y\r\n'.repeat(100))],
  [
    'a body that never ends',
    (socket) => {
      socket.write(`${head}content-length: 1000\r\n\r\n`);
      trickle(socket, 'x'.repeat(1000));
    },
  ],
  [
    'chunks that never end',
    (socket) => {
      socket.write(`${head}transfer-encoding: chunked\r\n\r\n`);
      trickle(socket, '1\r\nx\r\n'.repeat(200));
    },
  ],
])('one who sends %s is cut off', async (what, send) => {
  const { text, ms } = await hold(send);
  expect(ms).toBeLessThan(6000);
  // A connection that was opened in advance is closed without a word: a 408 would be taken for the answer to its request.
  if (what === 'nothing at all') expect(text).toBe('');
  if (text !== '') expect(text).toMatch(/^HTTP\/1\.1 (408|401) /);
});

it('five hundred of them hinder nobody else', async () => {
  const held = Array.from({ length: 500 }, () => hold((socket) => trickle(socket, head.repeat(20))));
  await new Promise((resolve) => setTimeout(resolve, 300));
  const start = Date.now();
  expect((await service.native('GET', '/v1/self', service.account)).status).toBe(200);
  expect(Date.now() - start).toBeLessThan(1000);
  const ended = await Promise.all(held);
  expect(Math.max(...ended.map(({ ms }) => ms))).toBeLessThan(8000);
  for (const { text } of ended) expect(text).toMatch(/^HTTP\/1\.1 408 /);
});

it('one who asks for much and does not read it is cut off', async () => {
  const { ecosystemId } = await newTenant(service);
  for (let made = 0; made < 100; made += 1) await newUser(service, ecosystemId, { name: 'x'.repeat(100) });
  const path = `/v1/ecosystems/${ecosystemId}/users?limit=200`;
  const one = `GET ${path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${service.account}\r\n\r\n`;
  const server: Server = service.app.getHttpServer();
  const isHeld = new Promise<Socket>((resolve) => server.once('connection', resolve));
  // It would not hear of the end either, since it does not read.
  void hold((socket) => {
    socket.pause();
    socket.write(one.repeat(1000));
  }, false);
  const far = await isHeld;
  await eventually(async () => expect(far.destroyed).toBe(true), 15_000);
  expect(far.bytesWritten).toBeLessThan(1000 * 20_000);
});
