/** The stores that are measured: a database and a Redis key prefix of their own, filled with tokens. */
import { randomInt, randomUUID } from 'node:crypto';
import process from 'node:process';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { hashOf, newSecret } from '../dist/src/tokens/secrets/secret.js';

const postgresServer = process.env.TEST_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const redisServer = process.env.TEST_REDIS_URL ?? 'redis://127.0.0.1:6379';

const rowsPerStatement = 100_000;
const month = 30 * 24 * 60 * 60 * 1000;

/** In this ecosystem are two users with a twentieth of all tokens each: one got them all the time, one at once. */
export const ecosystemId = 'bench';
/** Token n of the first 10,000 belongs to the first of the two when it is even, of the rest when 19 divides it. */
const isOfMany = 'n % (CASE WHEN n <= 10000 THEN 2 ELSE 19 END) = 0';
/** The second one's tokens follow the first 10,000: in a long list they are all old. */
const isOfOnce = 'n BETWEEN 10001 AND 10000 + $7::int / 20';
/** Every other user has ten. */
const tokensPerUser = 10;
const usersPerEcosystem = 100;

/** A new, empty database and an unused key prefix; `remove` takes both away. */
export async function newStore() {
  const name = `tokenwright_bench_${randomUUID().replaceAll('-', '')}`;
  await onServer(`CREATE DATABASE ${name}`);
  const url = new globalThis.URL(postgresServer);
  url.pathname = `/${name}`;
  const redis = new Redis(redisServer);
  const prefix = `tokenwright-bench-${randomUUID()}:`;
  const client = new Client({ connectionString: url.href });
  await client.connect();
  return {
    client,
    redis,
    prefix,
    environment: { DATABASE_URL: url.href, REDIS_URL: redisServer, REDIS_PREFIX: prefix },
    remove: async () => {
      await client.end();
      await onServer(`DROP DATABASE ${name} WITH (FORCE)`);
      for await (const keys of redis.scanStream({ match: `${prefix}*`, count: 1000 })) {
        if (keys.length > 0) await redis.unlink(...keys);
      }
      await redis.quit();
    },
  };
}

async function onServer(statement) {
  const client = new Client({ connectionString: postgresServer });
  await client.connect();
  await client.query(statement);
  await client.end();
}

/** The versions of the servers. */
export async function versions({ client, redis }) {
  const { rows } = await client.query('SHOW server_version');
  return {
    postgres: rows[0].server_version,
    redis: /redis_version:(\S+)/.exec(await redis.info('server'))[1],
  };
}

/**
 * Fills the tables of a migrated database that has the ecosystem and its two users already, and returns secrets of
 * `secretCount` tokens that lie scattered among all, none of them ever used.
 *
 * The rows go through every index as they would in time. Only the checks of foreign keys are left out, for which one
 * must be a superuser.
 */
export async function fill(client, { tokens, manyId, onceId, secretCount, say }) {
  await client.query('SET session_replication_role = replica');
  await client.query('SET synchronous_commit = off');
  await client.query('ALTER TABLE tokens SET (autovacuum_enabled = false)');
  await addUsers(client, Math.ceil(tokens / tokensPerUser));
  const secrets = await scatter(client, tokens, secretCount);
  const start = Date.now() - month;
  const step = Math.floor(month / (tokens + 1));
  for (let from = 1; from <= tokens; from += rowsPerStatement) {
    const to = Math.min(tokens, from + rowsPerStatement - 1);
    await client.query(insertTokens, [from, to, start, step, manyId, onceId, tokens]);
    if (to % 1_000_000 === 0) say(`${to} rows`);
  }
  await client.query('ALTER TABLE tokens RESET (autovacuum_enabled)');
  await client.query('VACUUM (ANALYZE)');
  await client.query('CHECKPOINT');
  return secrets;
}

