import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { as, mint, newUserOf, withAccount } from '../../support/processes.js';
import { eventually } from '../../support/servers.js';
import { startService } from '../../support/service.js';
import { ServiceProcess } from '../../support/service-process.js';
import { newPostgres, type Store } from '../../support/stores.js';
import { run } from '../cli/commands.js';

/** A service on PostgreSQL as a role of its own, and somebody who administers the database beside it. */
describe('a service whose PostgreSQL is changed under it', () => {
  const role = `tokenwright_role_${randomUUID().replaceAll('-', '')}`;
  let store: Store;
  let admin: Client;
  let server: Client;
  let service: ServiceProcess;
  let userId: string;
  let database: string;
  let environment: Record<string, string>;

  beforeAll(async () => {
    store = await newPostgres();
    const url = new URL(store.environment.DATABASE_URL!);
    database = url.pathname.slice(1);
    server = new Client({ connectionString: Object.assign(new URL(url), { pathname: '/postgres' }).href });
    admin = new Client({ connectionString: url.href });
    await server.connect();
    await admin.connect();
    await server.query(`CREATE ROLE ${role} LOGIN`);
    await admin.query(`GRANT ALL ON SCHEMA public TO ${role}`);
    const own = Object.assign(new URL(url), { username: role, password: '' });
    environment = { ...withAccount, DATABASE_URL: own.href };
    service = await ServiceProcess.start(environment);
    userId = await newUserOf(service);
  });
  afterAll(async () => {
    await service.kill('SIGKILL');
    await admin.end().catch(() => undefined);
    await store.remove();
    await server.query(`DROP ROLE IF EXISTS ${role}`);
    await server.end();
  });

  const ready = async () => {
    const { status, body } = await service.ask('/health/ready');
    return { status, checks: body.checks };
  };
  const cutOff = () =>
    server.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${role}'`);
  /** It is not ready for this reason, mints are 503 and not 500, and after the change is taken back all is well. */
  const expectUnready = async (check: string) => {
    await eventually(async () => expect(Object.keys((await ready()).checks ?? {})).toContain(check));
    expect((await ready()).status).toBe(503);
    const { status, headers } = await mint(service, userId);
    expect([status, headers.get('retry-after')]).toEqual([503, '5']);
  };
  const expectReady = async () => {
    await eventually(async () => expect((await ready()).status).toBe(200), 10_000);
    expect((await mint(service, userId)).status).toBe(201);
  };

  it('lost grants', async () => {
    await expectReady();
    await admin.query(`ALTER TABLE tokens OWNER TO CURRENT_USER`);
    await expectUnready('grants');
    await admin.query(`ALTER TABLE tokens OWNER TO ${role}`);
    await expectReady();
  });

  it('a database that only reads', async () => {
    await server.query(`ALTER ROLE ${role} SET default_transaction_read_only = on`);
    await cutOff();
    await expectUnready('writes');
    await server.query(`ALTER ROLE ${role} RESET default_transaction_read_only`);
    await cutOff();
    await expectReady();
  });

  it('a schema that is not there', async () => {
    await admin.query('ALTER TABLE tokens RENAME TO elsewhere');
    await expectUnready('schema');
    await admin.query('ALTER TABLE elsewhere RENAME TO tokens');
    await expectReady();
  });

  it('a role that may not sign in (28000), a database that takes no connections (55000)', async () => {
    await server.query(`ALTER ROLE ${role} NOLOGIN`);
    await cutOff();
    await expectUnready('database');
    await server.query(`ALTER ROLE ${role} LOGIN`);
    await expectReady();
    await server.query(`ALTER DATABASE ${database} ALLOW_CONNECTIONS false`);
    await cutOff();
    await expectUnready('database');
    await server.query(`ALTER DATABASE ${database} ALLOW_CONNECTIONS true`);
    await expectReady();
    expect(service.logged()).not.toContain('failed:');
  });

  it('a clock that is hours off', async () => {
    const other = await startService({ ...withAccount, DATABASE_URL: store.environment.DATABASE_URL! });
    other.clock.advance(Date.now() - other.clock.now());
    expect((await other.ask('/health/ready')).status).toBe(200);
    other.clock.advance(-7_200_000);
    const { status, body } = await other.ask('/health/ready');
    expect([status, body.checks]).toEqual([
      503,
      { clock: expect.stringMatching(/^the database's is 7\d{3} s ahead$/) },
    ]);
    await other.close();
  });

  it('a revert is refused, and done when it is forced', async () => {
    expect((await as(service, 'GET', '/v1/self')).status).toBe(200);
    const refused = await run('cli/bin/migrate', environment, 'revert');
    expect([refused.code, refused.said]).toEqual([1, expect.stringContaining('revert with --force')]);
    expect((await run('cli/bin/migrate', environment, 'revert', '--force')).code).toBe(0);
    expect((await ready()).checks.schema).toMatch(/^not applied, or reverted: /);
  });

  it('a migration behind a reader lets later readers pass', async () => {
    await admin.query('BEGIN');
    await admin.query('SELECT * FROM tokens, users, ecosystems, roles LIMIT 1');
    const reader = new Client({ connectionString: store.environment.DATABASE_URL! });
    await reader.connect();
    const migrated = run('cli/bin/migrate', environment, 'up');
    let longest = 0;
    for (const until = Date.now() + 6000; Date.now() < until;) {
      const begun = performance.now();
      await reader.query('SELECT 1 FROM tokens, users, ecosystems, roles LIMIT 1');
      longest = Math.max(longest, performance.now() - begun);
    }
    await admin.query('COMMIT');
    await reader.end();
    expect((await migrated).code).toBe(0);
    expect(longest).toBeLessThan(5000);
  });
});
