import { createHash } from 'node:crypto';
import {
  answerOf,
  type ImportResult,
  Tokenwright,
  TokenwrightError,
} from '../../packages/client/src/index.js';
import type { Permission } from '../../src/common/permission.js';
import { operations } from '../support/documents.js';
import { startService, type Service } from '../support/service.js';
import { type Line, openLine } from './line.js';

/** Each method asks what the document says, over real HTTP: which operation it was is read from the line. */
describe('the client has a method for every operation', () => {
  let service: Service;
  let line: Line;
  let client: Tokenwright;

  beforeAll(async () => {
    service = await startService();
    line = await openLine(service.base);
    client = new Tokenwright({ baseUrl: line.base, secret: service.account });
  });
  afterAll(async () => {
    await line.close();
    await service.close();
  });

  /** The `operationId`s of what went over the line. */
  const asked = () =>
    new Set(line.passed.map(({ method, url }) => operationOf(method, new URL(url, line.base).pathname)));

  it('ecosystems', async () => {
    const made = await client.ecosystems.create({ id: 'acme', name: 'Acme' });
    expect(made).toMatchObject({ id: 'acme', name: 'Acme' });
    expect(await client.ecosystems.list({ name: 'Acme' }).toArray()).toEqual([made]);
    expect(await client.ecosystems.read('acme')).toEqual(made);
    expect((await client.ecosystems.update('acme', { name: 'Acme Inc.' })).name).toBe('Acme Inc.');
    await client.ecosystems.create({ id: 'gone', name: 'Gone' });
    expect(await client.ecosystems.delete('gone')).toBeUndefined();
    await expect(client.ecosystems.read('gone')).rejects.toMatchObject({ code: 'ecosystem-not-found' });
  });

  it('users', async () => {
    const ada = await client.users.create('acme', { username: 'ada', roles: ['admin'] });
    expect(await client.users.list('acme', { username: 'ada' }).toArray()).toEqual([ada]);
    expect(await client.users.read('acme', ada.id)).toEqual(ada);
    expect((await client.users.update('acme', ada.id, { name: 'Ada' })).name).toBe('Ada');
    const { permissions } = await client.users.permissions('acme', ada.id);
    expect(permissions).toContain('tokens:mint');
    const minted = await client.users.createToken('acme', ada.id, 60, 'SlidingTtl');
    expect(minted.token).toMatchObject({ userId: ada.id, ttl: 60, expiryType: 'SlidingTtl' });
    expect(minted.secret).toMatch(/^tw_u_/);
    const endless = await client.users.createToken('acme', ada.id, 60, 'Infinite');
    expect(endless.token).toMatchObject({ ttl: null, expiryType: 'Infinite', expiresAt: null });
    const many = await client.users.createMany('acme', [{ externalId: 'c-1' }, { username: 'ADA' }]);
    expect(many).toMatchObject([
      { index: 0, status: 201, id: expect.any(String) },
      { index: 1, status: 409, problem: { code: 'conflict' } },
    ]);
    expect((await client.users.read('acme', 'external:c-1')).id).toBe(many[0]!.id);
    const user = { email: 'new@acme.example' };
    const first = await client.tokens.mint('acme', 'external:c-2', { createUser: true, user });
    expect(await client.users.read('acme', 'external:c-2')).toMatchObject({
      id: first.token.userId,
      ...user,
    });
    await client.users.delete('acme', ada.id);
    await expect(client.users.read('acme', ada.id)).rejects.toMatchObject({ code: 'user-not-found' });
  });

  it('tokens', async () => {
    const { id: userId } = await client.users.create('acme', { username: 'grace' });
    const { token, secret } = await client.tokens.mint('acme', userId, { name: 'Telephone' });
    const [second] = await client.tokens.mintMany('acme', { userIds: [userId] });
    expect(await client.tokens.read('acme', token.id)).toEqual(token);
    expect(await client.tokens.list('acme', { userId }).toArray()).toHaveLength(2);
    expect(await client.tokens.listOfUser('acme', userId, { state: 'live' }).toArray()).toHaveLength(2);
    expect(await client.tokens.introspect(secret)).toMatchObject({ active: true, sub: userId });
    const many = await client.tokens.introspectMany([second!.secret, 'nonsense']);
    expect(many.map(({ active }) => active)).toEqual([true, false]);
    expect(await client.tokens.explain({ token: secret })).toMatchObject({ verdict: 'live' });
    await client.tokens.revoke('acme', token.id);
    expect((await client.tokens.introspect(secret)).active).toBe(false);
    expect(await client.tokens.revokeSecret(second!.secret)).toBeUndefined();
    expect(await client.tokens.revokeOfUser('acme', userId)).toMatchObject({});
    expect(await client.tokens.revokeMatching('acme', { userId, dryRun: true })).toMatchObject({});
  });

  it('imports, line by line', async () => {
    const { id: userId } = await client.users.create('acme', { username: 'imported' });
    const hash = createHash('sha256').update('a-secret-of-long-before').digest('hex');
    const lines = [
      { format: 'sha256' as const, userId, hash, expiresAt: null },
      { format: 'sha256' as const, userId: 'nobody', hash, expiresAt: null },
    ];
    async function* source() {
      yield* lines;
    }
    for (const [given, first] of [
      [lines, 'imported'],
      [source(), 'present'],
    ] as const) {
      const results: ImportResult[] = [];
      for await (const result of client.tokens.import('acme', given)) results.push(result);
      expect(results).toMatchObject([
        { line: 1, result: first },
        { line: 2, result: 'refused', code: 'user-not-found' },
      ]);
    }
    const found = await client.tokens.introspect('a-secret-of-long-before');
    expect(found).toMatchObject({ active: true, sub: userId });
  });

  it('keys', async () => {
    const { token } = await client.serverTokens.mint('acme', { expiryType: 'Infinite' });
    const rotated = await client.serverTokens.rotate('acme', token.id, { overlap: 60 });
    expect(rotated.token.id).not.toBe(token.id);
    const servers = await client.serverTokens.list('acme').toArray();
    expect(servers.map(({ id }) => id)).toEqual(expect.arrayContaining([token.id, rotated.token.id]));
    const account = await client.accountTokens.mint({ ttl: 60 });
    expect(await client.accountTokens.read(account.token.id)).toEqual(account.token);
    const next = await client.accountTokens.rotate(account.token.id);
    await client.accountTokens.revoke(next.token.id);
    const states = (await client.accountTokens.list().toArray()).map(({ id, state }) => [id, state]);
    expect(states).toContainEqual([next.token.id, 'revoked']);
  });

  it('roles', async () => {
    const given = { description: 'Mints', permissions: ['tokens:mint' as const] };
    const made = await client.roles.define('acme', 'minter', given, { ifNoneMatch: '*' });
    expect(answerOf(made)?.status).toBe(201);
    expect(await client.roles.read('acme', 'minter')).toEqual(made);
    const names = (await client.roles.list('acme').toArray()).map(({ name }) => name);
    expect(names).toContain('minter');
    await client.roles.delete('acme', 'minter');
    await expect(client.roles.read('acme', 'minter')).rejects.toMatchObject({ code: 'role-not-found' });
  });

  it('audit, self, health and problems', async () => {
    const [newest] = await client.audit.list('acme', { limit: 1 }).toArray();
    expect(newest).toMatchObject({ ecosystemId: 'acme' });
    const [anywhere] = (await client.audit.listAll({ limit: 2 }).page()).data;
    expect(anywhere).toEqual(newest);
    expect((await client.self()).holder).toBe('account');
    expect(await client.metrics()).toContain('tokenwright_');
    const exported = [];
    for await (const entry of client.audit.export('acme')) exported.push(entry);
    expect(exported[0]).toMatchObject({ ecosystemId: 'acme' });
    for await (const entry of client.audit.exportAll({ after: exported[0]!.id })) exported.push(entry);
    expect(new Set(exported.map(({ id }) => id)).size).toBeGreaterThan(1);
    const permission: Permission[] = ['users:read', 'users:delete'];
    expect(await client.verifyAsProxy({ ecosystem: 'acme', permission })).toBeUndefined();
    await expect(client.verifyAsProxy({ ecosystem: 'acme', holder: ['user'] })).rejects.toMatchObject({
      code: 'wrong-holder',
    });
    const anybody = new Tokenwright({ baseUrl: line.base });
    expect(await anybody.health.live()).toEqual({ status: 'ok', service: 'tokenwright' });
    expect(await anybody.health.ready()).toEqual({ status: 'ok' });
    expect(await anybody.problems.list()).toContain('<!doctype html>');
    expect(await anybody.problems.read('user-not-found')).toContain('User not found');
    await expect(anybody.self()).rejects.toBeInstanceOf(TokenwrightError);
  });

  it('and no operation of the document is missing above', () => {
    const all = native.map(({ json }) => json.operationId);
    expect([...asked()].sort()).toEqual(all.sort());
  });
});

const native = operations.filter(({ document }) => document === 'native');

/** Paths without a variable go before those with one, as the service has it. */
function operationOf(method: string, path: string): string {
  const fitting = native.filter((operation) => {
    const pattern = new RegExp(`^${operation.path.replace(/\{\w+\}/g, '[^/]+')}$`);
    return operation.method === method && pattern.test(path);
  });
  const [found] = fitting.sort((one, other) => Number(/\{/.test(one.path)) - Number(/\{/.test(other.path)));
  if (!found) throw new Error(`The document has no ${method} ${path}`);
  return found.json.operationId;
}
