import pg from 'pg';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../../ormconfig.js';
import { registerPrepared, PgClient } from '../../../src/database/postgres/pg-client.js';
import { TokenStateReader } from '../../../src/tokens/verify/token-state.reader.js';
import { verdictOf } from '../../contract/core.support.js';
import { eventually } from '../../support/servers.js';
import { newToken, newUser, startService } from '../../support/service.js';
import { newPostgres, type Store } from '../../support/stores.js';

let stores: Store[];
let open: { end: () => Promise<unknown> }[];

beforeEach(() => {
  stores = [];
  open = [];
});
afterEach(async () => {
  for (const one of open) await one.end().catch(() => undefined);
  for (const store of stores) await store.remove();
});

async function newStore(): Promise<Store> {
  const store = await newPostgres();
  stores.push(store);
  return store;
}

/** A connection as the service has them, and a table of `n` and `word`, n counted up from 1. */
async function connect(rows = 10): Promise<pg.Client> {
  const { DATABASE_URL: connectionString } = (await newStore()).environment;
  const client = new PgClient({ connectionString });
  open.push(client);
  await client.connect();
  await client.query('CREATE TABLE words (n integer PRIMARY KEY, word varchar(10))');
  await add(client, 1, rows);
  return client;
}
const add = (client: pg.Client, from: number, to: number) =>
  client.query(`INSERT INTO words SELECT n, 'w' || n FROM generate_series(${from}, ${to}) AS n`);

const one = registerPrepared(
  'SELECT word FROM words WHERE n = ANY(ARRAY(SELECT json_array_elements_text($1)::integer))',
);
const ask = async (client: pg.Client, n: number) => (await client.query(one, [`[${n}]`])).rows[0]?.word;
const known = async (client: pg.Client) =>
  (await client.query('SELECT name, statement FROM pg_prepared_statements')).rows as {
    name: string;
    statement: string;
  }[];

describe('a prepared statement', () => {
  it('is parsed once by each connection, under a name that no other statement has', async () => {
    const client = await connect();
    const other = registerPrepared('SELECT count(*)::integer AS count FROM words WHERE n > $1');
    for (let n = 1; n <= 5; n += 1) {
      expect(await ask(client, n)).toBe(`w${n}`);
      expect((await client.query(other, [n])).rows).toEqual([{ count: 10 - n }]);
    }
    await client.query('SELECT word FROM words WHERE n = $1', [1]);
    const statements = await known(client);
    expect(statements.map(({ statement }) => statement).sort()).toEqual([other, one].sort());
    expect(new Set(statements.map(({ name }) => name)).size).toBe(2);
  });

  it('is the same text to two databases, and each answers from its own', async () => {
    const clients = [await connect(1), await connect(1)];
    await clients[1]!.query(`UPDATE words SET word = 'theirs'`);
    for (let time = 0; time < 10; time += 1) {
      expect(await Promise.all(clients.map((client) => ask(client, 1)))).toEqual(['w1', 'theirs']);
    }
  });

  it.each([
    ['a column changes its type', 'ALTER TABLE words ALTER COLUMN word TYPE varchar(20)'],
    ['somebody else lets go of it', 'DEALLOCATE ALL'],
    ['a column is added', 'ALTER TABLE words ADD COLUMN further text'],
  ])('is answered also when %s', async (_, change) => {
    const client = await connect();
    for (let time = 0; time < 10; time += 1) await ask(client, 1);
    await client.query(change);
    for (let time = 0; time < 3; time += 1) expect(await ask(client, 2)).toBe('w2');
  });

  it('is answered also where its name is taken', async () => {
    const [first, other] = [await connect(), await connect()];
    await ask(first, 1);
    await other.query(`PREPARE "${(await known(first))[0]!.name}" AS SELECT 'another'`);
    for (let time = 0; time < 3; time += 1) expect(await ask(other, 2)).toBe('w2');
  });

  it('that was refused once is answered when it can be', async () => {
    const client = await connect();
    await client.query('ALTER TABLE words RENAME TO hidden');
    await expect(ask(client, 1)).rejects.toThrow('does not exist');
    await client.query('ALTER TABLE hidden RENAME TO words');
    expect(await ask(client, 1)).toBe('w1');
  });

  it('whose first execution failed is there for the next one', async () => {
    const client = await connect();
    const insertion = registerPrepared('INSERT INTO words VALUES ($1, $2)');
    await expect(client.query(insertion, [1, 'again'])).rejects.toMatchObject({ code: '23505' });
    await client.query(insertion, [11, 'new']);
    expect(await ask(client, 11)).toBe('new');
  });

  it('is planned anew within a second or so, so that a table that has grown is not read as a whole', async () => {
    const client = await connect(5);
    await client.query('ANALYZE words');
    for (let time = 0; time < 10; time += 1) await ask(client, 1);
    const name = (await known(client))[0]!.name;
    const plan = async () =>
      (await client.query(`EXPLAIN EXECUTE "${name}"('[1]')`)).rows
        .map((row) => row['QUERY PLAN'])
        .join('\n');
    expect(await plan()).toContain('Seq Scan on words');
    await add(client, 6, 50_000);
    await eventually(async () => {
      expect(await ask(client, 50_000)).toBe('w50000');
      expect(await plan()).not.toContain('Seq Scan on words');
    });
  });
});

/** A plain connection to the store of a service. */
async function connectTo({ environment }: Store): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: environment.DATABASE_URL });
  open.push(client);
  await client.connect();
  return client;
}

