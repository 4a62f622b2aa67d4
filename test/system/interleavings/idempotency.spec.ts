import { DataSource } from 'typeorm';
import { IdempotentAnswer } from '../../../src/idempotency/idempotent-answer.entity.js';
import { MintsRepository } from '../../../src/tokens/mint/mints.repository.js';
import { countStatuses } from '../../contract/core.support.js';
import { isReplayed, keyed, seen } from '../../dialects/native/keyed.js';
import { newUser, type Service } from '../../support/service.js';
import { holdNext } from './hold.js';
import { Instances, topologies } from '../../support/instances.js';

const races = 200;

describe('requests with an Idempotency-Key to two instances on PostgreSQL', () => {
  let instances: Instances;
  let first: Service;
  let last: Service;

  beforeAll(async () => {
    instances = await Instances.start(topologies['PostgreSQL alone']!, () => ({ DATABASE_POOL_SIZE: '2' }));
    ({ first, last } = instances);
  });
  afterAll(() => instances.close());

  const newPath = async () => {
    const { id } = await newUser(first, 'default');
    return `/v1/ecosystems/default/users/${id}/tokens`;
  };
  const mint = (service: Service, path: string, key: string) => keyed(service, path, first.account, key);
  const tokens = async (path: string) =>
    (await first.native('GET', `${path}?limit=200`, first.account)).body.data as { id: string }[];

  it(`${races} races for the same key: one effect each, and whoever is answered is answered the same`, async () => {
    const path = await newPath();
    const minted: string[] = [];
    let refused = 0;
    for (let race = 0; race < races; race += 1) {
      const replies = await Promise.all([
        mint(first, path, `race-${race}`),
        mint(last, path, `race-${race}`),
      ]);
      for (const { status } of replies) expect([201, 409]).toContain(status);
      const answered = replies.filter(({ status }) => status === 201);
      expect(new Set(answered.map(({ text }) => text)).size).toBe(1);
      expect(answered.filter((reply) => isReplayed(reply) === null)).toHaveLength(1);
      minted.push(answered[0]!.body.token.id);
      refused += 2 - answered.length;
    }
    expect((await tokens(path)).map(({ id }) => id).sort()).toEqual(minted.sort());
    expect(refused).toBeGreaterThan(0);
  });

  it('409: on the other instance too, while the first one is at it; then the same answer', async () => {
    const path = await newPath();
    const held = holdNext(first.get(MintsRepository), 'insert');
    const answer = mint(first, path, 'held');
    await held.reached;
    const refused = await mint(last, path, 'held');
    expect([refused.status, refused.body.code]).toEqual([409, 'request-in-flight']);
    held.release();
    const given = seen(await answer);
    expect(given.status).toBe(201);
    expect(seen(await mint(last, path, 'held'))).toEqual(given);
    expect(await tokens(path)).toHaveLength(1);
  });

  it('the key is free again when the connection of the one that is at it is cut', async () => {
    const path = await newPath();
    const held = holdNext(first.get(MintsRepository), 'insert');
    const answer = mint(first, path, 'cut');
    await held.reached;
    await last.get(DataSource).query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND state = 'idle in transaction'`,
    );
    const other = await mint(last, path, 'cut');
    expect([other.status, isReplayed(other)]).toEqual([201, null]);
    held.release();
    expect((await answer).status).toBe(503);
    expect(await tokens(path)).toHaveLength(1);
    expect(seen(await mint(first, path, 'cut'))).toEqual(seen(other));
  });

  it('with two connections, twenty at once and verifications between them are all answered', async () => {
    const path = await newPath();
    const started = performance.now();
    const [keyedReplies, verdicts, plain] = await Promise.all([
      Promise.all(Array.from({ length: 20 }, (_, index) => mint(first, path, `many-${index}`))),
      Promise.all(
        Array.from({ length: 20 }, () =>
          keyed(first, '/v1/tokens/introspect', first.account, 'asked', { token: first.account }),
        ),
      ),
      Promise.all(Array.from({ length: 20 }, () => first.native('POST', path, first.account, {}))),
    ]);
    expect(countStatuses(keyedReplies)).toEqual({ 201: 20 });
    expect(countStatuses(plain)).toEqual({ 201: 20 });
    for (const { status } of verdicts) expect([200, 409]).toContain(status);
    expect(performance.now() - started).toBeLessThan(30_000);
    expect(await tokens(path)).toHaveLength(40);
  });

  it('a request that is held does not keep others from being answered', async () => {
    const path = await newPath();
    const held = holdNext(first.get(MintsRepository), 'insert');
    const answer = mint(first, path, 'slow');
    await held.reached;
    expect((await first.native('GET', '/v1/self', first.account)).status).toBe(200);
    expect((await first.native('POST', path, first.account, {})).status).toBe(201);
    held.release();
    expect((await answer).status).toBe(201);
  });

  it('what is kept can be read by nobody who has the database only', async () => {
    const path = await newPath();
    const { body } = await mint(first, path, 'sealed');
    const rows = await first.get(DataSource).manager.find(IdempotentAnswer);
    const texts = rows.flatMap(({ sealed }) => [sealed, Buffer.from(sealed, 'base64url').toString('latin1')]);
    expect(texts.length).toBeGreaterThan(0);
    expect(texts.filter((text) => text.includes(body.secret) || text.includes(first.account))).toEqual([]);
  });
});
