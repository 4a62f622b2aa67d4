import { readFileSync } from 'node:fs';
import { type IncomingMessage, request as open } from 'node:http';
import Database from 'better-sqlite3';
import { Client } from 'pg';
import { eventually } from '../../support/servers.js';
import { ServiceProcess } from '../../support/service-process.js';
import { newPostgres, type Store } from '../../support/stores.js';
import { newSqlite } from '../../support/instances.js';

const account = 'the-account-token-of-those-who-export-much';
const rows = 200_000;
/** What an export of all rows may need beyond what one of 5,000 needed, in bytes: as text the rows are 90 MB. */
const allowance = 48 * 1024 * 1024;
/** What has no place in so much heap (MB) is not there: as objects the rows would need three times as much. */
const heap = '--max-old-space-size=96';

const columns =
  'id, at, ecosystem_id, action, target_type, target_id, caller_holder, caller_token_id, caller_user_id, ' +
  'caller_address, request_id, detail';
/** One row for each number `n`, whose ids stand in the order of the numbers, before those of real entries. */
const row = (id: string) =>
  `SELECT ${id}, 1763769600000 + n, 'default', 'token.mint', 'token', '01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11',
          'account', '01964f3e-7e9c-7a31-8a41-0f6d3f1f2b10', NULL, '192.0.2.7',
          '0b0d2a5e-7d5c-4c5e-9d55-2d5a1e3f4a6b', '{"holder":"user","dialect":"native"}'`;

interface Kind {
  newStore: () => Promise<Store>;
  fill: (store: Store) => Promise<void>;
}

const kinds: Record<string, Kind> = {
  SQLite: {
    newStore: newSqlite,
    fill: async ({ environment }) => {
      const database = new Database(environment.DATABASE_URL!.slice('sqlite:'.length));
      const id = "printf('00000000-0000-7000-8000-%012d', n)";
      database.exec(
        `WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${rows})
         INSERT INTO audit_entries (${columns}) ${row(id)} FROM numbers`,
      );
      database.close();
    },
  },
  PostgreSQL: {
    newStore: newPostgres,
    fill: async ({ environment }) => {
      const client = new Client({ connectionString: environment.DATABASE_URL });
      await client.connect();
      const id = "'00000000-0000-7000-8000-' || lpad(n::text, 12, '0')";
      await client.query(
        `INSERT INTO audit_entries (${columns}) ${row(id)} FROM generate_series(1, ${rows}) AS numbers(n)`,
      );
      await client.end();
    },
  },
};

/** The answer to the export of everything, whose body is not read yet. */
function begin(service: ServiceProcess, query = ''): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${account}` };
    open(`${service.base}/v1/audit/export${query}`, { headers }, resolve).on('error', reject).end();
  });
}

function linesIn(chunk: Buffer): number {
  let lines = 0;
  for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines += 1;
  return lines;
}

const residentOf = ({ pid }: ServiceProcess): number => {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))!;
  return Number(kilobytes) * 1024;
};

describe.each(Object.entries(kinds))('the export of a long audit in %s', (_, { newStore, fill }) => {
  let store: Store;
  let service: ServiceProcess;

  beforeAll(async () => {
    store = await newStore();
    const environment = {
      ...store.environment,
      TOKENWRIGHT_BOOTSTRAP_TOKEN: account,
      NODE_OPTIONS: heap,
    };
    await (await ServiceProcess.start(environment)).kill('SIGTERM');
    await fill(store);
    service = await ServiceProcess.start(environment);
  });
  afterAll(async () => {
    await service.kill('SIGKILL');
    await store.remove();
  });

  /** Reads an export to its end; returns how many lines it had, and the most memory that the service needed. */
  const read = async (query = ''): Promise<{ lines: number; highest: number }> => {
    const answer = await begin(service, query);
    let lines = 0;
    let highest = 0;
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      lines += linesIn(chunk);
      highest = Math.max(highest, residentOf(service));
    }
    expect(answer.complete).toBe(true);
    return { lines, highest };
  };

  it('needs no more memory for 200,000 entries than for 5,000', async () => {
    const after = `?after=00000000-0000-7000-8000-${String(rows - 5000).padStart(12, '0')}`;
    const little = await read(after);
    expect(little.lines).toBeGreaterThan(5000);
    const all = await read();
    expect(all.lines).toBeGreaterThan(rows);
    expect(all.highest - little.highest).toBeLessThan(allowance);
  });

  it('reads no further while the client does not take what there is, and others are answered', async () => {
    const answer = await begin(service);
    const before = residentOf(service);
    for (let count = 0; count < 50; count += 1) {
      expect((await service.native('GET', '/v1/self', account)).status).toBe(200);
    }
    expect(residentOf(service) - before).toBeLessThan(allowance);
    // It waits: what was begun is not at its end, and the rest is still to be had.
    let lines = 0;
    for await (const chunk of answer as AsyncIterable<Buffer>) lines += linesIn(chunk);
    expect(lines).toBeGreaterThan(rows);
  });

  it('ends when the client is gone: nothing is read any more', async () => {
    const timeOf = () => {
      const [, rest] = readFileSync(`/proc/${service.pid}/stat`, 'utf8').split(') ');
      const fields = rest!.split(' ');
      return Number(fields[11]) + Number(fields[12]);
    };
    const answers = await Promise.all([begin(service), begin(service)]);
    for (const answer of answers) answer.destroy();
    // An export of all takes seconds of work: soon the process rests.
    await eventually(async () => {
      const before = timeOf();
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(timeOf() - before).toBeLessThan(5);
    });
    expect((await service.native('GET', '/v1/self', account)).status).toBe(200);
  });
});
