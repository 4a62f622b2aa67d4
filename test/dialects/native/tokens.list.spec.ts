import { flushUses, Statements } from '../../contract/core.support.js';
import { idsOf, walkPages } from '../../support/pages.js';
import {
  introspect,
  newTenant,
  newToken,
  newUser,
  type Reply,
  type Service,
  startService,
} from '../../support/service.js';
import { expectProblem, lacks, noEcosystem } from './problem.js';

let service: Service;
let ecosystemId: string;
let server: string;
let inTenant: (path: string) => string;

beforeAll(async () => {
  service = await startService();
});
beforeEach(async () => {
  service.clock.advance(3_600_000);
  ({ ecosystemId, server } = await newTenant(service));
  inTenant = (path) => `/v1/ecosystems/${ecosystemId}/${path}`;
});
afterAll(() => service.close());

const idOf = async (secret: string): Promise<string> => (await introspect(service, secret)).jti;
const mintServerToken = async (given: object = {}): Promise<Reply['body']> =>
  (await service.native('POST', inTenant('server-tokens'), service.account, given)).body;
const momentIn = (ms: number) => new Date(service.clock.now() + ms).toISOString();

describe('GET /v1/ecosystems/:ecosystemId/tokens', () => {
  const found = (query: Record<string, string> = {}, list = 'tokens') =>
    idsOf(service, `${inTenant(list)}?${new URLSearchParams(query).toString()}`);

  it('200: the records of users and servers, the newest first, and of nobody else, no secret', async () => {
    const user = await newUser(service, ecosystemId);
    const ofUser = await newToken(service, ecosystemId, user.id, { name: 'Of a user' });
    const ofServer = await mintServerToken({ permissions: ['tokens:mint'] });
    await newToken(service, 'default', (await newUser(service, 'default')).id);
    await service.native('POST', '/v1/account-tokens', service.account, {});
    const first = await service.native('GET', inTenant(`tokens/${await idOf(server)}`), service.account);
    const reply = await service.native('GET', inTenant('tokens'), service.account);
    expect(reply.body).toEqual({
      data: [ofServer.token, ofUser.token, first.body],
      page: { nextCursor: null },
    });
    expect(reply.status).toBe(200);
    for (const secret of [ofUser.secret, ofServer.secret, server]) expect(reply.text).not.toContain(secret);
  });

  it('200: by user, by holder', async () => {
    const [ada, bob] = [await newUser(service, ecosystemId), await newUser(service, ecosystemId)];
    const ofAda = (await newToken(service, ecosystemId, ada.id)).token.id;
    const ofBob = (await newToken(service, ecosystemId, bob.id)).token.id;
    const ofServer = await idOf(server);
    expect(await found({ userId: ada.id })).toEqual([ofAda]);
    expect(await found({ userId: 'nobody' })).toEqual([]);
    expect(await found({ holder: 'user' })).toEqual([ofBob, ofAda]);
    expect(await found({ holder: 'server' })).toEqual([ofServer]);
    expect(await found({ holder: 'server', userId: ada.id })).toEqual([]);
  });

  it('200: by the token of who minted it, in each of the lists', async () => {
    const user = await newUser(service, ecosystemId);
    const minted: string[] = [];
    for (let one = 0; one < 3; one++) {
      const path = inTenant(`users/${user.id}/tokens`);
      minted.unshift((await service.native('POST', path, server, {})).body.token.id);
      await newToken(service, ecosystemId, user.id);
    }
    const key = (await service.native('POST', inTenant('server-tokens'), server, {})).body.token.id;
    const mintedBy = await idOf(server);
    expect(await found({ mintedBy })).toEqual([key, ...minted]);
    expect(await found({ mintedBy, limit: '1' })).toEqual([key, ...minted]);
    expect(await found({ mintedBy, userId: user.id, limit: '2' })).toEqual(minted);
    expect(await found({ mintedBy, limit: '2' }, `users/${user.id}/tokens`)).toEqual(minted);
    expect(await found({ mintedBy }, 'server-tokens')).toEqual([key]);
    expect(await found({ mintedBy: key })).toEqual([]);
  });

  it('200: no tokens of another tenant, by whatever they are asked for', async () => {
    const user = await newUser(service, ecosystemId);
    await newToken(service, ecosystemId, user.id);
    const mintedBy = await idOf(service.account);
    const other = await newTenant(service);
    for (const query of [`userId=${user.id}`, `mintedBy=${mintedBy}&holder=user`, 'holder=user']) {
      const path = `/v1/ecosystems/${other.ecosystemId}/tokens?${query}`;
      expect(await idsOf(service, path, other.server)).toEqual([]);
    }
    expect(await idsOf(service, `/v1/ecosystems/${other.ecosystemId}/server-tokens`)).toHaveLength(1);
  });

  it('200: by state: live, expired, revoked, also when all of a user’s were revoked at once', async () => {
    const user = await newUser(service, ecosystemId);
    const mint = async (given: object = {}) =>
      (await newToken(service, ecosystemId, user.id, given)).token.id as string;
    const early = [await mint({ expiryType: 'Infinite' }), await mint({ ttl: 5 })];
    await service.native('DELETE', inTenant(`users/${user.id}/tokens`), service.account);
    const one = await mint();
    await service.native('DELETE', inTenant(`tokens/${one}`), service.account);
    const live = [await mint({ expiryType: 'Infinite' }), await mint({ ttl: 60 })].reverse();
    const expired = [await mint({ ttl: 9 }), await mint({ expiryType: 'Infinite', maxAge: 10 })].reverse();
    service.clock.advance(10_000);
    const keys = [await idOf(server)];
    const revoked = [one, ...early.reverse()];
    expect(await found({ state: 'live' })).toEqual([...live, ...keys]);
    expect(await found({ state: 'expired' })).toEqual(expired);
    expect(await found({ state: 'revoked' })).toEqual(revoked);
    for (const [state, ids] of Object.entries({ live, expired, revoked })) {
      const list = `users/${user.id}/tokens`;
      expect(await found({ state, limit: '1' }, list)).toEqual(ids);
      const shown = await walkPages(service, `${inTenant(list)}?state=${state}`);
      expect(shown.items.map((token) => token.state)).toEqual(ids.map(() => state));
    }
    expect(await found({ state: 'live' }, 'server-tokens')).toEqual(keys);
    expect(await found({ state: 'revoked' }, 'server-tokens')).toEqual([]);
  });

  it('200: a revocation of all is shown where it was, also when the user was deleted since', async () => {
    const user = await newUser(service, ecosystemId);
    const { token } = await newToken(service, ecosystemId, user.id);
    await service.native('DELETE', inTenant(`users/${user.id}/tokens`), service.account);
    const shown = { ...token, state: 'revoked', revokedAt: momentIn(0) };
    service.clock.advance(1000);
    await service.native('DELETE', inTenant(`users/${user.id}`), service.account);
    const { body } = await service.native('GET', inTenant(`tokens/${token.id}`), service.account);
    expect(body).toEqual(shown);
    const listed = await service.native('GET', inTenant('tokens?holder=user'), service.account);
    expect(listed.body.data).toEqual([shown]);
  });

  it('200: by when they were minted: from a moment on, before a moment', async () => {
    const user = await newUser(service, ecosystemId);
    const ids: string[] = [];
    const start = service.clock.now();
    for (let one = 0; one < 4; one++) {
      ids.push((await newToken(service, ecosystemId, user.id)).token.id);
      service.clock.advance(1000);
    }
    const at = (ms: number) => new Date(start + ms).toISOString();
    const users = { holder: 'user' };
    expect(await found({ ...users, createdFrom: at(1000) })).toEqual([ids[3], ids[2], ids[1]]);
    expect(await found({ ...users, createdFrom: at(1001) })).toEqual([ids[3], ids[2]]);
    expect(await found({ ...users, createdBefore: at(1000) })).toEqual([ids[0]]);
    expect(await found({ ...users, createdFrom: at(1000), createdBefore: at(3000) })).toEqual([
      ids[2],
      ids[1],
    ]);
    const elsewhere = at(1000).replace(/T(\d\d)(.*)Z/, (_, hour, rest) => {
      return `T${String(Number(hour) + 1).padStart(2, '0')}${rest}+01:00`;
    });
    expect(await found({ ...users, createdBefore: elsewhere })).toEqual([ids[0]]);
  });

  it('200: by when they were last used; never used is before every moment', async () => {
    const user = await newUser(service, ecosystemId);
    const never = (await newToken(service, ecosystemId, user.id)).token.id;
    const used: string[] = [];
    const start = service.clock.now();
    for (let one = 0; one < 2; one++) {
      service.clock.advance(1000);
      const { token, secret } = await newToken(service, ecosystemId, user.id);
      await introspect(service, secret);
      await flushUses(service);
      used.push(token.id);
    }
    const at = (ms: number) => new Date(start + ms).toISOString();
    const users = { holder: 'user' };
    expect(await found({ ...users, lastUsedFrom: at(1000) })).toEqual([used[1], used[0]]);
    expect(await found({ ...users, lastUsedFrom: at(1001) })).toEqual([used[1]]);
    expect(await found({ ...users, lastUsedBefore: at(2000) })).toEqual([used[0], never]);
    expect(await found({ ...users, lastUsedBefore: at(1000) })).toEqual([never]);
    expect(await found({ ...users, lastUsedFrom: at(0), lastUsedBefore: at(2000) })).toEqual([used[0]]);
  });

  it.each(['tokens', 'server-tokens'])(
    '200: %s, each once, page by page, when others are minted',
    async (list) => {
      for (let one = 0; one < 6; one++) await mintServerToken();
      const ids = await found({}, list);
      const path = `${inTenant(list)}?limit=2`;
      const { items, sizes } = await walkPages(service, path, server, () => mintServerToken());
      expect(items.map(({ id }) => id)).toEqual(ids);
      expect(sizes).toEqual([2, 2, 2, 1]);
    },
  );

  it('a page costs the same few statements, however many users it shows', async () => {
    const cost = async () => {
      await flushUses(service);
      const statements = new Statements(service);
      expect((await service.native('GET', inTenant('tokens'), service.account)).status).toBe(200);
      return statements.countLike(/FROM "?(tokens|users)"?/);
    };
    await newToken(service, ecosystemId, (await newUser(service, ecosystemId)).id);
    const one = await cost();
    for (let more = 0; more < 9; more++) {
      await newToken(service, ecosystemId, (await newUser(service, ecosystemId)).id);
    }
    expect(await cost()).toBe(one);
  });

  it.each(['tokens', 'server-tokens'])('401, 403, 404: %s, for who may not see them', async (list) => {
    const path = inTenant(list);
    expect((await service.ask(path)).status).toBe(401);
    const { secret } = await mintServerToken({ permissions: ['tokens:mint', 'keys:mint'] });
    expectProblem(await service.native('GET', path, secret), path, lacks('tokens:list'));
    const other = await newTenant(service);
    expectProblem(await service.native('GET', path, other.server), path, noEcosystem);
    const nobodys = `/v1/ecosystems/nobody/${list}`;
    expectProblem(await service.native('GET', nobodys, service.account), nobodys, noEcosystem);
  });

  it.each([
    ['tokens', 'holder=account', 'holder', 'is-in'],
    ['tokens', 'holder=', 'holder', 'is-in'],
    ['tokens', 'userId=a%20b', 'userId', 'matches'],
    ['tokens', 'state=dead', 'state', 'is-in'],
    ['tokens', 'state=live&state=live', 'state', 'is-in'],
    ['tokens', 'mintedBy=x', 'mintedBy', 'matches'],
    ['tokens', 'createdFrom=yesterday', 'createdFrom', 'is-moment'],
    ['tokens', 'createdFrom=2026-11-22', 'createdFrom', 'is-moment'],
    ['tokens', 'createdBefore=2026-11-22T12:00:00', 'createdBefore', 'is-moment'],
    ['tokens', 'createdBefore=1795341600000', 'createdBefore', 'is-moment'],
    ['tokens', 'lastUsedFrom=2026-02-30T12:00:00Z', 'lastUsedFrom', 'is-moment'],
    ['tokens', 'lastUsedBefore=2026-11-22T24:00:00Z', 'lastUsedBefore', 'is-moment'],
    ['tokens', 'lastUsedBefore=2026-11-22T12:00:00+01:00', 'lastUsedBefore', 'is-moment'],
    ['server-tokens', 'holder=server', 'holder', 'unknown-field'],
    ['server-tokens', 'userId=x', 'userId', 'unknown-field'],
  ])('422: %s?%s', async (list, query, pointer, code) => {
    const { status, body } = await service.native('GET', `${inTenant(list)}?${query}`, service.account);
    expect(status).toBe(422);
    expect(body.errors).toEqual([{ in: 'query', pointer: `/${pointer}`, code, detail: expect.any(String) }]);
  });
});
