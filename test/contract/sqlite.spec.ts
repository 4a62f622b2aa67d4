import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { newToken, newUser, type Service, startService } from '../support/service.js';
import { coreContract } from './core.contract.js';

const folder = mkdtemp(join(tmpdir(), 'tokenwright-sqlite-'));
let files = 0;

/** A new file for each who asks. */
const environment = async () => ({
  DATABASE_URL: `sqlite:${join(await folder, `store-${++files}.sqlite`)}`,
});

afterAll(async () => rm(await folder, { recursive: true, force: true }));

coreContract('the core on a SQLite file', environment);

describe('a SQLite file', () => {
  let service: Service;
  let variables: Record<string, string>;

  beforeAll(async () => {
    variables = await environment();
    service = await startService(variables);
  });
  afterAll(() => service.close());

  it('is kept in WAL with full sync, and foreign keys hold', async () => {
    const dataSource = service.get(DataSource);
    const pragma = async (name: string) => Object.values((await dataSource.query(`PRAGMA ${name}`))[0])[0];
    expect(await pragma('journal_mode')).toBe('wal');
    expect(await pragma('synchronous')).toBe(2);
    expect(await pragma('foreign_keys')).toBe(1);
  });

  it('holds no secret and no password in any of its bytes', async () => {
    const user = await newUser(service, 'default', { username: 'grace', password: 'correct horse battery' });
    const { secret } = await newToken(service, 'default', user.id);
    const names = (await readdir(await folder)).filter((name) => name.includes(`store-${files}.`));
    const bytes = Buffer.concat(
      await Promise.all(names.map(async (name) => readFile(join(await folder, name)))),
    );
    expect(bytes.includes(user.id)).toBe(true);
    for (const text of [secret.slice(5), service.account.slice(5), 'correct horse battery']) {
      expect(bytes.includes(text)).toBe(false);
    }
  });
});
