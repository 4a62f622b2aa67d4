import { as, newTokenOf, newUserOf } from '../../support/processes.js';
import type { ServiceProcess } from '../../support/service-process.js';
import { counts, crowdedOut, perAddress, Race, times } from './races.js';

let race: Race;
let one: ServiceProcess;
let two: ServiceProcess;
beforeAll(async () => {
  race = await Race.start();
  [one, two] = race.processes;
});
afterAll(() => race.end());

let names = 0;
const newName = () => `name-${(names += 1)}`;

const password = 'correct horse battery staple';
const wrong = 'a wrong password';

let addresses = 0;
/** An address from which nobody has come yet. */
const newAddress = () => `2001:db8:${(addresses += 1).toString(16)}::1`;

const logIn = (process: ServiceProcess, from: string, fields: object) =>
  process.ask('/api/v1/login', { method: 'POST', headers: { 'x-forwarded-for': from }, json: fields });

describe.each(counts)('the budgets of two processes, %i at once', (count) => {
  it('of one account at one address: ten passwords are looked at, whether it is there or not', () =>
    race.together(async () => {
      const there = newName();
      await newUserOf(one, { username: there, password });
      for (const username of [there, newName()]) {
        const from = newAddress();
        const replies = await race.atOnce(count, (process) =>
          logIn(process, from, { username, password: wrong }),
        );
        expect(times(replies, 401)).toBe(Math.min(count, 10));
        expect(times(replies, 429) + crowdedOut(replies)).toBe(Math.max(0, count - 10));
      }
    }));

  it('of one address: as many passwords of as many accounts are looked at as it has attempts', () =>
    race.together(async () => {
      const from = newAddress();
      const replies = await race.atOnce(count, (process, index) =>
        logIn(process, from, { username: `${from}-${index}`, password: wrong }),
      );
      expect(times(replies, 401)).toBe(Math.min(count, perAddress));
      expect(times(replies, 429) + crowdedOut(replies)).toBe(Math.max(0, count - perAddress));
    }));

  it('have room again for what was right: all of it is let in, and nothing is used up by it', () =>
    race.together(async () => {
      const [username, from] = [newName(), newAddress()];
      await newUserOf(one, { username, password });
      const right = await race.atOnce(count, (process) => logIn(process, from, { username, password }));
      expect(times(right, 200) + crowdedOut(right)).toBe(count);
      expect(times(right, 200)).toBeGreaterThanOrEqual(count / 4);
      const others = await race.atOnce(8, (process) => logIn(process, from, { username, password: wrong }));
      expect(times(others, 401)).toBe(8);
    }));

  it('of tokens that are nobody’s: each is told so as often as the address has attempts', () =>
    race.together(async () => {
      const from = newAddress();
      const userId = await newUserOf(one);
      const { id, secret } = await newTokenOf(one, userId);
      expect((await as(one, 'DELETE', `/v1/ecosystems/default/tokens/${id}`)).status).toBe(204);
      const headers = { authorization: `Bearer ${secret}`, 'x-forwarded-for': from };
      const replies = await race.atOnce(count, (process) => process.ask('/v1/self', { headers }));
      expect(times(replies, 401)).toBe(Math.min(count, perAddress));
      expect(times(replies, 429) + crowdedOut(replies)).toBe(Math.max(0, count - perAddress));
    }));

  it('of registrations: an address has as many as it has attempts', () =>
    race.together(async () => {
      const from = newAddress();
      const replies = await race.atOnce(count, (process) => {
        const username = newName();
        const json = { username, email: `${username}@acme.example`, name: 'A visitor', pass: password };
        const headers = { 'x-forwarded-for': from };
        return process.ask('/api/v1/users.register', { method: 'POST', headers, json });
      });
      expect(times(replies, 200)).toBe(Math.min(count, perAddress));
      expect(times(replies, 429) + crowdedOut(replies)).toBe(Math.max(0, count - perAddress));
    }));
});

describe('the budget of one account that is tried from everywhere', () => {
  const newAddresses = () => Array.from({ length: 25 }, newAddress);
  const guess = (username: string, from: string, process: ServiceProcess) =>
    logIn(process, from, { username, password: wrong });

  it.each([
    ['is there', true],
    ['is not there', false],
  ])('is fifty in all when each of 25 addresses has had two; the account %s', (_, isThere) =>
    race.together(async () => {
      const [username, everywhere] = [newName(), newAddresses()];
      if (isThere) await newUserOf(one, { username, password });
      let looked = 0;
      for (let round = 0; round < 5; round += 1) {
        const replies = await race.atOnce(50, (process, index) =>
          guess(username, everywhere[index % 25]!, process),
        );
        looked += times(replies, 401);
        expect(times(replies, 401) + times(replies, 429) + crowdedOut(replies)).toBe(50);
      }
      expect(looked).toBe(50);
    }),
  );

  it('is fifty, and then two for each further address, never none', () =>
    race.together(async () => {
      const [username, everywhere] = [newName(), newAddresses()];
      await newUserOf(one, { username, password });
      const first = await race.atOnce(50, (process, index) =>
        guess(username, everywhere[index % 5]!, process),
      );
      expect(times(first, 401) + crowdedOut(first)).toBe(50);
      for (let group = 1; group < 5; group += 1) {
        const five = everywhere.slice(5 * group, 5 * group + 5);
        const replies = await race.atOnce(50, (process, index) => guess(username, five[index % 5]!, process));
        expect(times(replies, 401)).toBe(10);
        expect(times(replies, 429) + crowdedOut(replies)).toBe(40);
      }
      expect((await logIn(two, newAddress(), { username, password })).status).toBe(200);
    }));
});

it('two hundred accounts at once from one address: thirty passwords are looked at', () =>
  race.together(async () => {
    const from = newAddress();
    const replies = await race.atOnce(200, (process, index) =>
      logIn(process, from, { username: `${from}-${index}`, password: wrong }),
    );
    expect(times(replies, 401)).toBe(perAddress);
    // A process takes 67 on at once; the others are to come again.
    expect(times(replies, 429) + crowdedOut(replies)).toBe(200 - perAddress);
  }));
