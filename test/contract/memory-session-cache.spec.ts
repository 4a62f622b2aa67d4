import { MemorySessionCache } from '../../src/tokens/memory-session-cache.js';
import { sessionCacheContract } from './session-cache.contract.js';
import { newSession, noon } from './sessions.js';

sessionCacheContract('the in-process session cache', () => new MemorySessionCache(1000));

describe('the in-process session cache', () => {
  it('forgets what was used longest ago when it is full', async () => {
    const cache = new MemorySessionCache(3);
    const sessions = ['a', 'b', 'c'].map((hash) => newSession({ hash }));
    for (const session of sessions) await cache.put(session, noon);
    await cache.get('a', noon);
    await cache.put(newSession({ hash: 'd' }), noon);
    const got = await Promise.all(['a', 'b', 'c', 'd'].map((hash) => cache.get(hash, noon)));
    expect(got.map((session) => session?.hash)).toEqual(['a', undefined, 'c', 'd']);
  });

  it('keeps its tombstones however full it is', async () => {
    const cache = new MemorySessionCache(3);
    await cache.bury({ hash: 'a' }, noon);
    for (const hash of ['b', 'c', 'd', 'e', 'f']) await cache.put(newSession({ hash }), noon);
    await cache.put(newSession({ hash: 'a' }), noon);
    expect(await cache.get('a', noon)).toBeUndefined();
  });
});
