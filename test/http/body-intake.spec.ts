import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { routesOf, filled } from '../access/routes.js';
import { type Service, startService } from '../support/service.js';
import { expectRefusal, names, startFaces } from '../dialects/faces.js';

/** A body is received where the head of the request was admitted, and no longer than the route allows. */
let service: Service;
let faces: Awaited<ReturnType<typeof startFaces>>['faces'];

beforeAll(async () => {
  ({ service, faces } = await startFaces());
});
afterAll(() => service.close());

interface Got {
  status: number;
  head: string;
  body: string;
}

const MiB = 1024 * 1024;

/** A connection on which a request is sent in pieces. */
async function connect(): Promise<Socket> {
  const socket = createConnection({ port: Number(new URL(service.base).port), host: '127.0.0.1' });
  await once(socket, 'connect');
  socket.on('error', () => undefined);
  return socket;
}

const headOf = (method: string, path: string, headers: Record<string, string>) =>
  [
    `${method} ${path} HTTP/1.1`,
    'host: localhost',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '',
    '',
  ].join('\r\n');

/** The next whole answer. */
async function answerOf(socket: Socket): Promise<Got> {
  let text = '';
  for (;;) {
    const end = text.indexOf('\r\n\r\n');
    const length = Number(/^content-length: (\d+)/im.exec(text.slice(0, end))?.[1] ?? 0);
    if (end >= 0 && text.length >= end + 4 + length) {
      return {
        status: Number(text.slice(9, 12)),
        head: text.slice(0, end),
        body: text.slice(end + 4, end + 4 + length),
      };
    }
    const [data] = (await once(socket, 'data')) as [Buffer];
    text += data.toString('latin1');
  }
}

async function sent(head: string, body = ''): Promise<Got> {
  const socket = await connect();
  socket.write(head + body);
  const got = await answerOf(socket);
  socket.destroy();
  return got;
}

describe('without credentials', () => {
  it('every route that is not public is refused before any byte of its body has come', async () => {
    const routes = routesOf(service).filter(
      ({ access, method }) => access.rule !== 'public' && ['POST', 'PUT', 'PATCH'].includes(method),
    );
    expect(routes.length).toBeGreaterThan(30);
    for (const { method, path } of routes) {
      const head = headOf(method, filled(path), {
        'content-type': 'application/json',
        'content-length': '1000000',
      });
      expect({ path, status: (await sent(head)).status }).toEqual({ path, status: 401 });
    }
  });

  it('one who sends 8 MiB all the same reads the answer, and asks again on the same connection', async () => {
    const socket = await connect();
    const path = '/v1/ecosystems/default/tokens/import';
    const type = { 'content-type': 'application/x-ndjson' };
    for (let time = 0; time < 2; time += 1) {
      const answer = answerOf(socket);
      socket.write(headOf('POST', path, { ...type, 'content-length': String(8 * MiB) }));
      socket.write(Buffer.alloc(8 * MiB, 'x'));
      expect((await answer).status).toBe(401);
    }
    socket.write(headOf('GET', '/health/live', {}));
    expect((await answerOf(socket)).status).toBe(200);
    socket.destroy();
  });

  it('one who sends on without an end is cut off', async () => {
    const socket = await connect();
    socket.write(
      headOf('POST', '/v1/ecosystems', {
        'content-type': 'application/json',
        'transfer-encoding': 'chunked',
      }),
    );
    expect((await answerOf(socket)).status).toBe(401);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    const piece = Buffer.concat([Buffer.from('100000\r\n'), Buffer.alloc(MiB, 'x'), Buffer.from('\r\n')]);
    for (let count = 0; count < 64 && !socket.destroyed; count += 1) {
      await new Promise<void>((resolve) => {
        socket.write(piece, () => resolve());
      });
    }
    await closed;
  });

  it('one who waits to be asked for the body is not asked', async () => {
    const head = (headers: Record<string, string>) =>
      headOf('POST', '/v1/ecosystems', {
        'content-type': 'application/json',
        'content-length': '12',
        expect: '100-continue',
        ...headers,
      });
    const refused = await sent(head({}));
    expect({ status: refused.status, close: /^connection: close/im.test(refused.head) }).toEqual({
      status: 401,
      close: true,
    });
    const socket = await connect();
    socket.write(head(faces.native.headers));
    expect((await answerOf(socket)).status).toBe(100);
    socket.write('{"name":"A"}');
    expect((await answerOf(socket)).status).toBe(201);
    socket.destroy();
  });
});

