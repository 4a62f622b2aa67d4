import { newPostgres, newPostgresAndRedis, type Store } from '../../support/stores.js';
import { Fleet } from './fleet.js';
import { Lane } from './lane.js';
import { Random, seed } from '../../support/random.js';

const lanes = 24;

describe.each([
  ['one PostgreSQL and one Redis', newPostgresAndRedis, 10_000],
  ['one PostgreSQL without Redis', newPostgres, 1000],
] as const)('three processes on %s', (_, newStore, rounds) => {
  let store: Store;
  let fleet: Fleet;

  beforeAll(async () => {
    store = await newStore();
    fleet = await Fleet.start(3, store.environment);
  });
  afterAll(async () => {
    await fleet.stop();
    await store.remove();
  });

  it(`no stale answer in ${rounds} random interleavings of mint, use, revoke, disable, enable and delete (seed ${seed})`, async () => {
    let left = rounds;
    Lane.reset();
    const work = Array.from({ length: lanes }, async (_, index) => {
      const lane = new Lane(fleet, new Random(seed + index));
      while (left-- > 0 && Lane.wrong.length === 0) await lane.round();
      await lane.conclude();
    });
    await Promise.all(work);
    expect(Lane.wrong).toEqual([]);
    // Most questions had but one right answer, and most ends were promised at once.
    expect(Lane.sure).toBeGreaterThan(rounds);
    expect(Lane.unavailable).toBeLessThan(rounds / 100);
  }, 300_000);
});
