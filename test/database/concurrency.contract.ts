import { DataSource } from 'typeorm';
import { Token } from '../../src/tokens/token.entity.js';
import { User } from '../../src/users/user.entity.js';
import { answered, newTenant, newToken, newUser, type Reply, sharedService } from '../support/service.js';
import {
  auditAfter,
  auditCount,
  countStatuses,
  type Environment,
  verdictOf,
} from '../contract/core.support.js';

/** Many at once: each gets its own, whole answer. */
export function concurrencyContract(environment: Environment): void {
  describe('at the same time', () => {
    const service = sharedService(environment);
    let ecosystemId: string;
    let server: string;

    beforeEach(async () => {
      ({ ecosystemId, server } = await newTenant(service));
    });

    const many = <T>(count: number, one: (index: number) => Promise<T>): Promise<T[]> =>
      Promise.all(Array.from({ length: count }, (_, index) => answered(() => one(index))));
    const strigo = (json: object) =>
      service.ask('/api/v1/academy/users/token', {
        method: 'POST',
        headers: { authorization: `Bearer ${ecosystemId}:${server}` },
        json,
      });
    const users = () => service.get(DataSource).manager.findBy(User, { ecosystemId });

    it.each([
      ['an e-mail address', {}],
      ['an e-mail address, a name and an external id', { name: 'Ada', externalUserId: 'c-1' }],
    ])('fifty Strigo mints for a new person, by %s, make one user and fifty tokens', async (_, more) => {
      const replies = await many(50, (index) =>
        strigo({ email: index % 2 ? 'ada@acme.example' : 'ADA@Acme.Example', ...more }),
      );
      expect(countStatuses(replies)).toEqual({ 201: 50 });
      const [ada, ...others] = await users();
      expect(others).toEqual([]);
      expect(ada).toMatchObject({ emailKey: 'ada@acme.example', deletedAt: null });
      expect(new Set(replies.map(({ body }) => body.data.user_id))).toEqual(new Set([ada!.id]));
      const secrets = replies.map(({ body }) => body.data.token as string);
      expect(new Set(secrets).size).toBe(50);
      const verdicts = await many(50, (index) => verdictOf(service, secrets[index]!));
      expect(new Set(verdicts)).toEqual(new Set(['live']));
    });

    it('fifty Strigo mints that change a known person leave one of the names that were given', async () => {
      await strigo({ email: 'ada@acme.example', name: 'Before' });
      const replies = await many(50, (index) => strigo({ email: 'ada@acme.example', name: `Ada ${index}` }));
      expect(countStatuses(replies)).toEqual({ 201: 50 });
      const [ada, ...others] = await users();
      expect(others).toEqual([]);
      expect(ada!.name).toMatch(/^Ada \d+$/);
    });

    it('two hundred mints are all there: in the list, page by page, in the account, and live', async () => {
      const user = await newUser(service, ecosystemId);
      const before = await auditCount(service);
      const minted = await many(200, () => newToken(service, ecosystemId, user.id));
      const ids: string[] = [];
      let cursor = '';
      do {
        const path = `/v1/ecosystems/${ecosystemId}/users/${user.id}/tokens?limit=30${cursor}`;
        const { data, page } = (await service.native('GET', path, service.account)).body;
        ids.push(...data.map(({ id }: { id: string }) => id));
        cursor = page.nextCursor && `&cursor=${page.nextCursor}`;
      } while (cursor);
      const expected = minted.map(({ token }) => token.id as string);
      expect([...ids].sort()).toEqual([...expected].sort());
      // The newest first, and time-ordered ids say which those are.
      expect(ids).toEqual([...ids].sort().reverse());
      const told = (await auditAfter(service, before)).map(({ targetId }) => targetId);
      expect(told.sort()).toEqual([...expected].sort());
      const verdicts = await many(200, (index) => verdictOf(service, minted[index]!.secret));
      expect(new Set(verdicts)).toEqual(new Set(['live']));
    });

    it('a conflict takes no neighbour’s write with it: what was answered 201 is there, what was refused is not', async () => {
      await newUser(service, ecosystemId, { username: 'taken', name: 'First' });
      const before = await auditCount(service);
      const replies = await many(120, (index) =>
        service.native('POST', `/v1/ecosystems/${ecosystemId}/users`, service.account, {
          username: index % 2 ? `user-${index}` : 'Taken',
          name: `Made by ${index}`,
        }),
      );
      expect(countStatuses(replies)).toEqual({ 201: 60, 409: 60 });
      const stored = await users();
      const answered = replies.filter(({ status }) => status === 201).map(({ body }) => body.name as string);
      expect(stored.map(({ name }) => name).sort()).toEqual([...answered, 'First'].sort());
      expect(await auditCount(service)).toBe(before + 60);
    });

    it('mints, changes, conflicts and revocations side by side leave just what they answered', async () => {
      const made = await many(10, () => newUser(service, ecosystemId));
      const path = (index: number, rest = '') =>
        `/v1/ecosystems/${ecosystemId}/users/${made[index % 10]!.id}${rest}`;
      const account = (method: string, to: string, json?: unknown) =>
        service.native(method, to, service.account, json);
      const deeds: ((index: number) => Promise<Reply>)[] = [
        (index) => account('POST', path(index, '/tokens'), {}),
        (index) => account('PATCH', path(index), { name: `Name ${index}` }),
        (index) => account('PATCH', path(index), { username: 'only-one' }),
        (index) => account('POST', '/v1/ecosystems', { id: ecosystemId, name: `Conflict ${index}` }),
        async (index) => {
          const minted = await account('POST', path(index, '/tokens'), { expiryType: 'Infinite' });
          return account('DELETE', `/v1/ecosystems/${ecosystemId}/tokens/${minted.body.token.id}`);
        },
      ];
      const replies = await many(100, (index) => deeds[index % deeds.length]!(index));
      const of = (deed: number) => replies.filter((_, index) => index % deeds.length === deed);
      expect([
        countStatuses(of(0)),
        countStatuses(of(1)),
        countStatuses(of(3)),
        countStatuses(of(4)),
      ]).toEqual([...[{ 201: 20 }, { 200: 20 }, { 409: 20 }, { 204: 20 }]]);
      const winners = of(2).filter(({ status }) => status === 200);
      expect(new Set(winners.map(({ body }) => body.id)).size).toBe(1);
      expect((await users()).filter(({ username }) => username === 'only-one')).toHaveLength(1);
      const tokens = await service.get(DataSource).manager.findBy(Token, { ecosystemId, holder: 'user' });
      const live = tokens.filter(({ revokedAt }) => revokedAt === null);
      expect(live.map(({ id }) => id).sort()).toEqual(
        of(0)
          .map(({ body }) => body.token.id)
          .sort(),
      );
      expect(tokens).toHaveLength(40);
    });
  });
}
