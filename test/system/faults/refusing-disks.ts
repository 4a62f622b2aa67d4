import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { eventually } from '../../support/servers.js';
import type { ServiceProcess } from '../../support/service-process.js';

/** A folder for SQLite files, on which writes can be made to fail and to succeed again. */
export interface RefusingDisk {
  folder: string;
  /** What the service process that uses it needs. */
  environment: Record<string, string>;
  refuse: (service: ServiceProcess, file: string) => Promise<void>;
  relent: (service: ServiceProcess) => Promise<void>;
  remove: () => void;
}

/** A machine that is slow refuses nothing meanwhile. */
const onlyTheDisk = { OVERLOAD_WAIT: '0' };

const newFolder = () => mkdtempSync(join(tmpdir(), 'tokenwright-disk-'));

/** Loads `sqlite-faults.mjs` into a service process. */
export const withFault = (fault: string) => ({
  ...onlyTheDisk,
  NODE_OPTIONS: `--import ${resolve('test/support/sqlite-faults.mjs')}`,
  TEST_SQLITE_FAULT: fault,
});

/** Turns the fault that was loaded into the process on or off. */
export async function turnFault(service: ServiceProcess): Promise<void> {
  const known = service.said().split('The fault is').length;
  process.kill(service.pid, 'SIGWINCH');
  await eventually(async () => expect(service.said().split('The fault is').length).toBeGreaterThan(known));
}

/** SQLITE_FULL: SQLite itself is told that the file may not grow. */
export function boundedPages(): RefusingDisk {
  const folder = newFolder();
  return {
    folder,
    environment: withFault('pages'),
    refuse: turnFault,
    relent: turnFault,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** SQLITE_IOERR_WRITE: the system lets the process write no file beyond a length. */
export function boundedFiles(): RefusingDisk {
  const folder = newFolder();
  const limit = ({ pid }: ServiceProcess, length: string) =>
    execFileSync('prlimit', ['--pid', String(pid), `--fsize=${length}:`]);
  return {
    folder,
    environment: onlyTheDisk,
    refuse: async (service, file) => void limit(service, String(statSync(`${file}-wal`).size + 10_000)),
    relent: async (service) => void limit(service, 'unlimited'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** SQLITE_FULL by ENOSPC: a small file system that another file fills. Where none can be mounted: `boundedPages`. */
export function smallDisk(): RefusingDisk {
  const folder = newFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    rmSync(folder, { recursive: true });
    return boundedPages();
  }
  const ballast = join(folder, 'ballast');
  return {
    folder,
    environment: onlyTheDisk,
    refuse: async () => fill(ballast),
    relent: async () => rmSync(ballast, { force: true }),
    remove: () => {
      execFileSync('umount', ['--lazy', folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function fill(path: string): void {
  const file = openSync(path, 'a');
  try {
    for (;;) writeSync(file, Buffer.alloc(4096, 1));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  } finally {
    closeSync(file);
  }
}
