import { existsSync } from 'node:fs';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../ormconfig.js';
import { Ecosystem } from '../../src/ecosystems/ecosystem.entity.js';
import { Token } from '../../src/tokens/token.entity.js';
import { ServiceProcess } from '../support/service-process.js';
import { newPostgres } from '../support/stores.js';
import { run } from './commands.js';
import { newSqlite } from './instances.js';

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
    await run('migrate', environment, 'up');
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
    const ended = await Promise.all(Array.from({ length: 5 }, () => run('migrate', store.environment, 'up')));
    for (const { code, said } of ended) expect([code, said]).toEqual([0, '']);
    expect(new Set(ended.map(({ out }) => out)).size).toBe(1);
    await store.remove();
  });
});

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
