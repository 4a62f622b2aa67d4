import { newTenant, newToken, newUser, type Reply, sharedService } from '../support/service.js';
import { auditCount, countStatuses, type Environment, problem, verdictOf } from '../contract/core.support.js';

/** A change with `If-Match` is made at the version that it names, or not at all; the store decides which. */
export function versionsContract(environment: Environment): void {
  describe('versions', () => {
    const service = sharedService(environment);
    let ecosystemId: string;

    beforeEach(async () => {
      ({ ecosystemId } = await newTenant(service));
    });

    const ask = (method: string, path: string, tag?: string, json?: unknown) =>
      service.ask(path, {
        method,
        headers: {
          authorization: `Bearer ${service.account}`,
          ...(tag !== undefined && { 'if-match': tag }),
        },
        json,
      });
    const tagOf = ({ headers }: Reply) => headers.get('etag');
    const places: [what: string, make: () => Promise<string>][] = [
      ['an ecosystem', async () => `/v1/ecosystems/${ecosystemId}`],
      [
        'a user',
        async () => `/v1/ecosystems/${ecosystemId}/users/${(await newUser(service, ecosystemId)).id}`,
      ],
    ];

    describe.each(places)('of %s', (_, make) => {
      it('count each change, and a change at another is refused whole', async () => {
        const path = await make();
        const changed = await ask('PATCH', path, '"1"', { name: 'First' });
        expect([changed.status, tagOf(changed)]).toEqual([200, '"2"']);
        const before = await auditCount(service);
        const words = 'It is not at the version that If-Match names';
        for (const [method, json] of [['PATCH', { name: 'Late' }], ['DELETE']] as const) {
          for (const tag of ['"1"', '"3"', 'W/"2"', '2', '"2147483648"', '"0","x"']) {
            const reply = await ask(method, path, tag, json);
            const refusal = problem(412, 'Precondition failed', 'precondition-failed', words, path);
            expect([reply.status, reply.body]).toEqual([412, refusal]);
          }
        }
        const read = await ask('GET', path);
        expect([read.body, tagOf(read)]).toEqual([changed.body, '"2"']);
        expect(await auditCount(service)).toBe(before);
        expect((await ask('DELETE', path, '"1", "2"')).status).toBe(204);
      });

      it('of thirty changes at one version one is made, and answered as it is stored', async () => {
        const path = await make();
        const before = await auditCount(service);
        const replies = await Promise.all(
          Array.from({ length: 30 }, (_, index) => ask('PATCH', path, '"1"', { name: `Number ${index}` })),
        );
        expect(countStatuses(replies)).toEqual({ 200: 1, 412: 29 });
        const winner = replies.find(({ status }) => status === 200)!;
        const read = await ask('GET', path);
        expect([read.body, tagOf(read)]).toEqual([winner.body, '"2"']);
        expect(await auditCount(service)).toBe(before + 1);
      });

      it('thirty changes without one are all made, each with a tag of its own', async () => {
        const path = await make();
        const replies = await Promise.all(
          Array.from({ length: 30 }, (_, index) =>
            ask('PATCH', path, undefined, { name: `Number ${index}` }),
          ),
        );
        const tags = replies.map(tagOf);
        const expected = Array.from({ length: 30 }, (_, index) => `"${index + 2}"`);
        expect([...tags].sort()).toEqual([...expected].sort());
        const read = await ask('GET', path);
        expect([tagOf(read), read.body]).toEqual(['"31"', replies[tags.indexOf('"31"')]!.body]);
      });
    });

    it('who reads, changes and tries again when it was too late loses no change', async () => {
      const path = `/v1/ecosystems/${ecosystemId}/users/${(await newUser(service, ecosystemId)).id}`;
      const add = async (letter: string) => {
        for (;;) {
          const read = await ask('GET', path);
          const reply = await ask('PATCH', path, tagOf(read)!, { name: read.body.name + letter });
          if (reply.status !== 412) return reply.status;
        }
      };
      const letters = [...'abcdefgh'];
      expect(await Promise.all(letters.map(add))).toEqual(letters.map(() => 200));
      const { body } = await ask('GET', path);
      expect([...body.name].sort()).toEqual(letters);
    });

    it('a deactivation or deletion at another version ends no token', async () => {
      const { id } = await newUser(service, ecosystemId);
      const { secret } = await newToken(service, ecosystemId, id);
      const path = `/v1/ecosystems/${ecosystemId}`;
      const refused = [
        await ask('PATCH', `${path}/users/${id}`, '"2"', { active: false }),
        await ask('DELETE', `${path}/users/${id}`, '"2"'),
        await ask('DELETE', path, '"2"'),
      ];
      expect(countStatuses(refused)).toEqual({ 412: 3 });
      expect(await verdictOf(service, secret)).toBe('live');
      expect((await ask('PATCH', `${path}/users/${id}`, '"1"', { active: false })).status).toBe(200);
      expect(await verdictOf(service, secret)).toBe('disabled');
    });
  });
}
