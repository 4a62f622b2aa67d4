import type { Ask, Service } from '../support/service.js';
import { expectRefusal, names, refused, startFaces } from './faces.js';

/** Many of something small: refused with few words, and without work that grows faster than the input. */
let service: Service;
let faces: Awaited<ReturnType<typeof startFaces>>['faces'];

beforeAll(async () => {
  ({ service, faces } = await startFaces());
});
afterAll(() => service.close());

const raw = (type: string, body: string): Ask => ({ headers: { 'content-type': type }, body });
const json = (body: string) => raw('application/json', body);
const form = (body: string) => raw('application/x-www-form-urlencoded', body);
const many = (count: number, one: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => one(index)).join(',');

/** CPU time in ms that a request takes of this process, client included. */
async function cpuOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

describe.each(names)('%s', (name) => {
  const refuses = (ask: Ask) => refused(service, faces[name], faces[name].path, ask);

  it.each([
    ['150,000 unknown fields', `{${many(150_000, (index) => `"f${index}":1`)}}`],
    ['300,000 empty objects in a field', `{"a":[${many(300_000, () => '{}')}]}`],
    ['300,000 times the same field', `{${many(300_000, () => '"a":1')}}`],
    ['lists in lists, 1,000,000 deep', `${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`],
  ])('a body of %s is refused in few words', async (_, body) => {
    const { status, text } = await refuses(json(body));
    expect(status).toBeLessThan(500);
    expect(text.length).toBeLessThan(20_000);
  });

  // Droplit's call looks at no body.
  if (name !== 'droplit') {
    it('names one fault where an object has 50 fields more than its class knows, and at most 100 in all', async () => {
      const { text } = await refuses(json(`{${many(1000, (index) => `"f${index}":1`)}}`));
      expect(text.length).toBeLessThan(1000);
    });
  }

  it('repeats no more than the beginning of a long name', async () => {
    const right = JSON.stringify(faces[name].json).slice(1, -1);
    const body = `{${right}${right && ','}"__proto__":1,"${'x'.repeat(1_000_000)}":{"constructor":{"prototype":1}}}`;
    expect((await refuses(json(body))).text.length).toBeLessThan(2000);
  });
});

describe('forms', () => {
  const fields = (count: number) => Array.from({ length: count }, (_, index) => `${index}=`).join('&');

  it.each([
    ['native', '/v1/tokens/introspect'],
    ['rocketchat', '/api/v1/users.createToken'],
    ['rocketchat', '/api/v1/login'],
  ] as const)('413: %s %s, more than 100 fields, however many', async (name, path) => {
    const face = faces[name];
    const ask = (body: string) =>
      service.ask(path, { method: 'POST', headers: { ...face.headers, ...form('').headers }, body });
    for (const count of [101, 9000]) {
      const reply = await ask(fields(count));
      expect(reply.status).toBe(413);
      // A form there is of OAuth, and so is its refusal.
      if (name === 'native') expect(reply.body).toMatchObject({ error: 'invalid_request' });
      else expectRefusal(face, path, reply);
    }
    expect((await ask(fields(100))).status).not.toBe(413);
  });

  it('a field that is repeated is a list, one that is not a text', async () => {
    const { headers, path } = faces.rocketchat;
    const send = (body: string) =>
      service.ask(path, { method: 'POST', headers: { ...headers, ...form('').headers }, body });
    expect((await send('username=known')).status).toBe(200);
    expect((await send('username=known&username=known')).status).toBe(400);
  });
});

describe('a refused key is named', () => {
  const { native, strigo, sfox, droplit } = {
    native: (key: string) => ({
      errors: [
        {
          in: 'body',
          pointer: expect.stringContaining(key),
          code: 'refused-key',
          detail: expect.any(String),
        },
      ],
    }),
    strigo: (key: string) => ({
      error: { errors: [{ location: 'body', param: key, msg: expect.any(String) }] },
    }),
    sfox: (key: string) => ({ error: expect.stringContaining(key) }),
    droplit: (key: string) => ({ errors: [{ in: 'body', path: key, message: expect.any(String) }] }),
  };

  it.each([
    ['native', native],
    ['strigo', strigo],
    ['sfox', sfox],
    ['droplit', droplit],
  ] as const)('%s', async (name, named) => {
    const send = async (body: string) =>
      (await refused(service, faces[name], faces[name].path, json(body))).body;
    expect(await send('{"__proto__":{}}')).toMatchObject(named('__proto__'));
    expect(await send('{"a":[{"\\u005f_proto__":1}]}')).toMatchObject(named('a.0.__proto__'));
    expect(await send('{"constructor":{"prototype":{}}}')).toMatchObject(named('constructor'));
  });
});

describe('an import', () => {
  const path = '/v1/ecosystems/default/tokens/import';
  const send = (body: string) =>
    service.ask(path, {
      method: 'POST',
      headers: { ...faces.native.headers, 'content-type': 'application/x-ndjson' },
      body,
    });

  it('422: 10,001 lines, and as many blank ones as there may be lines twice over, without any of them kept', async () => {
    for (const body of ['{}\n'.repeat(10_001), '\n'.repeat(2_000_000), `${'\n'.repeat(20_000)}{}`]) {
      expect((await send(body)).status).toBe(422);
    }
  });

  it('a line of 150,000 fields is refused with one fault, those beside it are read', async () => {
    const line = `{"format":"sha256",${many(150_000, (index) => `"f${index}":1`)}}`;
    const { status, text } = await send(`{}\n${line}\n{}`);
    expect(status).toBe(200);
    expect(
      text
        .trim()
        .split('\n')
        .map((one) => JSON.parse(one).line),
    ).toEqual([1, 2, 3]);
    expect(text.length).toBeLessThan(1000);
  });
});

it('what is refused for its count costs about as much as what is refused for its type, at the same length', async () => {
  const { headers } = faces.native;
  const ask = (type: string, body: string) => () =>
    service.ask('/v1/ecosystems/default/users', {
      method: 'POST',
      headers: { ...headers, 'content-type': type },
      body,
    });
  const body = `{${many(200_000, (index) => `"f${index}":1`)}}`;
  const control = await cpuOf(ask('text/plain', body));
  expect(await cpuOf(ask('application/json', body))).toBeLessThan(10 * control + 150);
});
