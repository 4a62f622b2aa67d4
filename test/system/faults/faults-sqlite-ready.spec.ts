import Database from 'better-sqlite3';
import { account, as, mint, newUserOf, withAccount } from '../../support/processes.js';
import { eventually } from '../../support/servers.js';
import { ServiceProcess } from '../../support/service-process.js';
import { boundedPages, type RefusingDisk, turnFault, withFault } from './refusing-disks.js';

let disk: RefusingDisk;
let service: ServiceProcess;
let userId: string;

const start = async (environment: Record<string, string>) => {
  disk = boundedPages();
  const url = `sqlite:${disk.folder}/store.sqlite`;
  service = await ServiceProcess.start({ ...withAccount, DATABASE_URL: url, ...environment });
  userId = await newUserOf(service);
};
const ready = async () => {
  const { status, body } = await service.ask('/health/ready');
  return [status, body.checks];
};
const linesWith = (text: string) =>
  service
    .logged()
    .split('\n')
    .filter((line) => line.includes(text)).length;

afterEach(async () => {
  if (service.isRunning) await service.kill('SIGKILL');
  disk.remove();
});

describe('while a SQLite file may not grow', () => {
  it('all dialects say 503 and when to ask again, one line of the log, a metric and readiness tell of it, and of its end', async () => {
    await start(withFault('pages'));
    const { body } = await as(service, 'POST', '/v1/ecosystems/default/server-tokens', {});
    const key = `Bearer ${body.secret}`;
    expect(await ready()).toEqual([200, undefined]);
    await turnFault(service);
    await eventually(async () => expect((await mint(service, userId)).status).toBe(503), 60_000);
    const asks = [
      ['/v1/enterprise/user-tokens/user-x', 'POST', { authorization: key }, {}],
      ['/api/v1/users.create', 'POST', { 'x-auth-token': account, 'x-user-id': 'rocket' }, {}],
    ] as const;
    for (const [path, method, headers, json] of asks) {
      const reply = await service.ask(path, { method, headers, json });
      expect([path, reply.status >= 500 ? reply.status : 503]).toEqual([path, 503]);
    }
    expect(await ready()).toEqual([503, { writes: 'refused: SqliteError, code SQLITE_FULL' }]);
    expect(linesWith('The database refuses')).toBe(1);
    const metrics = await as(service, 'GET', '/metrics');
    expect(metrics.text).toMatch(/^tokenwright_database_refusing 1$/m);
    await turnFault(service);
    await eventually(async () => expect((await ready())[0]).toBe(200));
    expect((await mint(service, userId)).status).toBe(201);
    expect(linesWith('The database answers again')).toBe(1);
  });
});

describe('a SQLite connection that cannot be brought outside of a transaction', () => {
  it('ends the process, which says why and acknowledges nothing', async () => {
    await start(withFault('stuck'));
    await turnFault(service);
    await expect(mint(service, userId)).rejects.toThrow();
    await eventually(async () => expect(service.isRunning).toBe(false));
    expect(linesWith('neither committed nor rolled back')).toBe(1);
  });
});

describe('another program at the file of a running service', () => {
  it('is refused, and makes no write of the service wait or fail (SQLITE_BUSY cannot occur)', async () => {
    await start({});
    const other = new Database(`${disk.folder}/store.sqlite`, { timeout: 0 });
    for (const statement of ['BEGIN EXCLUSIVE', 'SELECT * FROM tokens', 'PRAGMA wal_checkpoint(TRUNCATE)']) {
      expect(() => other.prepare(statement).all()).toThrow(/locked|does not return data/);
      expect((await mint(service, userId)).status).toBe(201);
    }
    other.close();
    expect((await mint(service, userId)).status).toBe(201);
  });
});
