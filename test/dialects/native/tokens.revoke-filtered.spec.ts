import {
  introspect,
  newTenant,
  newToken,
  newUser,
  type Reply,
  type Service,
  startService,
} from '../../support/service.js';
import { storingNothing } from '../../support/vendors.js';
import { expectProblem, invalid, lacks, noEcosystem, noUser } from './problem.js';

const minute = 60_000;

describe('POST /v1/ecosystems/:ecosystemId/tokens/revoke', () => {
  let service: Service;
  let ecosystemId: string;
  let server: string;
  let key: { token: Reply['body']; secret: string };
  let path: string;
  let ada: Reply['body'];
  let bob: Reply['body'];
  let startedAt: number;
  /** Minted now, a minute and two minutes later, when Bob's is used. */
  let early: { token: Reply['body']; secret: string };
  let middle: { token: Reply['body']; secret: string };
  let bobs: { token: Reply['body']; secret: string };

  beforeAll(async () => {
    service = await startService();
  });
  beforeEach(async () => {
    startedAt = service.clock.now();
    ({ ecosystemId, server } = await newTenant(service));
    path = `/v1/ecosystems/${ecosystemId}/tokens/revoke`;
    [ada, bob] = [await newUser(service, ecosystemId), await newUser(service, ecosystemId)];
    const keys = `/v1/ecosystems/${ecosystemId}/server-tokens`;
    key = (await service.native('POST', keys, service.account, { expiryType: 'Infinite' })).body;
    early = await newToken(service, ecosystemId, ada.id);
    service.clock.advance(minute);
    const byKey = `/v1/ecosystems/${ecosystemId}/users/${ada.id}/tokens`;
    middle = (await service.native('POST', byKey, key.secret, {})).body;
    service.clock.advance(minute);
    bobs = await newToken(service, ecosystemId, bob.id);
    expect((await introspect(service, bobs.secret)).active).toBe(true);
  });
  afterAll(() => service.close());

  /** So many minutes after the start, as the API takes it. */
  const at = (minutes: number) => new Date(startedAt + minutes * minute).toISOString();
  const revoke = (json: unknown, secret = server) => service.native('POST', path, secret, json);
  const named = () => ({ early, middle, bobs, key });
  /** Which of the four live. */
  const living = async () => {
    const alive: string[] = [];
    for (const [name, { secret }] of Object.entries(named())) {
      if ((await introspect(service, secret)).active) alive.push(name);
    }
    return alive;
  };
  const everything = ['early', 'middle', 'bobs', 'key'];

  const filters: [what: string, filter: () => object, left: string[]][] = [
    ['of a user', () => ({ userId: ada.id }), ['bobs', 'key']],
    ['of users', () => ({ holder: 'user' }), ['key']],
    ['of servers', () => ({ holder: 'server' }), ['early', 'middle', 'bobs']],
    ['minted by a key', () => ({ mintedBy: key.token.id }), ['early', 'bobs', 'key']],
    ['minted from a moment on', () => ({ createdFrom: at(1) }), ['early', 'key']],
    ['minted before', () => ({ createdBefore: at(61).replace('Z', '+01:00') }), ['middle', 'bobs']],
    ['used from a moment on', () => ({ holder: 'user', lastUsedFrom: at(2) }), ['early', 'middle', 'key']],
    ['not used since', () => ({ holder: 'user', lastUsedBefore: at(2) }), ['bobs', 'key']],
    [
      'of which all of it is true',
      () => ({ userId: ada.id, mintedBy: key.token.id }),
      ['early', 'bobs', 'key'],
    ],
    ['of which nothing can be true', () => ({ userId: ada.id, holder: 'server' }), everything],
    ['without exception', () => ({ all: true }), []],
  ];

  it.each(filters)(
    '200: those %s are dead when it answers; the caller is spared',
    async (_, filter, left) => {
      const count = 4 - left.length;
      const dry = await storingNothing(service, () => revoke({ ...filter(), dryRun: true }));
      expect([dry.status, dry.body]).toEqual([200, { revoked: count, dryRun: true }]);
      const { status, body } = await revoke(filter());
      expect([status, body]).toEqual([200, { revoked: count, dryRun: false }]);
      expect((await revoke(filter())).body).toEqual({ revoked: 0, dryRun: false });
      expect(await living()).toEqual(left);
      expect((await service.native('GET', '/v1/self', server)).status).toBe(200);
    },
  );

  it('200: what was revoked with all of a user’s is not counted once more', async () => {
    await service.native('DELETE', `/v1/ecosystems/${ecosystemId}/users/${ada.id}/tokens`, server);
    expect((await revoke({ userId: ada.id, dryRun: true })).body).toEqual({ revoked: 0, dryRun: true });
    expect((await revoke({ holder: 'user' })).body).toEqual({ revoked: 1, dryRun: false });
  });

  it('200: no other tenant’s token, and no account’s, is touched', async () => {
    const other = await newTenant(service);
    await revoke({ all: true }, service.account);
    for (const secret of [other.server, service.account]) {
      expect((await introspect(service, secret)).active).toBe(true);
    }
    expect((await introspect(service, server)).active).toBe(false);
  });

  it('200: a user who signs out everywhere else stays signed in here', async () => {
    const boss = await newUser(service, ecosystemId, { roles: ['admin'] });
    const [here, there] = [
      await newToken(service, ecosystemId, boss.id),
      await newToken(service, ecosystemId, boss.id),
    ];
    expect((await revoke({ userId: boss.id }, here.secret)).body).toEqual({ revoked: 1, dryRun: false });
    expect((await introspect(service, there.secret)).active).toBe(false);
    expect((await introspect(service, here.secret)).active).toBe(true);
  });

  it('401: without a token', async () => {
    expect((await service.ask(path, { method: 'POST', json: { all: true } })).status).toBe(401);
  });

  it('403: without tokens:revoke, for a dry run too', async () => {
    const json = { permissions: ['tokens:list'] };
    const weak = await service.native('POST', `/v1/ecosystems/${ecosystemId}/server-tokens`, server, json);
    for (const dryRun of [true, false]) {
      expectProblem(await revoke({ all: true, dryRun }, weak.body.secret), path, lacks('tokens:revoke'));
    }
    expect(await living()).toEqual(everything);
  });

  it('404: for a user of another tenant or one that never was, and for another tenant', async () => {
    const foreign = await newUser(service, 'default');
    for (const userId of [foreign.id, 'nobody', 'a b']) {
      for (const dryRun of [true, false]) expectProblem(await revoke({ userId, dryRun }), path, noUser);
    }
    const other = await newTenant(service);
    expectProblem(await revoke({ all: true }, other.server), path, noEcosystem);
    expect(await living()).toEqual(everything);
  });

  const needed = ['all', 'filter', 'all must be true when no filter is given'];
  const moment = (field: string) => [
    field,
    'matches',
    `${field} must be an ISO 8601 time with an offset: 2026-11-22T10:00:00Z`,
  ];
  it.each([
    ['no body', undefined, needed],
    ['an empty one', {}, needed],
    ['a dry run of nothing', { dryRun: true }, needed],
    ['all: false alone', { all: false }, needed],
    [
      'all together with a filter',
      { all: true, holder: 'user' },
      ['all', 'filter', 'all must not be true with a filter'],
    ],
    ['all that is no boolean', { all: 'true' }, ['all', 'isBoolean', 'all must be a boolean value']],
    [
      'null for the user',
      { userId: null, holder: 'user' },
      ['userId', 'isString', 'userId must be a string'],
    ],
    [
      'account tokens',
      { holder: 'account' },
      ['holder', 'isIn', 'holder must be one of the following values: user, server'],
    ],
    [
      'what is no id of a token',
      { mintedBy: 'x' },
      ['mintedBy', 'matches', 'mintedBy must be the id of a token'],
    ],
    ['a day', { createdFrom: '2026-11-22' }, moment('createdFrom')],
    ['a moment of no zone', { createdBefore: '2026-11-22T12:00:00' }, moment('createdBefore')],
    ['a number', { lastUsedFrom: 1_763_812_800 }, moment('lastUsedFrom')],
    ['null for a moment', { lastUsedBefore: null }, moment('lastUsedBefore')],
    [
      'a 25th hour',
      { createdFrom: '2026-11-22T25:00:00Z' },
      ['createdFrom', 'moment', 'createdFrom is not a valid time'],
    ],
    ['a state', { state: 'live' }, ['state', 'unknown-field', 'is not a known field']],
  ] as [string, object | undefined, [string, string, string]][])(
    '422: for %s, and nothing is revoked',
    async (_, json, fault) => {
      expectProblem(await revoke(json), path, invalid(fault));
      expect(await living()).toEqual(everything);
    },
  );
});
