import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import {
  as,
  type Fleet,
  isActive,
  newTokenOf,
  newUserOf,
  repeat,
  sessionKey,
  startFleet,
  tombstoneKey,
  warm,
  whenAllLoseRedis,
  whenAllUseRedis,
} from '../../support/processes.js';
import { eventually } from '../../support/servers.js';
import type { ServiceProcess } from '../../support/service-process.js';

const folder = mkdtempSync(join(tmpdir(), 'tokenwright-redis-'));
let fleet: Fleet;
let first: ServiceProcess;
let second: ServiceProcess;
let userId: string;

beforeAll(async () => {
  fleet = await startFleet(folder);
  [first, second] = fleet.all;
  userId = await newUserOf(first);
});
afterAll(async () => {
  await fleet.end();
  rmSync(folder, { recursive: true, force: true });
});

describe('when Redis is emptied', () => {
  it('nobody is logged out, whatever the lifetime and whichever process is asked', async () => {
    const lifetimes = [{ expiryType: 'Infinite' }, { ttl: 3600 }, { expiryType: 'SlidingTtl', ttl: 2 }];
    const tokens = await Promise.all(lifetimes.map((lifetime) => newTokenOf(first, userId, lifetime)));
    await warm(fleet.all, tokens);
    let round = 0;
    let live = 0;
    const stopUsing = repeat(6, async () => {
      round += 1;
      expect(await isActive(fleet.all[round % 3]!, tokens[(round * 7) % tokens.length]!)).toBe(true);
      live += 1;
    });
    // Longer than the sliding token lives without the uses of which Redis is made to forget.
    for (let emptied = 0; emptied < 12; emptied += 1) {
      await fleet.client.flushall();
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    await stopUsing();
    expect(live).toBeGreaterThan(100);
    await warm(fleet.all, tokens);
  });

  it('in the middle of a revocation: the token is refused by every process when it is answered', async () => {
    await whenAllUseRedis(fleet.all, 5000);
    const token = await newTokenOf(first, userId);
    await warm(fleet.all, [token]);
    const client = new Client({ connectionString: fleet.environment.DATABASE_URL });
    await client.connect();
    try {
      await client.query('BEGIN');
      await client.query('SELECT 1 FROM tokens WHERE id = $1 FOR UPDATE', [token.id]);
      const revoking = as(first, 'DELETE', `/v1/ecosystems/default/tokens/${token.id}`);
      await eventually(async () => expect(await fleet.client.exists(tombstoneKey(token))).toBe(1));
      await fleet.client.flushall();
      expect(await isActive(second, token)).toBe(true);
      expect(await fleet.client.exists(sessionKey(token))).toBe(1);
      await client.query('COMMIT');
      expect((await revoking).status).toBe(204);
    } finally {
      await client.end();
    }
    for (const process of fleet.all) expect(await isActive(process, token)).toBe(false);
  });
});

describe('when Redis crashes and starts again at once from an older snapshot', () => {
  it('a token that was revoked after the snapshot stays dead for every process', async () => {
    // Whether a process notices the pause depends on the moment: several are tried.
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await whenAllUseRedis(fleet.all, 5000);
      const token = await newTokenOf(first, userId);
      await eventually(async () => {
        await warm(fleet.all, [token]);
        expect(await fleet.client.exists(sessionKey(token))).toBe(1);
      });
      await fleet.client.save();
      await eventually(async () => {
        const { status } = await as(first, 'DELETE', `/v1/ecosystems/default/tokens/${token.id}`);
        expect(status).toBe(204);
      });
      await fleet.redis.stop();
      await fleet.redis.start();
      await eventually(() => fleet.client.ping());
      expect(await fleet.client.exists(sessionKey(token))).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 300));
      for (const process of fleet.all) expect(await isActive(process, token)).toBe(false);
    }
  });
});

describe('when the process that revoked a token while Redis was frozen is killed', () => {
  it('the token is dead for the others from the moment at which Redis answers them', async () => {
    const third = fleet.all[2];
    const token = await newTokenOf(first, userId);
    await warm(fleet.all, [token]);
    const others = [first, second];
    const lost = whenAllLoseRedis(others);
    fleet.redis.freeze();
    try {
      const { status } = await as(third, 'DELETE', `/v1/ecosystems/default/tokens/${token.id}`);
      expect(status).toBe(503);
      await third.kill('SIGKILL');
      await lost(5000);
      for (const process of others) expect(await isActive(process, token)).toBe(false);
    } finally {
      fleet.redis.thaw();
    }
    await whenAllUseRedis(others, 5000);
    expect(await fleet.client.exists(sessionKey(token))).toBe(1);
    for (const process of others) expect(await isActive(process, token)).toBe(false);
  });
});
