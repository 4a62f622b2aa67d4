/** Which core is whose, and what a process or a core has done so far. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import process from 'node:process';

/** The server that is measured has this core for itself. */
export const serverCore = 0;
/** The load, PostgreSQL and Redis. */
export const otherCore = 1;

/** Moves this process, which makes the load, to its core. */
export function settle() {
  if (process.platform !== 'linux' || os.cpus().length < 2) {
    throw new Error('The measurements need Linux and two cores');
  }
  execFileSync('taskset', ['-a', '-c', '-p', String(otherCore), String(process.pid)]);
}

const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** CPU time that a process has used, with all its threads, in microseconds. */
export function cpuOf(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1e6) / ticksPerSecond;
}

/** Resident memory of a process, in MB. */
export function residentOf(pid) {
  const text = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(text)[1]) / 1024;
}

/** How long a core was busy so far, in microseconds. */
export function busyOf(core) {
  const line = readFileSync('/proc/stat', 'utf8')
    .split('\n')
    .find((text) => text.startsWith(`cpu${core} `));
  const [user, nice, system, , , irq, softirq, steal] = line.split(/\s+/).slice(1).map(Number);
  return ((user + nice + system + irq + softirq + steal) * 1e6) / ticksPerSecond;
}
