/**
 * What each piece of code that exists for speed gains over the plain way, as a ratio of times in one run (plain ÷ ours):
 * `node shortcuts.mjs`, after `npm run build` in the folder above. Both ways take turns, in 15 rounds after warming up for
 * 1 s each; the figure is the median of the rounds, with the range of the middle half.
 */
import 'reflect-metadata';
import console from 'node:console';
import { Buffer } from 'node:buffer';
import { createRequire } from 'node:module';
import { URL } from 'node:url';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { randomFillSync } from 'node:crypto';

const dist = new URL('../dist/src/', import.meta.url);
const ours = (path) => import(new URL(path, dist));
const require = createRequire(new URL('../package.json', import.meta.url));
const { v7 } = require('uuid');
const { LRUCache } = require('lru-cache');

/** Times `count` runs of a function, in ns each. */
async function time(run, count) {
  const begun = process.hrtime.bigint();
  for (let index = 0; index < count; index += 1) {
    const result = run(index);
    if (result instanceof Promise) await result;
  }
  return Number(process.hrtime.bigint() - begun) / count;
}

async function compare(name, plain, own, count) {
  for (const run of [plain, own]) {
    const until = performance.now() + 1000;
    while (performance.now() < until) await time(run, Math.min(count, 100));
  }
  const ratios = [];
  for (let round = 0; round < 15; round += 1) {
    const isOwnFirst = round % 2 === 1;
    const first = await time(isOwnFirst ? own : plain, count);
    const second = await time(isOwnFirst ? plain : own, count);
    ratios.push(isOwnFirst ? second / first : first / second);
  }
  ratios.sort((one, other) => one - other);
  const at = (part) => ratios[Math.floor(part * (ratios.length - 1))].toFixed(2);
  console.log(`${name}: ${at(0.5)} (${at(0.25)}–${at(0.75)})`);
}

const { takeRandom } = await ours('common/ids/random.js');
const secret = Buffer.alloc(28);
await compare(
  'random bytes from a pool',
  () => randomFillSync(secret),
  () => takeRandom(secret),
  100_000,
);

const { newTimeOrderedId } = await ours('common/ids/identifier.js');
await compare(
  'UUID version 7 from that pool',
  () => v7(),
  () => newTimeOrderedId(),
  50_000,
);

const { GenerationalCache } = await ours('sessions/generational-cache.js');
const [lru, generational] = [new LRUCache({ max: 100_000 }), new GenerationalCache(100_000)];
const keys = Array.from({ length: 50_000 }, (_, index) => `key-of-a-session-${index}`);
for (const key of keys) {
  lru.set(key, { key });
  generational.set(key, { key });
}
const keyAt = (index) => keys[(index * 7919) % keys.length];
await compare(
  'session cache in two generations',
  (index) => lru.get(keyAt(index)),
  (index) => generational.get(keyAt(index)),
  200_000,
);

const { validate } = await ours('dialects/shared/validation/validate.js');
const { plainToInstance } = require('class-transformer');
const { validateSync } = require('class-validator');
const { TokenInQuestion: Dto } = await ours('dialects/native/tokens/tokens.wire.js');
const body = { token: 'tw_u_0123456789012345678901234567890123456789012' };
await compare(
  `rules of ${Dto.name} compiled`,
  () =>
    validateSync(plainToInstance(Dto, body), {
      whitelist: true,
      forbidNonWhitelisted: true,
      stopAtFirstError: true,
    }),
  () => validate(Dto, body, 'body'),
  5000,
);

const { dataSourceOptions } = await import(new URL('../ormconfig.js', dist));
const { loadConfig } = await ours('service-config.js');
const { bulkInsert } = await ours('database/bulk-insert.js');
const { openMigrated } = await ours('database/migrations/migrator.js');
const { AuditEntry } = await ours('audit/audit-entry.entity.js');
const store = await openMigrated(dataSourceOptions(loadConfig({ DATABASE_URL: 'sqlite::memory:' })));
const entry = () => ({
  id: newTimeOrderedId(),
  at: 1,
  ecosystemId: null,
  action: 'token.mint',
  targetType: 'token',
  targetId: 'x',
  callerHolder: 'system',
  callerTokenId: null,
  callerUserId: null,
  callerAddress: null,
  requestId: null,
  detail: { holder: 'user' },
});
const rows = () => Array.from({ length: 100 }, entry);
await compare(
  'bulk insert of 100 audit entries on SQLite',
  () => store.manager.insert(AuditEntry, rows()),
  () => bulkInsert(store.manager, { entity: AuditEntry, rows: rows() }),
  20,
);
await store.destroy();
