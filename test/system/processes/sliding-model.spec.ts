import fc from 'fast-check';
import type { Store } from '../../support/stores.js';
import { topologies } from '../../support/instances.js';
import { seed } from '../../support/random.js';
import { commands } from './sliding.arbitraries.js';
import { newModelUser } from './sliding.commands.js';
import { Model, System } from './sliding.model.js';

/** No run begins later than this after the first: a slow machine makes fewer of them. */
const mostMs = 8000;

describe.each(Object.entries(topologies))('%s', (_, { makeStore, isCached }) => {
  let store: Store;
  let system: System;

  beforeAll(async () => {
    store = await makeStore();
    system = new System(store.environment);
    await system.start();
  });
  afterAll(async () => {
    await system.stop();
    await store.remove();
  });

  it(`a token dies never early, exactly while its use is remembered, else at most its granularity late (seed ${seed})`, async () => {
    const until = Date.now() + mostMs;
    const property = fc.asyncProperty(commands, async (cmds) => {
      if (Date.now() > until) return;
      const model = new Model(isCached);
      for (let count = 0; count < 2; count += 1) await newModelUser(model, system);
      await fc.asyncModelRun(() => ({ model, real: system }), cmds);
    });
    await fc.assert(property, { seed, numRuns: 60 });
  });
});
