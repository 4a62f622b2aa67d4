import { limited, proxied } from '../../access/limits.js';
import { type Reply, type Service } from '../../support/service.js';
import { expectReply, login, newPerson } from './rocketchat.js';

const password = 'correct horse battery staple';
const wrong = 'wrong';
let service: Service;

beforeAll(async () => {
  service = await limited({ RATE_LIMIT_FAILED_AUTH: '25', ...proxied });
});
afterAll(() => service.close());

const signIn = (user: string, text: string, from: number) =>
  login(service, { user, password: text }, { 'x-forwarded-for': `198.51.100.${from}` });

const statusesOf = async (replies: Promise<Reply>[]) =>
  (await Promise.all(replies)).map(({ status }) => status);

/** So many sign-ins, one after the other. */
async function inTurn(count: number, user: string, text: string, from: number): Promise<number[]> {
  const found: number[] = [];
  for (let tried = 0; tried < count; tried += 1) found.push((await signIn(user, text, from)).status);
  return found;
}

function expectSlowedDown(reply: Reply): void {
  const [, wait] = /You must wait (\d+) seconds/.exec(reply.body.error) ?? [];
  expectReply(reply, 429, {
    success: false,
    error: `Error, too many requests. Please slow down. You must wait ${wait} seconds before trying this endpoint again. [error-too-many-requests]`,
  });
  expect(Number(wait)).toBeGreaterThan(0);
  expect(Number(wait)).toBeLessThanOrEqual(600);
}

describe('passwords of one account that fail at one address', () => {
  it('are looked at ten times: then the right one is refused in the same words as a wrong one', async () => {
    await newPerson(service, 'ada', { email: 'ada@acme.example', password });
    expect(await inTurn(10, 'ada', wrong, 1)).toEqual(Array(10).fill(401));
    const [right, other] = [await signIn('ada', password, 1), await signIn('ada', wrong, 1)];
    expectSlowedDown(right);
    expectSlowedDown(other);
    expect(right.text.replace(/\d+/, 'N')).toBe(other.text.replace(/\d+/, 'N'));
  });

  it('lock nobody out elsewhere, nor another account here', async () => {
    await newPerson(service, 'bob', { password });
    expect((await signIn('ada', password, 2)).status).toBe(200);
    expect((await signIn('bob', password, 1)).status).toBe(200);
  });

  it('are one name’s in any case of letters, and another name’s are its own', async () => {
    expectSlowedDown(await signIn('ADA', password, 1));
    expect((await signIn('ada@acme.example', password, 1)).status).toBe(200);
  });

  it('tell nothing of which names are one account’s: each is slowed down after ten, whether it is there or not', async () => {
    await newPerson(service, 'ivy', { email: 'ivy@acme.example', password });
    const tried = async (email: string, username: string, from: number) => {
      const ask = (json: object) =>
        login(service, { ...json, password: wrong }, { 'x-forwarded-for': `198.51.100.${from}` });
      const found: number[] = [];
      for (let asked = 0; asked < 11; asked += 1) found.push((await ask({ email })).status);
      for (let asked = 0; asked < 11; asked += 1) found.push((await ask({ username })).status);
      return found;
    };
    const expected = [...Array(10).fill(401), 429];
    expect(await tried('ivy@acme.example', 'ivy', 11)).toEqual([...expected, ...expected]);
    expect(await tried('eve@acme.example', 'eve', 12)).toEqual([...expected, ...expected]);
    expect(await tried('ivy@acme.example', 'eve', 13)).toEqual([...expected, ...expected]);
  });

  it('are no more than ten when they all come at once', async () => {
    await newPerson(service, 'cleo', { password });
    const statuses = await statusesOf(Array.from({ length: 24 }, () => signIn('cleo', wrong, 3)));
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(14);
  });

  it('are slowed down just so where there is no such account', async () => {
    expect(await inTurn(11, 'nobody', wrong, 4)).toEqual([...Array(10).fill(401), 429]);
  });

  it('are forgotten once the right one comes', async () => {
    await newPerson(service, 'dora', { password });
    expect(await inTurn(9, 'dora', wrong, 5)).toEqual(Array(9).fill(401));
    expect(await inTurn(1, 'dora', password, 5)).toEqual([200]);
    expect(await inTurn(9, 'dora', wrong, 5)).toEqual(Array(9).fill(401));
    expect(await inTurn(1, 'dora', password, 5)).toEqual([200]);
  });

  it('do not count what is right, however many come at once', async () => {
    await newPerson(service, 'eli', { password });
    const statuses = await statusesOf(Array.from({ length: 40 }, () => signIn('eli', password, 6)));
    expect(statuses).toEqual(Array(40).fill(200));
  });
});

describe('passwords of many accounts that fail at one address', () => {
  it('are not looked at beyond the limit, but for accounts that signed in here before', async () => {
    await newPerson(service, 'fay', { password });
    await newPerson(service, 'gus', { password });
    expect(await inTurn(1, 'fay', password, 7)).toEqual([200]);
    const guesses = Array.from({ length: 25 }, (_, index) => signIn(`guess-${index}`, wrong, 7));
    expect(await statusesOf(guesses)).toEqual(Array(25).fill(401));
    expectSlowedDown(await signIn('guess-25', wrong, 7));
    expectSlowedDown(await signIn('gus', password, 7));
    expect(await inTurn(2, 'fay', password, 7)).toEqual([200, 200]);
    expect(await inTurn(1, 'gus', password, 8)).toEqual([200]);
  });
});

describe('many logins at once at one address', () => {
  it('are looked at as often as the limit says, and no more wait than the process takes on', async () => {
    const guesses = Array.from({ length: 200 }, (_, index) => signIn(`many-${index}`, wrong, 10));
    const replies = await Promise.all(guesses);
    const count = (status: number) => replies.filter((reply) => reply.status === status).length;
    expect(count(401)).toBe(25);
    // Three passwords are hashed at once and 64 wait: who comes then is asked to come again.
    expect(count(429) + count(503)).toBe(175);
    const refused = replies.find(({ status }) => status === 503)!;
    expectReply(refused, 503, { success: false, error: 'Service unavailable' });
    expect(refused.headers.get('retry-after')).toBe('1');
    expect((await signIn('many-0', wrong, 14)).status).toBe(401);
  });
});

describe('tokens to resume with that fail at one address', () => {
  it('are refused with 429 beyond the limit, and a good one still resumes', async () => {
    const { authToken } = await newPerson(service, 'hal');
    const resume = (text: string) => login(service, { resume: text }, { 'x-forwarded-for': '198.51.100.9' });
    const statuses = await statusesOf(Array.from({ length: 25 }, () => resume('no-token')));
    expect(statuses).toEqual(Array(25).fill(401));
    expectSlowedDown(await resume('no-token'));
    expect((await resume(authToken)).status).toBe(200);
  });
});
