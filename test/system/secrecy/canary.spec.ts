import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { ServiceProcess } from '../../support/service-process.js';
import { newPostgresAndRedis, type Store } from '../../support/stores.js';
import { account, gate, startCodeSink, type CodeSink, type Use, useEverything } from './canary.use.js';

/** What a short secret would be found in by chance is no find: a code of six digits stands by itself. */
function isIn(text: string, secret: string): boolean {
  if (secret.length > 6) return text.includes(secret);
  return new RegExp(`(?<![0-9A-Za-z.])${secret}(?![0-9A-Za-z.])`).test(text);
}

function expectNone(secrets: Set<string>, places: Record<string, string>): void {
  for (const [place, text] of Object.entries(places)) {
    // A place where nothing was written would prove nothing.
    expect({ place, isEmpty: text === '' }).toEqual({ place, isEmpty: false });
    const found = [...secrets].filter((secret) => isIn(text, secret));
    expect({ place, found }).toEqual({ place, found: [] });
  }
}

let sink: CodeSink;
beforeAll(async () => {
  sink = await startCodeSink();
});
afterAll(() => sink.server.close());

const environment = () => ({
  LOG_LEVEL: 'trace',
  TOKENWRIGHT_BOOTSTRAP_TOKEN: account,
  CREATE_TOKENS_FOR_USERS_SECRET: gate,
  ACCOUNTS_REGISTRATION_FORM: 'Public',
  SFOX_VERIFICATION_URL: sink.url,
  RATE_LIMITS: 'on',
  RATE_LIMIT_FAILED_AUTH: '100000',
  RATE_LIMIT_PER_ADDRESS: '1000000',
});

/** What was told to anybody. */
const told = (service: ServiceProcess, { refusals, readings }: Use) => ({
  logs: service.logged(),
  'words for people': service.said(),
  refusals: refusals.join('\n'),
  readings: readings.join('\n'),
});

describe('no secret that was minted or presented', () => {
  it('is in the database, in Redis, in the logs, in a refusal, or in what can be read, with PostgreSQL and Redis', async () => {
    const store = await newPostgresAndRedis();
    const service = await ServiceProcess.start({ ...environment(), ...store.environment });
    const redis = new Redis(store.environment.REDIS_URL!);
    try {
      const use = await useEverything(service, sink);
      expect(use.secrets.size).toBeGreaterThan(35);
      const kept = await keptIn(redis, store.environment.REDIS_PREFIX!);
      expect(kept.length).toBeGreaterThan(20);
      expectNone(use.secrets, {
        ...told(service, use),
        redis: kept.join('\n'),
        postgres: await rowsOf(store),
      });
    } finally {
      await service.kill('SIGTERM');
      await redis.quit();
      await store.remove();
    }
  });

  it('is in the files of SQLite, while it runs or afterwards, in the logs, in a refusal, or in what can be read', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tokenwright-canary-'));
    const service = await ServiceProcess.start({
      ...environment(),
      DATABASE_URL: `sqlite:${folder}/store.sqlite`,
    });
    const files = () =>
      Object.fromEntries(
        readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'latin1')]),
      );
    try {
      const use = await useEverything(service, sink);
      const running = files();
      expect(Object.keys(running)).toContain('store.sqlite-wal');
      expectNone(use.secrets, { ...running, ...told(service, use) });
      await service.kill('SIGTERM');
      expectNone(use.secrets, files());
      // The search finds what is there.
      expect(isIn(files()['store.sqlite']!, 'ada@acme.example')).toBe(true);
    } finally {
      await service.kill('SIGKILL');
      rmSync(folder, { recursive: true });
    }
  });
});

/** Every key with its value, as text and as Redis itself would dump it. */
async function keptIn(redis: Redis, prefix: string): Promise<string[]> {
  const kept: string[] = [];
  for await (const keys of redis.scanStream({ match: `${prefix}*`, count: 1000 })) {
    for (const key of keys as string[]) {
      const type = await redis.type(key);
      if (type !== 'string' && type !== 'hash') throw new Error(`${key} is of the type ${type}`);
      const value = type === 'hash' ? await redis.hgetall(key) : await redis.get(key);
      const dumped = await redis.dumpBuffer(key);
      kept.push(`${key} ${JSON.stringify(value)} ${dumped?.toString('latin1')}`);
    }
  }
  return kept;
}

/** All rows of all tables that there are. */
async function rowsOf({ environment: { DATABASE_URL } }: Store): Promise<string> {
  const client = new Client({ connectionString: DATABASE_URL });
  await client.connect();
  try {
    const tables = await client.query(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`,
    );
    expect(tables.rowCount).toBeGreaterThanOrEqual(6);
    const texts: string[] = [];
    for (const { name } of tables.rows) {
      const { rows } = await client.query(`SELECT row_to_json(one)::text AS text FROM "${name}" AS one`);
      texts.push(...rows.map(({ text }) => text));
    }
    return texts.join('\n');
  } finally {
    await client.end();
  }
}
