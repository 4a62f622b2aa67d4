import { verdictOf } from '../../contract/core.support.js';
import { hour, minute } from '../../sessions/sessions.js';
import { newTenant, newToken, newUser, type Service } from '../../support/service.js';
import { Instances, topologies } from '../../support/instances.js';
import { insertTokens } from './rows.js';

const many = 100_000;

/** What one instance revokes by a filter, or rotates, holds on the other one as soon as it is answered. */
describe.each(Object.entries(topologies))('%s', (_, topology) => {
  let instances: Instances;
  let first: Service;
  let last: Service;
  let ecosystemId: string;
  let server: string;
  let userId: string;

  beforeAll(async () => {
    instances = await Instances.start(topology);
    ({ first, last } = instances);
  });
  beforeEach(async () => {
    ({ ecosystemId, server } = await newTenant(first));
    userId = (await newUser(first, ecosystemId)).id;
  });
  afterAll(() => instances.close());

  /** What the instances say of the secret, each asked twice: from the second time on its session is cached. */
  const verdicts = async (secret: string) => {
    const said = new Set<string>();
    for (const service of [...instances.all, ...instances.all]) said.add(await verdictOf(service, secret));
    return [...said];
  };
  const revoke = (json: object) =>
    first.native('POST', `/v1/ecosystems/${ecosystemId}/tokens/revoke`, server, json);

  it.each([
    ['the user', () => ({ userId })],
    ['the holder', () => ({ holder: 'user' })],
  ])('a filter that names %s ends warm tokens everywhere at once, and spares the rest', async (_, filter) => {
    const sliding = { expiryType: 'SlidingTtl', ttl: 86_400 };
    const { secret } = await newToken(first, ecosystemId, userId, sliding);
    for (const one of [secret, server]) expect(await verdicts(one)).toEqual(['live']);
    expect((await revoke(filter())).body).toEqual({ revoked: 1, dryRun: false });
    for (let passed = 0; passed < 4; passed += 1) {
      expect(await verdictOf(last, secret)).toBe('revoked');
      expect(await verdicts(secret)).toEqual(['revoked']);
      expect(await verdicts(server)).toEqual(['live']);
      instances.advance(minute - 1);
    }
  });

  it('a rotated key ends with the overlap on every instance, and with none at once', async () => {
    const keys = `/v1/ecosystems/${ecosystemId}/server-tokens`;
    for (const overlap of [3600, 0]) {
      const { body: old } = await first.native('POST', keys, first.account, {
        expiryType: 'SlidingTtl',
        ttl: 86_400,
      });
      expect(await verdicts(old.secret)).toEqual(['live']);
      const { status, body } = await first.native('POST', `${keys}/${old.token.id}/rotate`, first.account, {
        overlap,
      });
      expect(status).toBe(201);
      if (overlap > 0) {
        for (let passed = 0; passed < hour - minute; passed += minute) {
          expect(await verdicts(old.secret)).toEqual(['live']);
          instances.advance(minute);
        }
        instances.advance(minute - 1);
        expect(await verdicts(old.secret)).toEqual(['live']);
        instances.advance(1);
      }
      expect(await verdictOf(last, old.secret)).toBe(overlap > 0 ? 'expired' : 'revoked');
      expect(await verdicts(old.secret)).toEqual([overlap > 0 ? 'expired' : 'revoked']);
      expect(await verdicts(body.secret)).toEqual(['live']);
    }
  });

  it('of rotations of one key on all instances at once exactly one succeeds', async () => {
    const keys = `/v1/ecosystems/${ecosystemId}/server-tokens`;
    const { body: old } = await first.native('POST', keys, first.account, {});
    const path = `${keys}/${old.token.id}/rotate`;
    const asked = Array.from({ length: 6 }, (_, index) =>
      instances.all[index % instances.all.length]!.native('POST', path, first.account, {}),
    );
    const statuses = (await Promise.all(asked)).map(({ status }) => status);
    expect(statuses.sort()).toEqual([201, 409, 409, 409, 409, 409]);
  });

  it(`200: ${many} tokens are dead, and others are verified meanwhile`, async () => {
    const createdAt = first.clock.now();
    await insertTokens(first, { ecosystemId, userId, count: many - 1, createdAt });
    const { secret } = await newToken(first, ecosystemId, userId, { expiryType: 'Infinite' });
    expect(await verdicts(secret)).toEqual(['live']);
    const revoked = revoke({ holder: 'user' });
    let isDone = false;
    void revoked.then(() => (isDone = true));
    let answered = 0;
    while (!isDone) {
      expect((await first.native('GET', '/v1/self', server)).status).toBe(200);
      answered += 1;
    }
    const { status, body } = await revoked;
    expect([status, body]).toEqual([200, { revoked: many, dryRun: false }]);
    expect(answered).toBeGreaterThan(5);
    expect(await verdicts(secret)).toEqual(['revoked']);
  });
});