const insertTokens = `
INSERT INTO tokens (id, hash, holder, ecosystem_id, user_id, name, dialect, checksummed, expiry_type, ttl, expires_at,
                    created_at, minted_by, generation)
SELECT substr(moment, 1, 8) || '-' || substr(moment, 9, 4) || '-7' || substr(noise, 1, 3) || '-8' ||
         substr(noise, 4, 3) || '-' || substr(noise, 7, 12),
       coalesce(known.hash, translate(rtrim(encode(sha256(convert_to(noise, 'UTF8')), 'base64'), '='), '+/', '-_')),
       'user',
       CASE WHEN owner IS NULL THEN 'eco-' || n / ${tokensPerUser * usersPerEcosystem} ELSE '${ecosystemId}' END,
       coalesce(owner, 'user' || lpad((n / ${tokensPerUser})::text, 13, '0')),
       'Token ' || n, 'native', true, 'FixedTtl', ${4 * month}, created_at + ${4 * month},
       created_at, '01900000-0000-7000-8000-000000000000', 0
  FROM (SELECT n, $3::bigint + n * $4::bigint AS created_at,
               lpad(to_hex($3::bigint + n * $4::bigint), 12, '0') AS moment, md5(n::text || $5) AS noise,
               CASE WHEN ${isOfOnce} THEN $6 WHEN ${isOfMany} THEN $5 END AS owner
          FROM generate_series($1::int, $2::int) AS n) AS numbered
  LEFT JOIN known USING (n)`;

/** Takes away what was minted after the filling, so that the table stays as large as it is said to be. */
export async function removeMinted(client) {
  const newest = `SELECT max(id) FROM tokens WHERE name LIKE 'Token %'`;
  await client.query(`DELETE FROM tokens WHERE holder = 'user' AND id > (${newest})`);
}

async function addUsers(client, count) {
  const now = Date.now();
  const ecosystems = Math.ceil((count + 1) / usersPerEcosystem);
  await client.query(
    `INSERT INTO ecosystems (id, name, created_at, updated_at)
     SELECT 'eco-' || k, 'Ecosystem ' || k, $2, $2 FROM generate_series(0, $1::int) AS k`,
    [ecosystems, now],
  );
  await client.query(
    `INSERT INTO roles (ecosystem_id, name, description, permissions)
     SELECT 'eco-' || k, name, description, permissions
       FROM generate_series(0, $1::int) AS k, roles WHERE ecosystem_id = '${ecosystemId}'`,
    [ecosystems],
  );
  await client.query(
    `INSERT INTO users (id, ecosystem_id, username, username_key, roles, active, created_at, updated_at)
     SELECT 'user' || lpad(k::text, 13, '0'), 'eco-' || k / ${usersPerEcosystem}, 'user' || k, 'user' || k, '["user"]',
            true, $2, $2
       FROM generate_series(0, $1::int) AS k`,
    [count, now],
  );
}

/** Chooses places in the table, and puts the hashes of real secrets there. */
async function scatter(client, tokens, count) {
  const places = new Set();
  while (places.size < count) places.add(randomInt(tokens) + 1);
  const secrets = [...places].map(() => newSecret('prefixed', 'user'));
  await client.query('CREATE TEMP TABLE known (n int PRIMARY KEY, hash text)');
  await client.query('INSERT INTO known SELECT * FROM unnest($1::int[], $2::text[])', [
    [...places],
    secrets.map(hashOf),
  ]);
  await client.query('ANALYZE known');
  return secrets;
}

/** Where some of the other users are: their paths in the native API. */
export function userPaths(tokens, count) {
  return Array.from({ length: count }, () => {
    const user = randomInt(Math.floor(tokens / tokensPerUser));
    const id = `user${String(user).padStart(13, '0')}`;
    return `/v1/ecosystems/eco-${Math.floor(user / usersPerEcosystem)}/users/${id}/tokens`;
  });
}

/** What the rows cost: bytes of table and indices for each token, and of a cached session in Redis. */
export async function sizes({ client, redis, prefix }, tokens) {
  const { rows } = await client.query(
    `SELECT pg_table_size('tokens') AS rows, pg_indexes_size('tokens') AS indices`,
  );
  const { rows: updates } = await client.query(
    `SELECT n_tup_upd AS updates, n_tup_hot_upd AS in_place FROM pg_stat_user_tables WHERE relname = 'tokens'`,
  );
  const [, keys] = await redis.scan(0, 'MATCH', `${prefix}s:*`, 'COUNT', 10_000);
  return {
    bytesOfRow: Math.round(Number(rows[0].rows) / tokens),
    bytesOfIndices: Math.round(Number(rows[0].indices) / tokens),
    bytesInRedis: keys[0] ? await redis.memory('USAGE', keys[0]) : null,
    usesStored: Number(updates[0].updates),
    usesStoredInPlace: Number(updates[0].in_place),
  };
}
