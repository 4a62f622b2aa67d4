import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withAccount } from '../../support/processes.js';
import { startService } from '../../support/service.js';
import { ServiceProcess } from '../../support/service-process.js';
import { Acknowledged } from './acknowledged.js';
import { Random, seed } from '../../support/random.js';
import { boundedFiles, boundedPages, type RefusingDisk, smallDisk } from './refusing-disks.js';

/** TEST_SEED repeats the run of that seed alone, once for each kind. */
const runs = (count: number) => (process.env.TEST_SEED === undefined ? count : 1);
const mostActs = 600;

/** Stores that were made once, to begin each run with. */
const template = mkdtempSync(join(tmpdir(), 'tokenwright-template-'));
const nameOf = (folder: string) => join(folder, 'store.sqlite');
const storeIn = (folder: string) => ({ ...withAccount, DATABASE_URL: `sqlite:${nameOf(folder)}` });

beforeAll(async () => {
  const service = await ServiceProcess.start(storeIn(template));
  await service.kill('SIGTERM');
});
afterAll(() => rmSync(template, { recursive: true, force: true }));

/** One life of a service whose disk refuses now and then, its end, and what a later life finds. */
async function live(disk: RefusingDisk, runSeed: number): Promise<string[]> {
  const random = new Random(runSeed);
  cpSync(template, disk.folder, { recursive: true });
  const service = await ServiceProcess.start({ ...storeIn(disk.folder), ...disk.environment });
  const acknowledged = new Acknowledged(random);
  const found: string[] = [];
  const act = async (times: number) => {
    for (let time = 0; time < times; time += 1) await acknowledged.act(service);
  };
  await act(1 + random.below(30));
  for (let time = 1 + random.below(3); time > 0; time -= 1) {
    await disk.refuse(service, nameOf(disk.folder));
    acknowledged.refusedInARow = 0;
    const least = 2 + random.below(4);
    for (let left = mostActs; acknowledged.refusedInARow < least; left -= 1) {
      if (left === 0) throw new Error('The disk never refused');
      await acknowledged.act(service);
    }
    await disk.relent(service);
    const { refused } = acknowledged.counts;
    await act(10 + random.below(30));
    if (acknowledged.counts.refused > refused) found.push('refused although there was room');
  }
  found.push(...(await acknowledged.differences(service)).map((text) => `before the end: ${text}`));
  await service.kill(random.of(['SIGTERM', 'SIGKILL']));
  const next = await startService(storeIn(disk.folder));
  found.push(...(await acknowledged.differences(next)));
  await next.close();
  return found;
}

describe.each([
  ['SQLite may not grow (SQLITE_FULL)', boundedPages, 20],
  ['the system lets no file grow (SQLITE_IOERR)', boundedFiles, 20],
  ['a small disk is full (ENOSPC)', smallDisk, 12],
])('%s', (_, newDisk, count) => {
  it(`a restart finds all that was acknowledged, and nothing else: ${runs(count)} times`, async () => {
    const wrong: Record<string, string[]> = {};
    for (let run = 0; run < runs(count); run += 1) {
      const disk = newDisk();
      const runSeed = seed + run;
      try {
        const found = await live(disk, runSeed);
        if (found.length > 0) wrong[`TEST_SEED=${runSeed}`] = found.slice(0, 5);
      } catch (error) {
        throw new Error(`TEST_SEED=${runSeed}: ${(error as Error).message}`, { cause: error });
      } finally {
        disk.remove();
      }
    }
    console.info(`seeds ${seed} to ${seed + runs(count) - 1}`);
    expect(wrong).toEqual({});
  }, 600_000);
});
