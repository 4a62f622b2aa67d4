import { newTenant, newUser, type Reply, sharedService } from '../support/service.js';
import { auditAfter, auditCount, type Environment } from '../contract/core.support.js';

/** Many users at once: each is created or refused by itself. */
export function bulkUsersContract(environment: Environment): void {
  describe('users in bulk', () => {
    const service = sharedService(environment);
    let ecosystemId: string;
    let server: string;

    beforeEach(async () => {
      ({ ecosystemId, server } = await newTenant(service));
    });

    const path = () => `/v1/ecosystems/${ecosystemId}/users`;
    const create = (users: unknown[], secret = server, key?: string) =>
      service.ask(`${path()}/bulk`, {
        method: 'POST',
        headers: { authorization: `Bearer ${secret}`, ...(key && { 'idempotency-key': key }) },
        json: { users },
      });
    const statuses = ({ body }: Reply) => body.data.map(({ status }: Reply['body']) => status);
    const count = async () => {
      const { body } = await service.native('GET', `${path()}?limit=200`, server);
      return body.data.length as number;
    };

    it('are created as one by one, with an audit entry each', async () => {
      const before = await auditCount(service);
      const given = {
        username: 'Ada',
        email: 'ada@acme.example',
        externalId: 'a',
        name: 'Ada',
        roles: ['admin'],
      };
      const reply = await create([given, {}, { active: false }]);
      expect([reply.status, statuses(reply)]).toEqual([200, [201, 201, 201]]);
      expect(reply.body.data.map(({ index }: Reply['body']) => index)).toEqual([0, 1, 2]);
      const [made, plain, inactive] = await Promise.all(
        reply.body.data.map(
          async ({ id }: Reply['body']) => (await service.native('GET', `${path()}/${id}`, server)).body,
        ),
      );
      expect(made).toMatchObject({ ...given, active: true, hasPassword: false });
      expect(plain).toMatchObject({ username: null, externalId: null, name: '', roles: ['user'] });
      expect(inactive).toMatchObject({ active: false });
      const one = await service.native('POST', path(), server, {
        ...given,
        username: 'B',
        email: null,
        externalId: 'b',
      });
      const alike = { ...made, id: '', username: '', email: '', externalId: '' };
      expect({ ...one.body, id: '', username: '', email: '', externalId: '' }).toEqual(alike);
      const events = (await auditAfter(service, before)).filter(({ action }) => action === 'user.create');
      expect(events.map(({ targetId }) => targetId)).toEqual([made.id, plain.id, inactive.id, one.body.id]);
      expect((await service.native('GET', `${path()}?username=ADA`, server)).body.data).toEqual([made]);
      expect((await service.native('GET', `${path()}/external:a`, server)).body).toEqual(made);
    });

    it('a refused one hinders no other; its problem is that of one alone, with a pointer into the body', async () => {
      const ada = await newUser(service, ecosystemId, {
        username: 'ada',
        email: 'a@acme.example',
        externalId: 'a',
      });
      const reply = await create([
        { username: 'ADA' },
        { email: 'A@acme.example' },
        { externalId: 'a' },
        { externalId: ada.id },
        { username: 'new' },
        { username: 'NEW' },
        { email: 'x' },
        { username: 'a b' },
        { roles: ['none'] },
        { id: 'chosen' },
        { password: 'correct horse battery staple' },
        7,
        { externalId: 'last' },
      ]);
      expect(statuses(reply)).toEqual([409, 409, 409, 409, 201, 409, 422, 422, 422, 403, 422, 422, 201]);
      const problems = reply.body.data.map(({ problem }: Reply['body']) => problem);
      expect(problems[0]).toEqual({
        type: '/problems/conflict',
        title: expect.any(String),
        ...{ status: 409, code: 'conflict', detail: 'Another user has this username' },
      });
      expect(problems[3].detail).toBe('Another user has, or had, this externalId as its id');
      expect(problems[6].errors).toEqual([
        { in: 'body', pointer: '/users/6/email', code: 'is-email', detail: 'email must be an email' },
      ]);
      const pointers = [7, 8, 10, 11].map((index) => problems[index].errors[0].pointer);
      expect(pointers).toEqual(['/users/7/username', '/users/8/roles', '/users/10/password', '/users/11']);
      expect(await count()).toBe(3);
    });

    it('gives no more authority than the caller has', async () => {
      const base = `/v1/ecosystems/${ecosystemId}/server-tokens`;
      const permissions = ['users:create'];
      const narrow = (await service.native('POST', base, server, { permissions })).body.secret;
      expect(statuses(await create([{ roles: ['admin'] }, { roles: [] }], narrow))).toEqual([403, 201]);
    });

    it('chosen ids are for account tokens, once in the whole service', async () => {
      const other = await newTenant(service);
      const id = `chosen-${ecosystemId}`;
      await newUser(service, other.ecosystemId, { id });
      const given = [
        { id },
        { id: `${id}-2`, externalId: `${id}-2` },
        { id: `${id}-2` },
        { externalId: `${id}-2` },
      ];
      expect(statuses(await create(given, service.account))).toEqual([409, 201, 409, 409]);
    });

    it('ten thousand, and again: each is refused by its name', async () => {
      const users = Array.from({ length: 10_000 }, (_, index) => ({
        externalId: `c-${index}`,
        username: `u${index}`,
      }));
      const made = await create(users);
      expect(new Set(statuses(made))).toEqual(new Set([201]));
      const again = await create(users);
      expect(new Set(statuses(again))).toEqual(new Set([409]));
      expect(new Set(made.body.data.map(({ id }: Reply['body']) => id)).size).toBe(10_000);
    });

    it('422 for none and for too many, and at most 100 errors in one answer', async () => {
      for (const users of [[], Array.from({ length: 10_001 }, () => ({}))]) {
        const { status, body } = await create(users);
        expect([status, body.errors[0].pointer]).toEqual([422, '/users']);
      }
      const bad = await create(Array.from({ length: 300 }, () => ({ email: 'x' })));
      const errors = bad.body.data.flatMap(({ problem }: Reply['body']) => problem.errors ?? []);
      expect(errors).toHaveLength(100);
    });

    it('with an Idempotency-Key the answer is given again, and nothing is created twice', async () => {
      const users = Array.from({ length: 700 }, () => ({}));
      const first = await create(users, server, 'bulk');
      const again = await create(users, server, 'bulk');
      expect([again.headers.get('idempotent-replayed'), again.body]).toEqual(['true', first.body]);
      expect((await create([{}], server, 'bulk')).status).toBe(422);
    });

    it.each([2, 8])(
      'of %i at once with the same names in other orders, each name is given once',
      async (many) => {
        const users = Array.from({ length: 60 }, (_, index) => ({
          username: `n${index}`,
          email: `n${59 - index}@acme.example`,
          externalId: `n${(index * 7) % 60}`,
        }));
        const turned = (by: number) => [...users.slice(by), ...users.slice(0, by)];
        const replies = await Promise.all(
          Array.from({ length: many }, (_, index) =>
            create(
              index % 2 ? turned(index).reverse() : turned(index),
              server,
              index % 3 ? undefined : `k${index}`,
            ),
          ),
        );
        const answered = replies.filter(({ status }) => status === 200);
        for (const { status } of replies) expect([200, 503]).toContain(status);
        const made = answered.flatMap(statuses).filter((status: number) => status === 201);
        expect(made).toHaveLength(60);
        expect(await count()).toBe(60);
      },
    );
  });
}
