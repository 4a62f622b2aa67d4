import { createHash } from 'node:crypto';
import { verdictOf } from '../../contract/core.support.js';
import { newTenant, newUser } from '../../support/service.js';
import { Instances, topologies } from '../../support/instances.js';

/** What was imported through one instance is accepted by every other one when the import answers. */
describe.each(Object.entries(topologies))('%s', (_, topology) => {
  let instances: Instances;

  beforeAll(async () => {
    instances = await Instances.start(topology);
  });
  afterAll(() => instances.close());

  it.each(['sha256', 'sha512'] as const)(
    '%s: the first import of a format, and the next one',
    async (format) => {
      const { first: service, all } = instances;
      const { ecosystemId, server } = await newTenant(service);
      const { id: userId } = await newUser(service, ecosystemId);
      for (const turn of ['first', 'next']) {
        const secret = `${turn}-${format}-${ecosystemId}`;
        for (const instance of all) expect(await verdictOf(instance, secret)).toBe('unknown');
        const hash = createHash(format).update(secret).digest('hex');
        const { status, text } = await service.ask(`/v1/ecosystems/${ecosystemId}/tokens/import`, {
          method: 'POST',
          headers: { authorization: `Bearer ${server}`, 'content-type': 'application/x-ndjson' },
          body: JSON.stringify({ format, userId, hash, expiresAt: null }),
        });
        expect([status, JSON.parse(text).result]).toEqual([200, 'imported']);
        for (const instance of all) expect(await verdictOf(instance, secret)).toBe('live');
      }
    },
  );
});
