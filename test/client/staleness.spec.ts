import { Tokenwright, Verifier } from '../../packages/client/src/index.js';
import { newTenant, newToken, newUser, startService, type Service } from '../support/service.js';
import { type Line, openLine } from './line.js';

describe('what a verifier asks, and what it remembers', () => {
  let service: Service;
  let line: Line;
  let client: Tokenwright;
  let ecosystemId: string;
  let secret: string;
  let revoke: () => Promise<unknown>;

  beforeAll(async () => {
    service = await startService();
    line = await openLine(service.base);
    toNow();
    const tenant = await newTenant(service);
    ecosystemId = tenant.ecosystemId;
    client = new Tokenwright({ baseUrl: line.base, secret: tenant.server, minDelay: 1 });
  });
  afterAll(async () => {
    await line.close();
    await service.close();
  });
  beforeEach(async () => {
    toNow();
    ({ secret } = await mint({ expiryType: 'Infinite' }));
    revoke = () => service.native('POST', '/v1/tokens/revoke', service.account, { token: secret });
    line.passed = [];
    line.faults = [];
    // Time stands but for the network.
    jest.useFakeTimers({
      doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'setTimeout', 'setInterval'],
    });
  });
  afterEach(() => jest.useRealTimers());

  /** Answers are dated by Node, from the time that it really is: what ends must end by the same. */
  const toNow = () => service.clock.advance(Date.now() - service.clock.now());
  const mint = async (given: object) => {
    const { id } = await newUser(service, ecosystemId);
    return newToken(service, ecosystemId, id, given);
  };
  const statusOf = async (verifier: Verifier, presented = secret) =>
    (await verifier.verify(`Bearer ${presented}`)).refusal?.status ?? 200;
  const asked = () => line.passed.length;

  it('by default each request is asked about, also of many at once', async () => {
    const verifier = new Verifier(client);
    expect(await Promise.all(Array.from({ length: 5 }, () => statusOf(verifier)))).toEqual(
      Array(5).fill(200),
    );
    expect(asked()).toBe(5);
    await revoke();
    expect(await statusOf(verifier)).toBe(401);
  });

  it('an answer counts for less than `staleness`, from the moment of its question on', async () => {
    const verifier = new Verifier(client, { staleness: 1000 });
    expect(await statusOf(verifier)).toBe(200);
    await revoke();
    jest.advanceTimersByTime(999);
    expect(await statusOf(verifier)).toBe(200);
    expect(asked()).toBe(1);
    jest.advanceTimersByTime(1);
    expect(await statusOf(verifier)).toBe(401);
    expect(asked()).toBe(2);
  });

  it('requests that come together share a question, but none that was sent `staleness` before', async () => {
    const verifier = new Verifier(client, { staleness: 1000 });
    expect(await Promise.all([statusOf(verifier), statusOf(verifier)])).toEqual([200, 200]);
    expect(asked()).toBe(1);

    // The first question is answered late: who came long after it was sent does not take its answer.
    jest.advanceTimersByTime(1000);
    line.faults = ['hold'];
    const late = verifier.verify(`Bearer ${secret}`);
    while (asked() < 2) await new Promise(setImmediate);
    jest.advanceTimersByTime(999);
    const joined = verifier.verify(`Bearer ${secret}`);
    jest.advanceTimersByTime(1);
    await revoke();
    expect(await statusOf(verifier)).toBe(401);
    expect(asked()).toBe(3);
    void Promise.allSettled([late, joined]);
  });

  it('a refusal is not remembered', async () => {
    const verifier = new Verifier(client, { staleness: 60_000 });
    const { id } = await newUser(service, ecosystemId, { active: false });
    const path = `/v1/ecosystems/${ecosystemId}/users/${id}`;
    await service.native('PATCH', path, service.account, { active: true });
    const later = (await newToken(service, ecosystemId, id, { expiryType: 'Infinite' })).secret;
    await service.native('PATCH', path, service.account, { active: false });
    expect(await statusOf(verifier, later)).toBe(401);
    await service.native('PATCH', path, service.account, { active: true });
    expect(await statusOf(verifier, later)).toBe(200);
  });

  it('an answer does not outlive its token', async () => {
    const verifier = new Verifier(client, { staleness: 3_600_000 });
    const short = (await mint({ ttl: 10 })).secret;
    expect(await statusOf(verifier, short)).toBe(200);
    jest.advanceTimersByTime(7000);
    expect(await statusOf(verifier, short)).toBe(200);
    expect(asked()).toBe(1);
    service.clock.advance(10_000);
    jest.advanceTimersByTime(3000);
    expect(await statusOf(verifier, short)).toBe(401);
    expect(asked()).toBe(2);
  });

  it('an answer out of memory is no use: what slides, slides with what is asked', async () => {
    const verifier = new Verifier(client, { staleness: 30_000 });
    const sliding = (await mint({ expiryType: 'SlidingTtl', ttl: 600 })).secret;
    const endOf = async () => (await verifier.verify(`Bearer ${sliding}`)).token?.exp;
    const first = await endOf();
    service.clock.advance(20_000);
    expect(await endOf()).toBe(first);
    jest.advanceTimersByTime(30_000);
    expect(await endOf()).toBe(first! + 20);
  });

  it('no more than `size` answers are kept: the one that was not wanted for longest goes', async () => {
    const verifier = new Verifier(client, { staleness: 60_000, size: 2 });
    const [second, third] = [await mint({ expiryType: 'Infinite' }), await mint({ expiryType: 'Infinite' })];
    for (const one of [secret, second.secret, secret, third.secret]) await statusOf(verifier, one);
    expect(asked()).toBe(3);
    await statusOf(verifier);
    await statusOf(verifier, third.secret);
    expect(asked()).toBe(3);
    await statusOf(verifier, second.secret);
    expect(asked()).toBe(4);
  });

  it('garbage pushes nothing out', async () => {
    const verifier = new Verifier(client, { staleness: 60_000, size: 1 });
    await statusOf(verifier);
    for (let i = 0; i < 3; i += 1) expect(await statusOf(verifier, `garbage-${i}`)).toBe(401);
    expect(asked()).toBe(4);
    expect(await statusOf(verifier)).toBe(200);
    expect(asked()).toBe(4);
  });

  it('a failure to ask is not remembered, and not covered up by an answer that is too old', async () => {
    const verifier = new Verifier(client, { staleness: 1000, retries: 0 });
    await statusOf(verifier);
    jest.advanceTimersByTime(1000);
    line.faults = ['cut-before'];
    expect(await statusOf(verifier)).toBe(503);
    expect(await statusOf(verifier)).toBe(200);
  });

  it('no secret is kept, only its SHA-256', async () => {
    const verifier = new Verifier(client, { staleness: 60_000 });
    await statusOf(verifier);
    const seen = new Set<unknown>();
    const walk = (value: unknown): boolean => {
      if (value === secret) return true;
      if (typeof value !== 'object' || value === null || seen.has(value)) return false;
      seen.add(value);
      const inside = value instanceof Map ? [...value.keys(), ...value.values()] : Object.values(value);
      return inside.some(walk);
    };
    expect(walk(verifier)).toBe(false);
    expect(seen.size).toBeGreaterThan(5);
  });
});
