import {
  answerOf,
  type ProblemCode,
  Tokenwright,
  TokenwrightError,
} from '../../packages/client/src/index.js';
import { newToken, newUser, startService, type Service } from '../support/service.js';
import { type Line, openLine } from './line.js';

describe('the client tells what was answered', () => {
  let service: Service;
  let line: Line;
  let client: Tokenwright;
  const withSecret = (secret: string) => new Tokenwright({ baseUrl: line.base, secret, retries: 0 });

  beforeAll(async () => {
    service = await startService();
    line = await openLine(service.base);
    client = withSecret(service.account);
  });
  afterAll(async () => {
    await line.close();
    await service.close();
  });
  afterEach(() => {
    line.faults = [];
  });

  const failureOf = async (call: Promise<unknown>): Promise<TokenwrightError> => {
    const error: unknown = await call.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(TokenwrightError);
    return error as TokenwrightError;
  };

  it('a refusal has the code, the status, the id of the request and the whole problem', async () => {
    const error = await failureOf(client.users.read('default', 'nobody'));
    const code: ProblemCode = 'user-not-found';
    expect(error).toMatchObject({ name: 'TokenwrightError', code, status: 404, errors: [] });
    expect(error.problem).toMatchObject({
      code,
      type: '/problems/user-not-found',
      requestId: error.requestId,
    });
    expect(error.message).toBe(error.problem?.detail);
    expect(error.requestId).toMatch(/^[\w-]{8,}$/);
  });

  it('a fault of the input has each field', async () => {
    const { id } = await newUser(service, 'default');
    const error = await failureOf(client.tokens.mint('default', id, { ttl: -1 }));
    expect(error).toMatchObject({ code: 'invalid-input', status: 422 });
    expect(error.errors).toEqual([
      { in: 'body', pointer: '/ttl', code: 'min', detail: expect.stringContaining('ttl') as string },
    ]);
  });

  it('no secret is in an error', async () => {
    const { secret } = await newToken(service, 'default', (await newUser(service, 'default')).id);
    const error = await failureOf(withSecret(secret).ecosystems.list().toArray());
    expect(error.code).toBe('permission-denied');
    const broken = new Tokenwright({ baseUrl: line.base, secret: () => `${secret}\n`, retries: 0 });
    const refused: unknown = await broken.self().catch((reason: unknown) => reason);
    expect(refused).toBeInstanceOf(TypeError);
    for (const one of [error, refused as Error]) {
      expect(JSON.stringify([one, one.message, one.stack, one.cause])).not.toContain(secret.slice(5, 40));
    }
  });

  it.each([
    [
      'the page of a proxy',
      { status: 502, headers: { 'content-type': 'text/html' }, body: '<h1>Bad</h1>' },
      502,
    ],
    ['a success that is not JSON', { status: 200, body: 'Welcome to the hotel' }, 200],
    ['a redirection', { status: 302, headers: { location: 'http://localhost:1/' } }, 302],
  ])('%s is an unexpected answer', async (_, fault, status) => {
    line.faults = [fault];
    expect(await failureOf(client.self())).toMatchObject({ code: 'unexpected-answer', status });
  });

  it('who cannot be reached is unreachable, and the platform says why', async () => {
    line.faults = ['cut-before'];
    const error = await failureOf(client.self());
    expect(error).toMatchObject({ code: 'unreachable', status: undefined });
    expect(error.cause).toMatchObject({ name: 'TypeError', message: 'fetch failed' });
  });

  it('an ETag keeps a change from being lost, and spares what is known already', async () => {
    const user = await client.users.create('default', { username: 'etag' });
    const read = await client.users.read('default', user.id);
    const { etag } = answerOf(read)!;
    expect(await client.users.read('default', user.id, { ifNoneMatch: etag! })).toBeUndefined();
    await client.users.update('default', user.id, { name: 'First' }, { ifMatch: etag });
    const lost = client.users.update('default', user.id, { name: 'Second' }, { ifMatch: etag });
    expect(await failureOf(lost)).toMatchObject({ code: 'precondition-failed', status: 412 });
    expect(await client.users.read('default', user.id, { ifNoneMatch: etag! })).toMatchObject({
      name: 'First',
    });
  });

  it('ids are sent as one part of the path, whatever they hold, or not at all', async () => {
    const error = await failureOf(client.users.read('default', 'a/b?c#d'));
    expect(error.code).toBe('user-not-found');
    expect(line.passed.at(-1)!.url).toBe('/v1/ecosystems/default/users/a%2Fb%3Fc%23d');
    const before = line.passed.length;
    for (const id of ['', '.', '..']) expect(() => client.users.read('default', id)).toThrow(TypeError);
    expect(line.passed).toHaveLength(before);
  });

  it('a path before /v1 is kept, and the secret is asked for each time', async () => {
    let count = 0;
    const secret = () => Promise.resolve([service.account, 'other'][count++]!);
    const behindPath = new Tokenwright({ baseUrl: `${line.base}/tokens/`, secret, retries: 0 });
    await failureOf(behindPath.self());
    expect(line.passed.at(-1)!.url).toBe('/tokens/v1/self');
    await failureOf(behindPath.self());
    expect(line.passed.at(-1)!.headers.authorization).toBe('Bearer other');
  });

  it('a list goes through all its pages, in order, and asks for no more than is wanted', async () => {
    const { id: ecosystemId } = await client.ecosystems.create({ id: 'many', name: 'Many' });
    for (let i = 0; i < 5; i += 1) await client.users.create(ecosystemId, { username: `user-${i}` });
    const list = client.users.list(ecosystemId, { limit: 2 });
    const lengths: number[] = [];
    for await (const { data } of list.pages()) lengths.push(data.length);
    expect(lengths).toEqual([2, 2, 1]);
    const all = (await list.toArray()).map(({ username }) => username);
    expect(new Set(all).size).toBe(5);
    const { page } = await list.page();
    expect((await list.page(page.nextCursor!)).data.map(({ username }) => username)).toEqual(all.slice(2, 4));
    const rest: unknown[] = [];
    for await (const { data } of list.pages(page.nextCursor!))
      rest.push(...data.map(({ username }) => username));
    expect(rest).toEqual(all.slice(2));

    const before = line.passed.length;
    for await (const { username } of list) if (username === all[1]) break;
    expect(line.passed.length - before).toBe(1);
  });
});
