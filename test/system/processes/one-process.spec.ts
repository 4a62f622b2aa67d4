import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServiceProcess } from '../../support/service-process.js';

describe('a SQLite file', () => {
  it('belongs to one process: a second service on it is refused in plain words', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tokenwright-one-process-'));
    const environment = { DATABASE_URL: `sqlite:${folder}/store.sqlite` };
    const first = await ServiceProcess.start(environment);
    try {
      await expect(ServiceProcess.start(environment)).rejects.toThrow(
        'Another Tokenwright has this database file open',
      );
      expect((await first.ask('/health/ready')).status).toBe(200);
    } finally {
      await first.kill('SIGTERM');
      rmSync(folder, { recursive: true });
    }
  });
});
