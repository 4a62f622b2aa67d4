import { limited, proxied } from '../../access/limits.js';
import type { Reply, Service } from '../../support/service.js';
import { bothGenerations, expectReply, generations, newPerson, type Person } from './rocketchat.js';

const limitsOf = ({ headers }: Reply) =>
  ['limit', 'remaining', 'reset'].map((name) => headers.get(`x-ratelimit-${name}`));

const tooMany = (reply: Reply): object => {
  const wait = Math.ceil((Number(limitsOf(reply)[2]) - clockOf(reply)) / 1000);
  const text = 'Error, too many requests. Please slow down. You must wait';
  return {
    success: false,
    error: `${text} ${wait} seconds before trying this endpoint again. [error-too-many-requests]`,
  };
};

let service: Service;
/** The tests' clock stands. */
const clockOf = (_: Reply) => service.clock.now();

describe.each(bothGenerations)('Rocket.Chat’s own limits, %s', (generation) => {
  let ada: Person;
  let admin: Person;
  const ask = (path: string, headers: Record<string, string>, from = 1, method = 'GET') =>
    service.ask(`/api/v1/${path}`, {
      method,
      headers: { ...headers, 'x-forwarded-for': `198.51.100.${from}` },
      ...(method === 'POST' && { json: {} }),
    });

  beforeAll(async () => {
    service = await limited({ ...generations[generation], VENDOR_RATE_LIMITS: 'on', ...proxied });
    ada = await newPerson(service, 'ada');
    admin = await newPerson(service, 'boss', { roles: ['admin'] });
  });
  afterAll(() => service.close());

  it('are ten calls a minute of each route and address, counted down in the headers, the reset in epoch ms', async () => {
    for (let left = 9; left >= 0; left -= 1) {
      const reply = await ask('me', ada.headers);
      expect([reply.status, ...limitsOf(reply)]).toEqual([
        200,
        '10',
        String(left),
        expect.stringMatching(/^\d{13}$/),
      ]);
      const wait = Number(limitsOf(reply)[2]) - service.clock.now();
      expect(wait).toBeGreaterThan(0);
      expect(wait).toBeLessThanOrEqual(60_000);
    }
    const refused = await ask('me', ada.headers);
    expectReply(refused, 429, tooMany(refused));
    expect(limitsOf(refused).slice(0, 2)).toEqual(['10', '0']);
    // Another route, and another address, have their own.
    expect(limitsOf(await ask('users.createToken', ada.headers, 1, 'POST'))[1]).toBe('9');
    expect(limitsOf(await ask('me', ada.headers, 2))[1]).toBe('9');
  });

  it('are one for all who ask from the same address', async () => {
    const eve = await newPerson(service, 'eve');
    for (let asked = 0; asked < 10; asked += 1) await ask('me', ada.headers, 3);
    expect((await ask('me', eve.headers, 3)).status).toBe(429);
  });

  it('count calls to log in, too, before any password is looked at', async () => {
    for (let asked = 0; asked < 10; asked += 1) {
      expect((await ask('login', {}, 4, 'POST')).status).toBe(401);
    }
    const refused = await ask('login', {}, 4, 'POST');
    expectReply(refused, 429, tooMany(refused));
  });

  it('do not hold for who may do everything in the workspace, and such answers say nothing of them', async () => {
    for (let asked = 0; asked < 15; asked += 1) {
      const reply = await ask('me', admin.headers, 1);
      expect([reply.status, ...limitsOf(reply)]).toEqual([200, null, null, null]);
    }
  });

  it('hold for a token of such a user that may do less', async () => {
    const path = `/v1/ecosystems/default/users/${admin.id}/tokens`;
    const { body } = await service.native('POST', path, service.account, { permissions: ['users:read'] });
    const headers = { 'x-user-id': admin.id, 'x-auth-token': body.secret };
    expect(limitsOf(await ask('me', headers, 5))[1]).toBe('9');
  });
});

describe('without Rocket.Chat’s own limits', () => {
  it('the limit per key is told in its headers, an administrator’s too', async () => {
    service = await limited({ CREATE_TOKENS_FOR_USERS: 'true', RATE_LIMIT_PER_KEY: '20' });
    const admin = await newPerson(service, 'boss', { roles: ['admin'] });
    const me = () => service.ask('/api/v1/me', { headers: admin.headers });
    for (let left = 19; left >= 0; left -= 1) {
      const reply = await me();
      expect([reply.status, ...limitsOf(reply).slice(0, 2)]).toEqual([200, '20', String(left)]);
    }
    const refused = await me();
    expectReply(refused, 429, tooMany(refused));
    await service.close();
  });
});
