/** How PostgreSQL answers the service's own statements: they are taken down as the built code sends them. */
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../dist/ormconfig.js';
import { hashOf } from '../dist/src/tokens/secrets/secret.js';
import { TokenStateReader } from '../dist/src/tokens/verify/token-state.reader.js';
import { TokensRepository } from '../dist/src/tokens/tokens.repository.js';
import { ecosystemId } from './fill.mjs';

/** A table of fewer rows than this may be read as a whole. */
const small = 1000;

/**
 * @param place `{manyId, onceId, cursor, secrets}`: the users with many tokens, the place of the deep page in the
 *   first one's list, and some secrets
 * @returns for each statement its plan in short, how many pages of 8 kB it touched, and which whole tables it read
 */
export async function plans({ environment, client }, { manyId, onceId, cursor, secrets }) {
  let taken = [];
  const nothing = () => undefined;
  const logger = {
    logQuery: (statement, parameters = []) => taken.push({ statement, parameters }),
    ...{ logQueryError: nothing, logQuerySlow: nothing, logSchemaBuild: nothing },
    ...{ logMigration: nothing, log: nothing },
  };
  const options = dataSourceOptions({ databaseUrl: environment.DATABASE_URL, databasePoolSize: 2 });
  const dataSource = await new DataSource({ ...options, logger, logging: ['query'] }).initialize();
  const states = new TokenStateReader(dataSource);
  const repository = new TokensRepository(dataSource);
  const { manager } = dataSource;
  const hashes = secrets.map(hashOf);
  const ids = await client.query('SELECT id FROM tokens WHERE hash = ANY($1)', [hashes]);
  const uses = ids.rows.map(({ id }) => ({ tokenId: id, usedAt: Date.now(), storedEnd: null }));
  const page = (userId, after) => repository.findPage(ecosystemId, { userId }, Date.now(), 201, after);
  const read = (count) => Promise.all(hashes.slice(0, count).map((hash) => states.read(hash)));

  const statements = {
    'verify: 1 token': () => read(1),
    'verify: 200 tokens in one turn': () => read(200),
    '200 last uses': () => repository.recordUses(manager, uses.slice(0, 200)),
    'first page of 200': () => page(manyId),
    'deep page of 200': () => page(manyId, cursor),
    'first page of one whose tokens are all old': () => page(onceId),
    'a page of that one, after a long pause': () => page(onceId, cursor),
    'page of a user without tokens': () => page('nobody'),
    'one record': () => repository.findById(ecosystemId, ids.rows[0].id),
    'count in revoke-all': () => repository.countUnrevoked(manager, manyId, 0),
    "1,000 rows of the pruner's sweep": () => repository.findLongDead(cursor, 0, 1000),
    'unchecked secrets, at start-up': () => repository.findUncheckedHashes(),
  };
  const results = {};
  for (const [name, run] of Object.entries(statements)) {
    taken = [];
    await run();
    const told = taken.filter(({ statement }) => /^\s*(SELECT|WITH)/i.test(statement));
    results[name] = await explain(client, told.at(-1));
  }
  await dataSource.destroy();
  return results;
}

async function explain(client, { statement, parameters }) {
  await client.query('BEGIN');
  try {
    const sql = `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${statement}`;
    const { rows } = await client.query(sql, parameters);
    const [{ Plan: plan, 'Execution Time': ms }] = rows[0]['QUERY PLAN'];
    const nodes = [...walk(plan)].filter((node) => node['Relation Name'] || node['Index Name']);
    return {
      plan: [...new Set(nodes.map(inShort))].join(', '),
      pages: plan['Shared Hit Blocks'] + plan['Shared Read Blocks'],
      ms,
      wholeTables: nodes
        .filter((node) => node['Node Type'] === 'Seq Scan' && rowsRead(node) > small)
        .map((node) => node['Relation Name']),
    };
  } finally {
    await client.query('ROLLBACK');
  }
}

function* walk(node) {
  yield node;
  for (const child of node.Plans ?? []) yield* walk(child);
}

function inShort(node) {
  const how = node['Node Type'].replace(' Scan', '');
  return `${node['Relation Name'] ?? ''} ${how} ${node['Index Name'] ?? ''}`.trim();
}

function rowsRead(node) {
  return node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0);
}
