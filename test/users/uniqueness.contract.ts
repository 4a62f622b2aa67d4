import { newTenant, newUser, sharedService } from '../support/service.js';
import { countStatuses, type Environment, problem } from '../contract/core.support.js';

/** `username`, `email` and `externalId` each name one live user of an ecosystem. */
export function uniquenessContract(environment: Environment): void {
  describe('uniqueness', () => {
    const service = sharedService(environment);
    let ecosystemId: string;

    beforeEach(async () => {
      ({ ecosystemId } = await newTenant(service));
    });

    const users = (id = '') => `/v1/ecosystems/${ecosystemId}/users${id && `/${id}`}`;
    const create = (json: object) => service.native('POST', users(), service.account, json);
    const update = (id: string, json: object) => service.native('PATCH', users(id), service.account, json);
    const taken = (field: string, path = users()) =>
      problem(409, 'Conflict', 'conflict', `Another user has this ${field}`, path);

    // An externalId is the partner's own text: in another case of letters it is another one.
    const fields: [field: string, value: string, same: string][] = [
      ['username', 'Ada.Löve', 'aDA.lÖVE'],
      ['email', 'Ada@Acme.example', 'aDA@aCME.EXAMPLE'],
      ['externalId', 'Customer|4711', 'Customer|4711'],
    ];

    describe.each(fields)('%s', (field, value, same) => {
      it('409 for a new user with one that is taken', async () => {
        await newUser(service, ecosystemId, { [field]: value });
        const second = await create({ [field]: same });
        expect([second.status, second.body]).toEqual([409, taken(field)]);
      });

      it('409 for a change to one that is taken, and nothing of the change is stored', async () => {
        await newUser(service, ecosystemId, { [field]: value });
        const user = await newUser(service, ecosystemId, { name: 'Before' });
        const changed = await update(user.id, { name: 'After', roles: [], [field]: same });
        expect([changed.status, changed.body]).toEqual([409, taken(field, users(user.id))]);
        expect((await service.native('GET', users(user.id), service.account)).body).toEqual(user);
      });

      it('one’s own stays one’s own: it may be given again', async () => {
        const user = await newUser(service, ecosystemId, { [field]: value });
        const changed = await update(user.id, { [field]: same });
        expect([changed.status, changed.body]).toEqual([200, { ...user, [field]: same }]);
      });

      it('is free in another ecosystem', async () => {
        await newUser(service, ecosystemId, { [field]: value });
        ({ ecosystemId } = await newTenant(service));
        expect((await create({ [field]: same })).status).toBe(201);
      });

      it('is free again when its user is deleted, or has another', async () => {
        const user = await newUser(service, ecosystemId, { [field]: value });
        await update(user.id, { [field]: null });
        const heir = await create({ [field]: same });
        expect([heir.status, heir.body[field]]).toEqual([201, same]);
        await service.native('DELETE', users(heir.body.id), service.account);
        expect((await create({ [field]: value })).status).toBe(201);
      });

      it('may be absent from any number of users', async () => {
        const replies = await Promise.all([create({}), create({ [field]: null }), create({})]);
        expect(countStatuses(replies)).toEqual({ 201: 3 });
      });

      it('is given to one of thirty who want it at once', async () => {
        const replies = await Promise.all(
          Array.from({ length: 30 }, (_, index) => create({ [field]: index % 2 ? value : same })),
        );
        expect(countStatuses(replies)).toEqual({ 201: 1, 409: 29 });
        const refused = replies.find(({ status }) => status === 409)!;
        expect(refused.body).toEqual(taken(field));
      });
    });

    it('externalIds that differ in the case of letters are of two users', async () => {
      await newUser(service, ecosystemId, { externalId: 'Customer' });
      expect((await create({ externalId: 'customer' })).status).toBe(201);
    });

    it('letters that grow in lower case fit where they are kept', async () => {
      const username = 'İ'.repeat(128);
      const first = await create({ username });
      expect([first.status, first.body.username]).toEqual([201, username]);
      expect((await create({ username })).status).toBe(409);
    });
  });
}
