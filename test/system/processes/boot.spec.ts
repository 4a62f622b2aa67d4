import { existsSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../../ormconfig.js';
import { Ecosystem } from '../../../src/ecosystems/ecosystem.entity.js';
import { Token } from '../../../src/tokens/token.entity.js';
import { eventually } from '../../support/servers.js';
import { ServiceProcess } from '../../support/service-process.js';
import { newPostgres } from '../../support/stores.js';
import { run } from '../cli/commands.js';
import { newSqlite } from '../../support/instances.js';

describe('the first boot', () => {
  it('five processes at once on an empty database all come up, and one of them tells the first token', async () => {
    const store = await newPostgres();
    const processes = await Promise.all(
      Array.from({ length: 5 }, () => ServiceProcess.start(store.environment)),
    );
    try {
      // What is told comes a moment after that it listens.
      for (const process of processes) expect((await process.ask('/health/ready')).status).toBe(200);
      const told = processes.flatMap((process) => [...process.said().matchAll(/export TW=(\S+)/g)]);
      expect(told).toHaveLength(1);
      for (const process of processes) {
        const self = await process.native('GET', '/v1/self', told[0]![1]!);
        expect([self.status, self.body.holder]).toEqual([200, 'account']);
      }
      const databaseUrl = store.environment.DATABASE_URL!;
      const dataSource = await new DataSource(
        dataSourceOptions({ databaseUrl, databasePoolSize: 2 }),
      ).initialize();
      const ecosystems = await dataSource.manager.find(Ecosystem);
      expect(ecosystems.map(({ id }) => id)).toEqual(['default']);
      expect(await dataSource.manager.count(Token)).toBe(1);
      await dataSource.destroy();
    } finally {
      await Promise.all(processes.map((process) => process.kill('SIGTERM')));
      await store.remove();
    }
  });

  it('with a token of one’s own, three processes at once on empty tables all know it, and none tells one', async () => {
    const store = await newPostgres();
    const TOKENWRIGHT_BOOTSTRAP_TOKEN = 'chosen-by-the-operator-of-this-place-1';
    const environment = { ...store.environment, TOKENWRIGHT_BOOTSTRAP_TOKEN };
    await run('cli/bin/migrate', environment, 'up');
    const processes = await Promise.all(Array.from({ length: 3 }, () => ServiceProcess.start(environment)));
    try {
      for (const process of processes) {
        expect((await process.native('GET', '/v1/self', TOKENWRIGHT_BOOTSTRAP_TOKEN)).status).toBe(200);
        expect(process.said()).not.toContain('export TW');
      }
    } finally {
      await Promise.all(processes.map((process) => process.kill('SIGTERM')));
      await store.remove();
    }
  });

  it('commands that bring the schema up at once do it once, and all end well', async () => {
    const store = await newPostgres();
    const ended = await Promise.all(
      Array.from({ length: 5 }, () => run('cli/bin/migrate', store.environment, 'up')),
    );
    for (const { code, said } of ended) expect([code, said]).toEqual([0, '']);
    expect(new Set(ended.map(({ out }) => out)).size).toBe(1);
    await store.remove();
  });
});

describe('the first token is never lost', () => {
  it.each(['PORT', 'METRICS_PORT'])(
    'with %s taken nothing is made; the next start makes and tells it',
    async (name) => {
      const store = await newSqlite();
      const file = store.environment.DATABASE_URL!.slice('sqlite:'.length);
      const other = createServer();
      await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
      const { port } = other.address() as AddressInfo;
      const environment = { HOST: '127.0.0.1', METRICS_HOST: '127.0.0.1', PORT: '0', [name]: String(port) };
      const { code, said } = await run('main', { ...store.environment, ...environment });
      await new Promise((resolve) => other.close(resolve));
      expect([code, existsSync(file)]).toEqual([1, false]);
      expect(said).toContain(name);
      const next = await ServiceProcess.start(store.environment);
      const told = await eventually(async () => secretIn(next.said()));
      expect((await next.native('GET', '/v1/self', told)).status).toBe(200);
      await next.kill('SIGTERM');
      await store.remove();
    },
  );

  it('into a log it is not printed: none is made, and the start says how to get one', async () => {
    const store = await newPostgres();
    const environment = { ...store.environment, NODE_ENV: 'production' };
    const first = await ServiceProcess.start(environment);
    try {
      await eventually(async () => expect(first.said()).toContain('tokenwright account-token create'));
      expect(first.said() + first.logged()).not.toContain('tw_a_');
      const { code, out } = await run('cli/tokenwright', environment, 'account-token', 'create', '-q');
      expect([code, out]).toEqual([0, expect.stringMatching(/^tw_a_\S+\n$/)]);
      expect((await first.native('GET', '/v1/self', out.trim())).body.holder).toBe('account');
      const ecosystem = await first.native('GET', '/v1/ecosystems/default', out.trim());
      expect(ecosystem.status).toBe(200);
      const { body } = await first.native('GET', '/v1/audit?action=token.mint', out.trim());
      expect(body.data[0]).toMatchObject({ action: 'token.mint', callerHolder: 'system' });
    } finally {
      await first.kill('SIGTERM');
      await store.remove();
    }
  });

  it('lost on SQLite: account-token create says that the service must stop, and then makes one', async () => {
    const store = await newSqlite();
    const service = await ServiceProcess.start(store.environment);
    const busy = await run('cli/tokenwright', store.environment, 'account-token', 'create');
    expect([busy.code, busy.out]).toEqual([1, '']);
    expect(busy.said).toContain('Stop it, and start it again afterwards.');
    await service.kill('SIGTERM');
    const made = await run('cli/tokenwright', store.environment, 'account-token', 'create', '--ttl', '1h');
    expect([made.code, made.out]).toEqual([0, expect.stringMatching(/^export TW=tw_a_\S+\n$/)]);
    const again = await ServiceProcess.start(store.environment);
    const self = await again.native('GET', '/v1/self', secretIn(made.out));
    expect(self.body.holder).toBe('account');
    await again.kill('SIGTERM');
    await store.remove();
  });
});

function secretIn(text: string): string {
  const [, secret] = /export TW=(\S+)/.exec(text) ?? [];
  if (secret === undefined) throw new Error(`No token is told: ${text}`);
  return secret;
}

describe('what does not go with SQLite', () => {
  it('Redis and several workers are refused together, in plain words, before anything is made', async () => {
    const store = await newSqlite();
    const more = { REDIS_URL: 'redis://127.0.0.1:1', WORKERS: '2' };
    const { code, out, said } = await run('main', { ...store.environment, ...more, PORT: '0' });
    expect([code, out]).toEqual([1, '']);
    expect(said).toBe(
      'The configuration has 2 fault(s):\n' +
        '  - REDIS_URL needs PostgreSQL: a SQLite file belongs to one process, which caches by itself\n' +
        '  - WORKERS above 1 needs PostgreSQL: a SQLite file belongs to one process\n',
    );
    expect(existsSync(store.environment.DATABASE_URL!.slice('sqlite:'.length))).toBe(false);
    await store.remove();
  });

  it('a second process on the file is refused in plain words, and the first one goes on', async () => {
    const store = await newSqlite();
    const first = await ServiceProcess.start(store.environment);
    try {
      const { code, said } = await run('main', { ...store.environment, PORT: '0' });
      expect([code, said]).toEqual([
        1,
        'Another Tokenwright has this database file open: a SQLite file belongs to one process.\n',
      ]);
      expect((await first.ask('/health/ready')).status).toBe(200);
    } finally {
      await first.kill('SIGTERM');
      await store.remove();
    }
  });
});
