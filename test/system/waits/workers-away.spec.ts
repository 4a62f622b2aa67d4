import { execFileSync } from 'node:child_process';
import { withAccount } from '../../support/processes.js';
import { PrivatePostgres, eventually } from '../../support/servers.js';
import { ServiceProcess } from '../../support/service-process.js';

const childrenOf = (pid: number): number[] =>
  execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([, parent]) => parent === pid)
    .map(([child]) => child!);

describe('workers that die while the database is away', () => {
  it('are replaced after growing pauses, and the service ends with exit code 1 when none could start', async () => {
    const postgres = await PrivatePostgres.start();
    const service = await ServiceProcess.start({ ...withAccount, DATABASE_URL: postgres.url, WORKERS: '2' });
    try {
      await postgres.stop();
      const from = performance.now();
      for (const pid of childrenOf(service.pid)) process.kill(pid, 'SIGKILL');
      await eventually(async () => expect(service.isRunning).toBe(false), 200_000);
      expect(performance.now() - from).toBeGreaterThan(110_000);
      const { code } = await service.kill('SIGTERM');
      expect(code).toBe(1);
      const pauses = [...service.said().matchAll(/a replacement starts in (\d+) s/g)].map(([, pause]) =>
        Number(pause),
      );
      // Two workers each: 1, 2, 4, 8, 16 and 30 s.
      expect([...new Set(pauses)].slice(0, 5)).toEqual([1, 2, 4, 8, 16]);
      // Without growing pauses there would be more than two hundred; a slow machine counts its two minutes late.
      expect(pauses.length).toBeLessThan(24);
      expect(service.said()).toMatch(/No worker could start for 120 s: Tokenwright exits\.\n$/);
    } finally {
      await service.kill('SIGKILL');
      await postgres.remove();
    }
  }, 300_000);
});
