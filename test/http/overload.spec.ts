import { Transactions } from '../../src/database/transactions/transactions.js';
import { seriesOf } from '../support/exposition.js';
import { introspect, newToken, newUser, type Reply, type Service, startService } from '../support/service.js';
import { type Face, names, rowsOf, startFaces } from '../dialects/faces.js';

/** How long others wait already when what comes is refused, in ms. */
const limit = 100;

let service: Service;
let faces: Awaited<ReturnType<typeof startFaces>>['faces'];
let userId: string;

beforeAll(async () => {
  ({ service, faces } = await startFaces({ CREATE_TOKENS_FOR_USERS: 'true', OVERLOAD_WAIT: String(limit) }));
  userId = (await newUser(service, 'default')).id;
});
afterAll(() => service.close());

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const mint = () =>
  service.native('POST', `/v1/ecosystems/default/users/${userId}/tokens`, service.account, {});

/** The store is busy with one long write, for which others wait already; `speedUp` ends that and gives their answers. */
async function slowDown(): Promise<{ refusedBefore: number; speedUp: () => Promise<Reply[]> }> {
  // The first look whether the store is ready writes, and would wait too.
  expect((await service.ask('/health/ready')).status).toBe(200);
  let end!: () => void;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const long = service.get<Transactions>(Transactions).run(() => ended);
  // However slow the machine is: until one is answered, which can only be a refusal.
  const asked: Promise<Reply>[] = [];
  const refused: Reply[] = [];
  while (refused.length === 0) {
    asked.push(mint());
    void asked.at(-1)!.then((reply) => refused.push(reply));
    await pause(limit);
  }
  expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 503));
  const refusedBefore = refused.length;
  return {
    refusedBefore,
    speedUp: async () => {
      end();
      await long;
      return (await Promise.all(asked)).filter((reply) => !refused.slice(0, refusedBefore).includes(reply));
    },
  };
}

/** What is asked while others wait: a refusal at once, with which nothing is done. */
async function refusedAtOnce({ path, headers, json }: Face): Promise<Reply> {
  const began = performance.now();
  const reply = await service.ask(path, { method: 'POST', headers, json });
  expect(performance.now() - began).toBeLessThan(1000);
  expect(reply.status).toBe(503);
  expect(reply.headers.get('retry-after')).toBe('1');
  return reply;
}

describe('while others wait for their turn to write', () => {
  let slow: Awaited<ReturnType<typeof slowDown>>;

  beforeAll(async () => {
    slow = await slowDown();
  });

  it.each(names)('what would change something is refused in the words of %s', async (name) => {
    const face = faces[name];
    const before = await rowsOf(service);
    const reply = await refusedAtOnce(face);
    expect(reply.body).toEqual(face.envelope(reply, face.path));
    expect(reply.headers.get('content-type')).toMatch(face.contentType);
    expect(await rowsOf(service)).toEqual(before);
  });

  it('nobody is asked who it is, and the body is not looked at', async () => {
    const { body } = await refusedAtOnce({ ...faces.native, headers: {}, json: 'nonsense' });
    expect(body).toMatchObject({ code: 'overloaded', detail: 'The service is overloaded' });
    const { status } = await service.ask('/v1/nothing', { method: 'POST' });
    expect(status).toBe(503);
  });

  it('who reads, checks a token or looks after the service is answered', async () => {
    const { account } = service;
    expect((await introspect(service, account)).active).toBe(true);
    for (const path of ['/v1/self', '/v1/ecosystems', '/health/live', '/health/ready', '/metrics']) {
      expect({ path, status: (await service.native('GET', path, account)).status }).toEqual({
        path,
        status: 200,
      });
    }
  });

  it('serves again at once when it is over, and has what it answered', async () => {
    const replies = await slow.speedUp();
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 201));
    for (const { body } of replies) expect((await introspect(service, body.secret)).active).toBe(true);
    expect((await mint()).status).toBe(201);
    for (const name of names) {
      const { path, headers, json } = faces[name];
      expect((await service.ask(path, { method: 'POST', headers, json })).status).toBeLessThan(300);
    }
  });

  it('the metrics have counted it', async () => {
    const { text } = await service.native('GET', '/metrics', service.account);
    const counted = (bottleneck: string) =>
      seriesOf(text).find(
        ({ name, labels }) =>
          name === 'tokenwright_overload_refusals_total' && labels.bottleneck === bottleneck,
      )?.value;
    expect(counted('writers')).toBe(names.length + 2 + slow.refusedBefore);
    expect(counted('connections')).toBe(0);
  });
});

it('many who ask without a pause are all answered', async () => {
  const usual = await startService({ OVERLOAD_WAIT: '500' });
  const { id } = await newUser(usual, 'default');
  const { secret } = await newToken(usual, 'default', id);
  const statuses = new Set<number>();
  const until = performance.now() + 1500;
  const ask = async () => {
    while (performance.now() < until) {
      const asked = [
        usual.native('POST', `/v1/ecosystems/default/users/${id}/tokens`, usual.account, {}),
        usual.native('POST', '/v1/tokens/introspect', usual.account, { token: secret }),
      ];
      for (const { status } of await Promise.all(asked)) statuses.add(status);
    }
  };
  await Promise.all(Array.from({ length: 20 }, ask));
  expect([...statuses].sort()).toEqual([200, 201]);
  await usual.close();
});

it('nothing is refused when it is off', async () => {
  const { service: patient, faces: others } = await startFaces({
    ...{ CREATE_TOKENS_FOR_USERS: 'true', OVERLOAD_WAIT: '0' },
  });
  let end!: () => void;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const long = patient.get<Transactions>(Transactions).run(() => ended);
  const { path, headers, json } = others.native;
  const waiting = [1, 2, 3].map(() => patient.ask(path, { method: 'POST', headers, json }));
  await pause(800);
  end();
  await long;
  expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([201, 201, 201]);
  await patient.close();
});