describe.each(names)('%s', (name) => {
  const ask = (path: string, headers: Record<string, string>, body: string | Uint8Array, method = 'POST') =>
    service.ask(path, { method, headers, body: body as string });

  it('404 and 405 whatever the body is, before it is read', async () => {
    const face = faces[name];
    const types = ['application/x-www-form-urlencoded', 'text/plain', 'application/json', 'nonsense'];
    for (const type of types) {
      const stray = await ask(`${face.path}/no/such`, { 'content-type': type }, '{"cut off');
      expectRefusal(face, `${face.path}/no/such`, stray);
      expect(stray.status).toBe(404);
      const wrong = await ask(face.path, { 'content-type': type }, '{"cut off', 'PUT');
      expect(wrong.status).toBe(405);
    }
    const head = headOf('POST', `${face.path}/no/such`, {
      'content-type': 'text/plain',
      'content-length': '9999999',
    });
    expect((await sent(head)).status).toBe(404);
  });

  it.each(['gzip', 'br', 'deflate', 'x'])(
    '415, with what is taken, for a body that is encoded as %s',
    async (encoding) => {
      const face = faces[name];
      const headers = { ...face.headers, 'content-type': 'application/json', 'content-encoding': encoding };
      const reply = await ask(face.path, headers, gzipSync(JSON.stringify(face.json)));
      expectRefusal(face, face.path, reply);
      expect({ status: reply.status, encodings: reply.headers.get('accept-encoding') }).toEqual({
        status: 415,
        encodings: 'identity',
      });
    },
  );

  it('a body in single bytes is read, and one that says that it is not encoded', async () => {
    const face = faces[name];
    const body = JSON.stringify(face.json);
    const socket = await connect();
    const type = { 'content-type': 'application/json', 'content-encoding': 'identity' };
    socket.write(headOf('POST', face.path, { ...face.headers, ...type, 'transfer-encoding': 'chunked' }));
    for (const one of body) socket.write(`1\r\n${one}\r\n`);
    socket.write('0\r\n\r\n');
    expect(Math.floor((await answerOf(socket)).status / 100)).toBe(2);
    socket.destroy();
  });
});

describe('a route that anybody may ask', () => {
  it.each(['/api/v1/login', '/api/v1/users.register', '/v1/verify/anything'])(
    '413 for more than 64 KiB: %s',
    async (path) => {
      const type = { 'content-type': 'application/json' };
      const announced = headOf('POST', path, { ...type, 'content-length': String(MiB / 16 + 1) });
      expect((await sent(announced)).status).toBe(413);
      const chunks = `10001\r\n${'x'.repeat(MiB / 16 + 1)}\r\n0\r\n\r\n`;
      expect(
        (await sent(headOf('POST', path, { ...type, 'transfer-encoding': 'chunked' }), chunks)).status,
      ).toBe(413);
    },
  );
});

describe('REQUEST_MEMORY', () => {
  it('503 for what is more than the process has room for, until others were answered', async () => {
    const crowded = await startService({ REQUEST_MEMORY: '16' });
    const before = service;
    service = crowded;
    try {
      const headWith = (length: number) =>
        headOf('POST', '/v1/ecosystems', {
          authorization: `Bearer ${crowded.account}`,
          'content-type': 'application/json',
          'content-length': String(length),
        });
      const small = '{"name":"A"}';
      const ask = () => sent(headWith(small.length), small);
      // Four times all but two bytes, which leaves room for less than the small one.
      const held = await Promise.all(Array.from({ length: 4 }, connect));
      for (const socket of held) socket.write(headWith(4 * MiB) + 'x'.repeat(4 * MiB - 2));
      let last = await ask();
      for (let time = 0; time < 500 && last.status !== 503; time += 1) last = await ask();
      expect(JSON.parse(last.body)).toMatchObject({ status: 503, code: 'overloaded' });
      expect(last.head).toMatch(/^retry-after: 1$/im);
      const answers = held.map(answerOf);
      for (const socket of held) socket.write('xx');
      expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([400, 400, 400, 400]);
      expect((await ask()).status).toBe(201);
      for (const socket of held) socket.destroy();
    } finally {
      service = before;
      await crowded.close();
    }
  });
});
