import { createHash } from 'node:crypto';
import { introspect, newTenant, newToken, newUser, type Reply, sharedService } from '../support/service.js';
import {
  auditAfter,
  auditCount,
  type Environment,
  everythingStored,
  verdictOf,
} from '../contract/core.support.js';
import { hour, minute } from '../sessions/sessions.js';

const day = 24 * hour;

const digest = (algorithm: string, text: string, encoding: 'hex' | 'base64') =>
  createHash(algorithm).update(text).digest(encoding);

/** A secret as Meteor makes them: 43 characters, without a checksum of ours. */
export const meteorSecret = (name: string) => `${name}${'x'.repeat(43)}`.slice(0, 43);

/** Tokens that others minted live on here, by the digests of their secrets (issue 5, point 6). */
export function importsContract(environment: Environment): void {
  describe('imports', () => {
    const service = sharedService(environment);
    let ecosystemId: string;
    let server: string;
    let userId: string;

    beforeEach(async () => {
      ({ ecosystemId, server } = await newTenant(service));
      userId = (await newUser(service, ecosystemId, { externalId: 'their-id' })).id;
    });

    const send = (lines: unknown[], secret = server, ecosystem = ecosystemId): Promise<Reply> =>
      service.ask(`/v1/ecosystems/${ecosystem}/tokens/import`, {
        method: 'POST',
        headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/x-ndjson' },
        body: lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''),
      });
    const importAll = async (...lines: unknown[]) => {
      const { status, text, headers } = await send(lines);
      if (status !== 200) throw new Error(text);
      expect(headers.get('content-type')).toMatch(/^application\/x-ndjson/);
      return text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    };
    const iso = (moment: number) => new Date(moment).toISOString();
    const imported = (line = 1) => ({ line, result: 'imported', tokenId: expect.any(String) as string });
    const login = (secret: string, more: object = {}) => ({
      ...{ format: 'rocketchat', userId, hashedToken: digest('sha256', secret, 'base64') },
      ...{ when: iso(service.clock.now() - day), ...more },
    });

    it('before anything was imported, what has no checksum is unknown without a look', async () => {
      expect(await verdictOf(service, meteorSecret(`never-${ecosystemId}`))).toBe('unknown');
    });

    it('a login of Rocket.Chat works with its old secret in the next request, until it is 90 days old', async () => {
      const secret = meteorSecret(`login-${ecosystemId}`);
      expect(await importAll(login(secret))).toEqual([imported()]);
      const me = () =>
        service.ask('/api/v1/me', { headers: { 'x-auth-token': secret, 'x-user-id': userId } });
      expect(await me()).toMatchObject({ status: 200, body: { _id: userId, success: true } });
      service.clock.advance(89 * day - 1);
      expect((await me()).status).toBe(200);
      service.clock.advance(1);
      expect((await me()).status).toBe(401);
    });

    it('a personal access token of Rocket.Chat has no end, and is listed by its name', async () => {
      const secret = meteorSecret(`pat-${ecosystemId}`);
      const line = { type: 'personalAccessToken', name: 'CI', lastTokenPart: 'xxxxxx', when: undefined };
      expect(await importAll(login(secret, line))).toEqual([imported()]);
      service.clock.advance(1000 * day);
      expect(await introspect(service, secret)).toMatchObject({ active: true, expiry_type: 'Infinite' });
    });

    it("Sanctum's `id|text` is right only with its own id, and dies at expires_at", async () => {
      const text = `${'s'.repeat(39)}${ecosystemId.at(-1)}`;
      const end = service.clock.now() + hour;
      const row = { id: 12, token: digest('sha256', text, 'hex'), name: 'phone', abilities: ['*'] };
      const line = { format: 'sanctum', userId: 'their-id', ...row, expires_at: iso(end) };
      expect(await importAll(line)).toEqual([imported()]);
      expect(await verdictOf(service, `12|${text}`)).toBe('live');
      for (const wrong of [`13|${text}`, text, `12|${text}x`, `|${text}`]) {
        expect(await verdictOf(service, wrong)).toBe('unknown');
      }
      const bearer = { authorization: `Bearer 12|${text}` };
      expect(await service.ask('/v1/self', { headers: bearer })).toMatchObject({ status: 200 });
      service.clock.advance(hour);
      expect(await verdictOf(service, `12|${text}`)).toBe('expired');
    });

    it.each([
      ['sha256', 'hex'],
      ['sha256', 'base64'],
      ['sha512', 'hex'],
      ['sha512', 'base64'],
    ] as const)('a plain %s in %s: slides as it is told, from its last use', async (format, encoding) => {
      const secret = `own-${format}-${encoding}-${ecosystemId}`;
      const hash = digest(format, secret, encoding);
      const uses = {
        createdAt: iso(service.clock.now() - day),
        lastUsedAt: iso(service.clock.now() - minute),
      };
      const line = { format, userId, hash, expiryType: 'SlidingTtl', ttl: 600, ...uses };
      expect(await importAll(line)).toEqual([imported()]);
      service.clock.advance(9 * minute - 1);
      expect(await verdictOf(service, secret)).toBe('live');
      service.clock.advance(10 * minute - 1);
      expect(await verdictOf(service, secret)).toBe('live');
      service.clock.advance(11 * minute);
      expect(await verdictOf(service, secret)).toBe('expired');
    });

    it('the same lines again change nothing, revive nothing, and the rest goes on', async () => {
      const secrets = [1, 2, 3].map((number) => meteorSecret(`again-${number}-${ecosystemId}`));
      const lines = secrets.map((secret) => login(secret));
      const [first] = await importAll(lines[0]);
      await service.native('DELETE', `/v1/ecosystems/${ecosystemId}/tokens/${first!.tokenId}`, server);
      const before = await everythingStored(service);
      expect(await importAll(lines[0])).toEqual([{ line: 1, result: 'present', tokenId: first!.tokenId }]);
      expect(await everythingStored(service)).toBe(before);
      expect(await importAll(...lines, lines[2])).toEqual([
        { line: 1, result: 'present', tokenId: first!.tokenId },
        ...[imported(2), imported(3)],
        { line: 4, result: 'present', tokenId: expect.any(String) },
      ]);
      expect(await Promise.all(secrets.map((secret) => verdictOf(service, secret)))).toEqual([
        ...['revoked', 'live', 'live'],
      ]);
    });

    it('two imports of the same at once: each line is imported by one of them', async () => {
      const lines = Array.from({ length: 300 }, (_, number) =>
        login(meteorSecret(`${number}-${ecosystemId}`)),
      );
      const answers = await Promise.all([importAll(...lines), importAll(...[...lines].reverse())]);
      const results = answers.flat().map(({ result }) => result);
      expect(results.filter((result) => result === 'imported')).toHaveLength(300);
      expect(results.filter((result) => result === 'present')).toHaveLength(300);
    });

    it('a refused line hinders no other', async () => {
      const away = await newUser(service, ecosystemId, { active: false });
      const taken = meteorSecret(`taken-${ecosystemId}`);
      const other = await newUser(service, ecosystemId);
      await importAll(login(taken, { userId: other.id }));
      const lines = [
        login(meteorSecret(`a-${ecosystemId}`), { userId: 'nobody' }),
        login(meteorSecret(`b-${ecosystemId}`), { userId: away.id }),
        login(taken),
        login(meteorSecret(`c-${ecosystemId}`), { when: iso(service.clock.now() - 90 * day) }),
        login(meteorSecret(`d-${ecosystemId}`)),
      ];
      const refused = (line: number, code: string, detail: string) => ({
        line,
        result: 'refused',
        code,
        detail,
      });
      expect(await importAll(...lines)).toEqual([
        refused(1, 'user-not-found', 'No such user: nobody'),
        refused(2, 'user-inactive', 'User is not activated'),
        refused(
          3,
          'conflict',
          'Another user has a token with this secret, perhaps in another ecosystem: mint a new one',
        ),
        refused(4, 'expired', 'It is dead already'),
        imported(5),
      ]);
    });

    it('a token that is here under its own secret is not taken over', async () => {
      const { secret } = await newToken(service, ecosystemId, userId);
      const line = { format: 'sha256', hash: digest('sha256', secret, 'hex'), expiresAt: null };
      const [result] = await importAll({ ...line, userId });
      expect(result).toMatchObject({ result: 'present' });
      const other = await newTenant(service);
      const { id } = await newUser(service, other.ecosystemId);
      const { text } = await send([{ ...line, userId: id }], other.server, other.ecosystemId);
      expect(JSON.parse(text)).toMatchObject({ result: 'refused', code: 'conflict' });
      expect(await introspect(service, secret)).toMatchObject({ active: true, sub: userId });
    });

    it('logging out everywhere ends imported tokens too, and so does revocation by secret', async () => {
      const secrets = [1, 2].map((number) => meteorSecret(`out-${number}-${ecosystemId}`));
      await importAll(...secrets.map((secret) => login(secret)));
      await service.native('POST', '/v1/tokens/revoke', server, { token: secrets[0] });
      expect(await verdictOf(service, secrets[0]!)).toBe('revoked');
      expect(await verdictOf(service, secrets[1]!)).toBe('live');
      await service.native('DELETE', `/v1/ecosystems/${ecosystemId}/users/${userId}/tokens`, server);
      expect(await verdictOf(service, secrets[1]!)).toBe('revoked');
    });

    it('the audit has one entry with the count, and no digest', async () => {
      const secret = meteorSecret(`audit-${ecosystemId}`);
      const before = await auditCount(service);
      await importAll(login(secret), login(meteorSecret(`audit2-${ecosystemId}`)));
      const entries = await auditAfter(service, before);
      expect(entries).toMatchObject([
        {
          ...{ action: 'token.import', ecosystemId, targetType: 'ecosystem', targetId: ecosystemId },
          detail: { count: 2, formats: ['rocketchat'], permissions: null, latestEnd: expect.any(String) },
        },
      ]);
      expect(JSON.stringify(entries)).not.toContain(digest('sha256', secret, 'base64').slice(0, 40));
    });
  });
}
