import { FailedAttempts } from '../../src/access/rate-limit/failed-attempts.js';
import { RateCounters } from '../../src/access/rate-limit/rate-counters.js';
import { Failure } from '../../src/common/failure.js';

/** Passwords of one account that are tried from everywhere: what the guard of passwords lets through. */
describe('an account under attack from many addresses', () => {
  let attempts: FailedAttempts;
  beforeEach(() => {
    attempts = new FailedAttempts(new RateCounters(undefined, ''), {
      ...{ perKey: 0, perAddress: 0, verification: 0, vendorQuotas: false },
      failedAuth: 30,
    });
  });

  type Check = () => Promise<string>;
  const right: Check = async () => 'in';
  const wrong: Check = async () => {
    throw new Failure('login-refused', 'Unauthorized');
  };
  const signIn = (from: string, check: Check, account = 'ada') =>
    attempts.signIn(from, account, check).catch(({ code }: Failure) => code);
  const inTurn = async (count: number, from: string, check: Check) => {
    const found: string[] = [];
    for (let tried = 0; tried < count; tried += 1) found.push(await signIn(from, check));
    return found;
  };
  /** Fifty wrong passwords, each from an address of its own. */
  const attack = async () => {
    for (let index = 0; index < 50; index += 1) await signIn(`203.0.113.${index}`, wrong);
  };

  it('has ten tries at each address before, and two at those that it does not know from then on', async () => {
    expect(await inTurn(10, '198.51.100.1', wrong)).toEqual(Array(10).fill('login-refused'));
    expect(await signIn('198.51.100.1', wrong)).toBe('rate-limited');
    await attack();
    expect(await inTurn(3, '198.51.100.2', wrong)).toEqual([
      'login-refused',
      'login-refused',
      'rate-limited',
    ]);
  });

  it('is open to the right password at an address that it does not know', async () => {
    await attack();
    expect(await signIn('198.51.100.3', right)).toBe('in');
    expect(await inTurn(1, '198.51.100.4', wrong)).toEqual(['login-refused']);
    expect(await signIn('198.51.100.4', right)).toBe('in');
  });

  it('has all ten tries at an address where it was signed in before', async () => {
    expect(await signIn('198.51.100.5', right)).toBe('in');
    await attack();
    expect(await inTurn(9, '198.51.100.5', wrong)).toEqual(Array(9).fill('login-refused'));
    expect(await signIn('198.51.100.5', right)).toBe('in');
  });

  it('stays open, however long the attack goes on and however much comes at once', async () => {
    for (let round = 0; round < 4; round += 1) await attack();
    const guesses = Array.from({ length: 200 }, (_, index) => signIn(`192.0.2.${index}`, wrong));
    const own = (async () => {
      // Passwords that come at once stand in one queue: a client asks again, as `Retry-After` says.
      for (;;) {
        const found = await signIn('198.51.100.6', right);
        if (found !== 'overloaded') return found;
        await new Promise(setImmediate);
      }
    })();
    await Promise.all(guesses);
    expect(await own).toBe('in');
  });

  it('leaves another account alone', async () => {
    await attack();
    const found: string[] = [];
    for (let tried = 0; tried < 10; tried += 1) found.push(await signIn('198.51.100.7', wrong, 'bob'));
    expect(found).toEqual(Array(10).fill('login-refused'));
  });
});
