import { MemorySessionCache } from '../../src/sessions/memory-session-cache.js';
import { sessionCacheContract } from './session-cache.contract.js';
import { newSession, noon } from './sessions.js';

sessionCacheContract('the in-process session cache', () => new MemorySessionCache(1000));

describe('the in-process session cache', () => {
  it('forgets what was used longest ago when it is full', async () => {
    const cache = new MemorySessionCache(10);
    const used = ['a', 'b', 'c'];
    for (const hash of [...used, 'unused']) await cache.put(newSession({ hash }), noon);
    for (let index = 0; index < 100; index += 1) {
      await cache.put(newSession({ hash: `other ${index}` }), noon);
      await cache.get(used[index % used.length]!, noon);
    }
    const others = Array.from({ length: 100 }, (_, index) => `other ${index}`);
    const held = async (hash: string) => (await cache.peek(hash, noon)) !== undefined;
    const kept = await Promise.all([...used, 'unused', ...others].map(held));
    expect(kept.slice(0, 4)).toEqual([true, true, true, false]);
    expect(kept.at(-1)).toBe(true);
    expect(kept.filter(Boolean).length).toBeLessThanOrEqual(10);
    expect(kept.filter(Boolean).length).toBeGreaterThanOrEqual(5);
  });

  it('keeps its tombstones however full it is', async () => {
    const cache = new MemorySessionCache(3);
    await cache.invalidate({ hash: 'a' }, noon);
    for (const hash of ['b', 'c', 'd', 'e', 'f']) await cache.put(newSession({ hash }), noon);
    await cache.put(newSession({ hash: 'a' }), noon);
    expect(await cache.get('a', noon)).toBeUndefined();
  });
});