/** The statements that the data source sends from here on, with their values. */
function takeDown(dataSource: DataSource): [string, unknown[]][] {
  const asked: [string, unknown[]][] = [];
  dataSource.logger = {
    ...{ logQueryError() {}, logQuerySlow() {}, logSchemaBuild() {}, logMigration() {}, log() {} },
    logQuery: (text, values) => asked.push([text, values as unknown[]]),
  };
  return asked;
}

const planIn = (rows: Record<string, string>[]) => rows.map((row) => row['QUERY PLAN']).join('\n');

describe('the service on PostgreSQL', () => {
  it('answers again after its connections were lost, though they knew its statements', async () => {
    const service = await startService((await newStore()).environment);
    open.push({ end: () => service.close() });
    const { id } = await newUser(service, 'default');
    const { secret } = await newToken(service, 'default', id, { expiryType: 'Infinite' });
    for (let time = 0; time < 3; time += 1) {
      expect(await verdictOf(service, secret)).toBe('live');
      await service
        .get(DataSource)
        .query(
          'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
        );
      await eventually(async () => {
        expect(await verdictOf(service, secret)).toBe('live');
        expect((await newToken(service, 'default', id, {})).token.userId).toBe(id);
      });
    }
  });

  it.each([1, 200])('finds %s of 20,000 tokens by the index of their hashes', async (count) => {
    const store = await newStore();
    const service = await startService(store.environment);
    open.push({ end: () => service.close() });
    const { id } = await newUser(service, 'default');
    const client = await connectTo(store);
    await client.query(
      `INSERT INTO tokens (id, hash, holder, ecosystem_id, user_id, dialect, checksummed, expiry_type, created_at)
       SELECT n, 'hash-' || n, 'user', 'default', $1, 'native', true, 'Infinite', 0 FROM generate_series(1, 20000) AS n`,
      [id],
    );
    const options = dataSourceOptions({
      databaseUrl: store.environment.DATABASE_URL!,
      databasePoolSize: 2,
    });
    const dataSource = await new DataSource(options).initialize();
    open.push({ end: () => dataSource.destroy() });
    const asked = takeDown(dataSource);
    const states = new TokenStateReader(dataSource);
    const hashes = Array.from({ length: count }, (_, index) => `hash-${index * 7 + 1}`);
    const found = await Promise.all(hashes.map((hash) => states.read(hash)));
    expect(found.map((state) => state!.token.hash)).toEqual(hashes);
    const [[text, values]] = asked as [[string, unknown[]]];
    await client.query('SET plan_cache_mode = force_generic_plan');
    const { rows } = await client.query(`EXPLAIN ${text}`, values);
    const plan = planIn(rows);
    expect(plan).toContain('tokens_hash');
    expect(plan).not.toContain('Seq Scan on tokens');
    expect(plan).not.toContain('Seq Scan on users');
  });

  it('looks up the user of a mint by the key, however many users the ecosystem has', async () => {
    const store = await newStore();
    const service = await startService(store.environment);
    open.push({ end: () => service.close() });
    const { id } = await newUser(service, 'default');
    const dataSource = service.get(DataSource);
    await dataSource.query(
      `INSERT INTO users SELECT (jsonb_populate_record(u, jsonb_build_object('id', 'user-' || n, 'username', 'name-' || n))).*
         FROM users u, generate_series(1, 20000) AS n WHERE u.id = $1`,
      [id],
    );
    const asked = takeDown(dataSource);
    expect((await newToken(service, 'default', 'user-777', {})).token.userId).toBe('user-777');
    const [text, values] = asked.find(([one]) => one.startsWith('WITH inserted'))!;
    const client = await connectTo(store);
    for (const mode of ['force_custom_plan', 'force_generic_plan']) {
      await client.query(`SET plan_cache_mode = ${mode}`);
      const { rows } = await client.query(`EXPLAIN ${text}`, values);
      const plan = planIn(rows);
      expect(plan).toContain('Index Cond: ((id)::text = (given."userId")::text)');
      expect(plan).not.toContain('Seq Scan on users');
    }
  });

  it('finds a page of old tokens by the index of their user, however many others were minted since', async () => {
    const store = await newStore();
    const service = await startService(store.environment);
    open.push({ end: () => service.close() });
    const { id } = await newUser(service, 'default');
    const others = await newUser(service, 'default');
    const client = await connectTo(store);
    await client.query(
      `INSERT INTO tokens (id, hash, holder, ecosystem_id, user_id, dialect, checksummed, expiry_type, created_at)
       SELECT lpad(n::text, 36, '0'), 'hash-' || n, 'user', 'default', CASE WHEN n <= 5000 THEN $1 ELSE $2 END, 'native',
              true, 'Infinite', 0 FROM generate_series(1, 50000) AS n`,
      [id, others.id],
    );
    await client.query('VACUUM ANALYZE tokens');
    const asked = takeDown(service.get(DataSource));
    const list = `/v1/ecosystems/default/users/${id}/tokens?limit=200`;
    const first = await service.native('GET', list, service.account);
    const next = await service.native('GET', `${list}&cursor=${first.body.page.nextCursor}`, service.account);
    expect([first.body.data.length, next.body.data.length]).toEqual([200, 200]);
    const pages = asked.filter(([text]) => text.includes('LIMIT 201'));
    expect(pages.length).toBe(2);
    for (const [text, values] of pages) {
      const { rows } = await client.query(`EXPLAIN ${text}`, values);
      expect(planIn(rows)).toContain('tokens_by_user');
    }
  });
});
