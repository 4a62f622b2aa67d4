import { DataSource } from 'typeorm';
import { Token } from '../../../src/tokens/token.entity.js';
import { verdictOf } from '../../contract/core.support.js';
import { newTenant, newToken, newUser, type Reply, type Service } from '../../support/service.js';
import { Instances, topologies } from '../../support/instances.js';
import { insertTokens } from './rows.js';

const many = 100_000;
const mostMs = 2000;

/** However many tokens a revocation concerns, it is committed and effective at once. */
describe.each(Object.entries(topologies))('%s', (_, topology) => {
  let instances: Instances;
  let service: Service;
  let ecosystemId: string;
  let path: string;
  let secrets: string[];

  beforeAll(async () => {
    instances = await Instances.start(topology);
    service = instances.first;
    ({ ecosystemId } = await newTenant(service));
  });
  afterAll(() => instances.close());

  /** A user of the ecosystem with a hundred thousand tokens, some of which are in use on every instance. */
  const crowd = async () => {
    const { id: userId } = await newUser(service, ecosystemId);
    path = `/v1/ecosystems/${ecosystemId}/users/${userId}`;
    await insertTokens(service, { ecosystemId, userId, count: many - 20, createdAt: service.clock.now() });
    secrets = [];
    for (let count = 0; count < 20; count += 1) {
      secrets.push((await newToken(service, ecosystemId, userId, { expiryType: 'Infinite' })).secret);
    }
    expect(await service.get(DataSource).manager.countBy(Token, { userId })).toBe(many);
    expect(await verdicts()).toEqual(['live']);
    return userId;
  };

  /** What the instances say of the secrets: each verdict once. */
  const verdicts = async () => {
    const asked = instances.all.flatMap((instance) => secrets.map((secret) => verdictOf(instance, secret)));
    return [...new Set(await Promise.all(asked))];
  };

  /** The reply, which must come in time. */
  const inTime = async (deed: Promise<Reply>): Promise<Reply> => {
    const begun = performance.now();
    const reply = await deed;
    expect(performance.now() - begun).toBeLessThan(mostMs);
    return reply;
  };
  const account = (method: string, at: string, json?: unknown) =>
    service.native(method, at, service.account, json);

  it(`200: ${many} tokens of one user are dead in under ${mostMs} ms: disabled, enabled and revoked`, async () => {
    const userId = await crowd();
    expect((await inTime(account('PATCH', path, { active: false }))).status).toBe(200);
    expect(await verdicts()).toEqual(['disabled']);
    expect((await inTime(account('PATCH', path, { active: true }))).status).toBe(200);
    expect(await verdicts()).toEqual(['live']);
    const { status, body } = await inTime(account('DELETE', `${path}/tokens`));
    expect([status, body]).toEqual([200, { revoked: many }]);
    expect(await verdicts()).toEqual(['revoked']);
    const page = await instances.last.native('GET', `${path}/tokens?limit=200`, service.account);
    const states: string[] = page.body.data.map(({ state }: { state: string }) => state);
    expect([states.length, [...new Set(states)]]).toEqual([200, ['revoked']]);
    const fresh = await newToken(instances.last, ecosystemId, userId);
    expect(await verdictOf(service, fresh.secret)).toBe('live');
  });

  it(`204: an ecosystem with as many living tokens is deleted in under ${mostMs} ms`, async () => {
    await crowd();
    expect((await inTime(account('DELETE', `/v1/ecosystems/${ecosystemId}`))).status).toBe(204);
    expect(await verdicts()).toEqual(['disabled']);
  });
});
