import { Tokenwright } from '../../packages/client/src/index.js';
import { introspect, newUser, startService, type Service } from '../support/service.js';
import { type Fault, type Line, openLine } from './line.js';

const busy = (retryAfter?: string): Fault => ({
  status: 503,
  headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
});

describe('the client asks again where it is safe', () => {
  let service: Service;
  let line: Line;
  let client: Tokenwright;
  let userId: string;

  beforeAll(async () => {
    service = await startService();
    line = await openLine(service.base);
    client = new Tokenwright({ baseUrl: line.base, secret: service.account, minDelay: 2 });
    userId = (await newUser(service, 'default')).id;
  });
  afterAll(async () => {
    await line.close();
    await service.close();
  });
  beforeEach(() => {
    line.faults = [];
    line.passed = [];
  });

  const methods = () => line.passed.map(({ method }) => method);
  const keys = () => line.passed.map(({ headers }) => headers['idempotency-key']);

  it('a mint whose answer was lost is repeated with its key: there is one token, and its secret comes', async () => {
    line.faults = ['cut-after'];
    const { secret, token } = await client.tokens.mint('default', userId);
    expect(keys()).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/), keys()[0]]);
    expect(await introspect(service, secret)).toMatchObject({ active: true, jti: token.id });
    expect(await client.tokens.listOfUser('default', userId).toArray()).toHaveLength(1);
  });

  it.each<[string, (client: Tokenwright) => Promise<unknown>]>([
    ['users.createToken', ({ users }) => users.createToken('default', userId, 60, 'FixedTtl')],
    ['tokens.mintMany', ({ tokens }) => tokens.mintMany('default', { userIds: [userId] })],
    ['serverTokens.mint', ({ serverTokens }) => serverTokens.mint('default')],
    ['accountTokens.mint', ({ accountTokens }) => accountTokens.mint({ ttl: 60 })],
    ['users.create', ({ users }) => users.create('default', { username: 'once' })],
  ])('%s sends a key of its own, another one for each call', async (_, call) => {
    line.faults = ['cut-after'];
    await call(client);
    const [first, second] = keys();
    expect(first).toMatch(/^[0-9a-f]{32}$/);
    expect(second).toBe(first);
    await call(client).catch(() => undefined);
    expect(keys()[2]).not.toBe(first);
  });

  it('a key that is given is the one that is sent', async () => {
    const one = await client.tokens.mint('default', userId, {}, { idempotencyKey: 'order-4711' });
    const other = await client.tokens.mint('default', userId, {}, { idempotencyKey: 'order-4711' });
    expect(other).toEqual(one);
    expect(keys()).toEqual(['order-4711', 'order-4711']);
  });

  it('a key that cannot be sent is a TypeError, and nothing is sent', async () => {
    const call = client.tokens.mint('default', userId, {}, { idempotencyKey: 'a\nb' });
    await expect(call).rejects.toMatchObject({ name: 'TypeError' });
    expect(line.passed).toEqual([]);
  });

  it('waits for the first request with the key when that is still being answered', async () => {
    const problem = { code: 'request-in-flight', status: 409, detail: 'Being answered' };
    const headers = { 'content-type': 'application/problem+json', 'retry-after': '0' };
    line.faults = [{ status: 409, headers, body: JSON.stringify(problem) }];
    expect((await client.tokens.mint('default', userId)).secret).toMatch(/^tw_u_/);
    expect(methods()).toEqual(['POST', 'POST']);
  });

  it('introspection is repeated without a key, which would be written down each time', async () => {
    line.faults = ['cut-after'];
    expect(await client.tokens.introspect('nonsense')).toEqual({ active: false });
    expect(keys()).toEqual([undefined, undefined]);
  });

  it.each<[string, (client: Tokenwright) => Promise<unknown>]>([
    ['GET', ({ users }) => users.read('default', userId)],
    ['PUT', ({ roles }) => roles.define('default', 'r', { description: 'R', permissions: [] })],
    ['DELETE', ({ tokens }) => tokens.revokeOfUser('default', userId)],
  ])('%s is repeated after each passing fault', async (method, call) => {
    line.faults = ['cut-before', 'cut-after'];
    await call(client);
    expect(methods()).toEqual([method, method, method]);
    line.faults = [busy(), { status: 429 }];
    await call(client);
    expect(methods()).toHaveLength(6);
  });

  it('PATCH is not', async () => {
    line.faults = ['cut-before'];
    const call = client.users.update('default', userId, { name: 'Ada' });
    await expect(call).rejects.toMatchObject({ code: 'unreachable' });
    expect(methods()).toEqual(['PATCH']);
  });

  it('a refusal is not: the same would be answered', async () => {
    await expect(client.users.read('default', 'nobody')).rejects.toMatchObject({ status: 404 });
    line.faults = [{ status: 500 }];
    await expect(client.self()).rejects.toMatchObject({ status: 500 });
    expect(methods()).toEqual(['GET', 'GET']);
  });

  it('gives up after `retries`, with the last failure', async () => {
    line.faults = ['cut-before', 'cut-before', busy('0'), busy()];
    await expect(client.self()).rejects.toMatchObject({ status: 503, retryAfter: 0 });
    expect(methods()).toHaveLength(3);
    await expect(client.self({ retries: 0 })).rejects.toMatchObject({ status: 503 });
    expect(methods()).toHaveLength(4);
  });

  it('waits as long as Retry-After says, and not at all when that is too long', async () => {
    line.faults = [busy('1')];
    const start = performance.now();
    await client.self();
    expect(performance.now() - start).toBeGreaterThanOrEqual(990);
    line.faults = [busy('3600')];
    await expect(client.self()).rejects.toMatchObject({ status: 503, retryAfter: 3600 });
    expect(methods()).toHaveLength(3);
  });

  it('an attempt that takes too long is ended, and made again', async () => {
    line.faults = ['hold'];
    expect((await client.self({ timeout: 60 })).holder).toBe('account');
    line.faults = ['hold', 'hold'];
    const call = client.self({ timeout: 30, retries: 1 });
    await expect(call).rejects.toMatchObject({ code: 'timed-out', status: undefined });
    expect(methods()).toHaveLength(4);
  });

  it('a signal ends a call at once: before it, while it waits for an answer, while it waits to ask again', async () => {
    const reason = new Error('The user went away');
    await expect(client.self({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(methods()).toEqual([]);
    for (const fault of ['hold', busy('5')] as const) {
      line.faults = [fault];
      const stop = new AbortController();
      const call = client.self({ signal: stop.signal });
      setTimeout(() => stop.abort(reason), 30);
      await expect(call).rejects.toBe(reason);
    }
    expect(methods()).toEqual(['GET', 'GET']);
  });

  it('a timeout holds even for a fetch that does not heed its signal', async () => {
    const deaf = new Tokenwright({
      baseUrl: line.base,
      retries: 0,
      fetch: () => new Promise(() => undefined),
    });
    await expect(deaf.self({ timeout: 20 })).rejects.toMatchObject({ code: 'timed-out' });
  });
});
