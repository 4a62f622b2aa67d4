import { verdictOf } from '../../contract/core.support.js';
import { minute, second } from '../../sessions/sessions.js';
import { tombstoneFor } from '../../../src/sessions/session-cache.js';
import { DataSource } from 'typeorm';
import { introspect, newTenant, newToken, newUser, type Service } from '../../support/service.js';
import { holdTransaction } from './hold.js';
import { Instances, topologies } from '../../support/instances.js';

/** What a role gives or takes on one instance holds for the next request on every other. */
describe.each(Object.entries(topologies))('roles on %s', (_, topology) => {
  let instances: Instances;
  let ecosystemId: string;

  beforeAll(async () => {
    instances = await Instances.start(topology);
  });
  beforeEach(async () => {
    ({ ecosystemId } = await newTenant(instances.first));
  });
  afterAll(() => instances.close());

  const ask = (service: Service, method: string, path: string, json?: unknown, secret = service.account) =>
    service.native(method, `/v1/ecosystems/${ecosystemId}${path}`, secret, json);
  const define = (service: Service, ...permissions: string[]) =>
    ask(service, 'PUT', '/roles/reader', { permissions });

  /** The secret of a token of a user with the role, warm on every instance. */
  const newHolder = async (): Promise<string> => {
    const { id } = await newUser(instances.first, ecosystemId, { roles: ['reader'] });
    const { secret } = await newToken(instances.first, ecosystemId, id, {
      expiryType: 'SlidingTtl',
      ttl: 86_400,
    });
    for (const service of [...instances.all, ...instances.all]) {
      expect(await verdictOf(service, secret)).toBe('live');
    }
    return secret;
  };
  const expectEverywhere = async (secret: string, scope: string) => {
    for (const service of instances.all) {
      // An empty scope is left out.
      expect({ scope: '', ...(await introspect(service, secret)) }).toMatchObject({ active: true, scope });
      const { status } = await ask(service, 'GET', '/roles', undefined, secret);
      expect(status).toBe(scope === 'roles:read' ? 200 : 403);
    }
  };

  type Act = (service: Service) => Promise<{ status: number }>;
  const takings: [name: string, act: Act][] = [
    ['is defined anew', (service) => define(service)],
    ['is deleted', (service) => ask(service, 'DELETE', '/roles/reader')],
  ];

  describe.each(takings)('when a role %s', (_, act) => {
    it('what it gave is gone with the next request on every instance, and stays so', async () => {
      await define(instances.first, 'roles:read');
      const secrets = [await newHolder(), await newHolder(), await newHolder()];
      for (const secret of secrets) await expectEverywhere(secret, 'roles:read');
      expect((await act(instances.last)).status).toBeLessThan(300);
      let passed = 0;
      for (const moment of [0, second, minute, tombstoneFor - 1, tombstoneFor, tombstoneFor + minute]) {
        instances.advance(moment - passed);
        passed = moment;
        for (const secret of secrets) await expectEverywhere(secret, '');
      }
    });

    it('a commit that takes long is not answered before nobody believes what was read until then', async () => {
      await define(instances.first, 'roles:read');
      const { id } = await newUser(instances.first, ecosystemId, { roles: ['reader'] });
      // Its uses wait for no write, which would stand in line behind the held one.
      const { secret } = await newToken(instances.first, ecosystemId, id, { ttl: 86_400 });
      const commit = holdTransaction(instances.last.get(DataSource));
      const answered = act(instances.last);
      await commit.reached;
      instances.advance(tombstoneFor);
      await expectEverywhere(secret, 'roles:read');
      commit.release();
      expect((await answered).status).toBeLessThan(300);
      await expectEverywhere(secret, '');
    });
  });

  it('of two changes of one version on two instances, one is refused', async () => {
    await define(instances.first, 'roles:read');
    for (let round = 1; round <= 5; round++) {
      const replies = await Promise.all(
        [instances.first, instances.last].map((service, index) =>
          service.ask(`/v1/ecosystems/${ecosystemId}/roles/reader`, {
            method: 'PUT',
            headers: { authorization: `Bearer ${service.account}`, 'if-match': `"${round}"` },
            json: { description: `${round}-${index}`, permissions: [] },
          }),
        ),
      );
      expect(replies.map(({ status }) => status).sort()).toEqual([200, 412]);
    }
  });
});
