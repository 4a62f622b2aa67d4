import { createHash } from 'node:crypto';
import { DataSource } from 'typeorm';
import { newSecret } from '../../../src/tokens/secrets/secret.js';
import { copyOf, setStage, type Stage } from '../../dialects/examples.js';
import { newTenant, newToken, newUser } from '../../support/service.js';
import { deactivate, deadSecrets, newCustomer } from '../../support/vendors.js';
import type { Credentials } from './adversary.attacks.js';

/** A stage on which every attack finds the same things, and on which it is seen what it changed. */
export interface Target extends Stage {
  port: number;
  credentials: Credentials;
  watch: Watch;
}

/** Parameters as of `setStage`. */
export async function newTarget(secret?: string, environment: Record<string, string> = {}): Promise<Target> {
  const stage = await setStage(secret, environment);
  const { service } = stage;
  const credentials = await credentialsOn(stage);
  const restore = await copyOf(service.get(DataSource));
  const { port } = service.app.getHttpServer().address() as { port: number };
  return { ...stage, port, credentials, restore, watch: await Watch.on(service.get(DataSource)) };
}

async function credentialsOn({ service, server }: Stage): Promise<Credentials> {
  const customer = await newCustomer(service);
  const bearer = (text: string): [string, string][] => [['authorization', `Bearer ${text}`]];
  const two = (text: string, id: string): [string, string][] => [
    ['x-auth-token', text],
    ['x-user-id', id],
  ];
  const ada = await newUser(service, 'default', {});
  const adas = (await newToken(service, 'default', ada.id)).secret;
  const foreigner = await newUser(service, (await newTenant(service)).ecosystemId, { roles: ['admin'] });
  const foreigners = (await newToken(service, foreigner.ecosystemId, foreigner.id)).secret;
  const gone = await newUser(service, 'default', { roles: ['admin'] });
  const gones = (await newToken(service, 'default', gone.id)).secret;
  await deactivate(service, gone);
  const dead = [[], two(gones, gone.id), two(adas, foreigner.id), two('x', ada.id), two('', '')];
  for (const make of Object.values(deadSecrets)) {
    const text = await make(service, customer);
    dead.push(bearer(text), bearer(`default:${text}`), two(text, ada.id));
  }
  const cutOff = server.slice(0, -1);
  for (const text of [cutOff, `${cutOff}!`, server.toUpperCase(), `${server}x`, newSecret('long', 'user')]) {
    dead.push(bearer(text));
  }
  // Two routes of OAuth take a key so: there nobody else has its name.
  dead.push([['authorization', `Basic ${Buffer.from(`acme:${server}`).toString('base64')}`]]);
  dead.push([['authorization', `Bearer nowhere:${server}`]], [['authorization', `Bearer ${server} x`]]);
  dead.push([['authorization', '']], [['authorization', `Bearer ${'x'.repeat(6000)}`]]);
  const narrow = await service.native('POST', '/v1/account-tokens', service.account, {
    permissions: ['users:read'],
  });
  const others = [customer.key, service.account, adas, foreigners, narrow.body.secret].map(bearer);
  return { dead, others: [...others, two(adas, ada.id), two(foreigners, foreigner.id)] };
}

/** When a token was last used follows from asking at all, whatever the answer. */
const columnsOfUse = ['last_used_at', 'expires_at'];

/** A failed login is refused, and counted. */
const kept: Record<string, string> = { audit_entries: " WHERE action <> 'user.login-failed'" };

/** Sees whether anything in the store is other than it was. */
export class Watch {
  private changes = '';
  private first = '';

  private constructor(
    private readonly dataSource: DataSource,
    private readonly contents: string,
  ) {}

  static async on(dataSource: DataSource): Promise<Watch> {
    // One statement for all: it is asked after each request.
    const tables = dataSource.entityMetadatas
      .filter(({ tableName }) => tableName !== 'failed_logins')
      .map(({ tableName, columns }) => {
        const names = columns
          .map(({ databaseName }) => databaseName)
          .filter((one) => !columnsOfUse.includes(one));
        const fields = names.map((name) => `coalesce(CAST(${name} AS text), '-')`).join(` || ' ' || `);
        return `SELECT '${tableName}' AS name, ${fields} AS fields FROM ${tableName}${kept[tableName] ?? ''}`;
      });
    const watch = new Watch(dataSource, `${tables.join(' UNION ALL ')} ORDER BY 1, 2`);
    watch.changes = await watch.written();
    watch.first = await watch.digest();
    return watch;
  }

  /** Whether the store is other than at first. Cheap where it knows that no row was written since it was asked last. */
  async isOther(): Promise<boolean> {
    const written = await this.written();
    if (written !== '' && written === this.changes) return false;
    this.changes = written;
    return (await this.digest()) !== this.first;
  }

  /** How many rows SQLite has written so far; empty on PostgreSQL, which does not tell. */
  private async written(): Promise<string> {
    if (this.dataSource.options.type === 'postgres') return '';
    const [{ n }] = await this.dataSource.query('SELECT total_changes() AS n');
    return String(n);
  }

  private async digest(): Promise<string> {
    const rows = await this.dataSource.query(this.contents);
    return createHash('sha256').update(JSON.stringify(rows)).digest('hex');
  }
}
