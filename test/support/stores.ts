import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { Client } from 'pg';

const postgresServer = process.env.TEST_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const redisServer = process.env.TEST_REDIS_URL ?? 'redis://127.0.0.1:6379';

/** A place for one run of a test: what a service needs to use it, and how to take it away again. */
export interface Store {
  environment: Record<string, string>;
  remove: () => Promise<void>;
}

/** A new, empty database on the PostgreSQL server; fails when there is none. */
export async function newPostgres(): Promise<Store> {
  const name = `tokenwright_test_${randomUUID().replaceAll('-', '')}`;
  await onServer(`CREATE DATABASE ${name}`);
  const url = new URL(postgresServer);
  url.pathname = `/${name}`;
  return {
    environment: { DATABASE_URL: url.href },
    remove: () => onServer(`DROP DATABASE ${name} WITH (FORCE)`),
  };
}

/** A key prefix of its own on the Redis server; fails when there is none. */
export async function newRedisPrefix(): Promise<Store> {
  const prefix = `tokenwright-test-${randomUUID()}:`;
  const redis = new Redis(redisServer, { lazyConnect: true, retryStrategy: null });
  await redis.connect();
  return {
    environment: { REDIS_URL: redisServer, REDIS_PREFIX: prefix },
    remove: async () => {
      for await (const keys of redis.scanStream({ match: `${prefix}*`, count: 1000 })) {
        if ((keys as string[]).length > 0) await redis.del(...(keys as string[]));
      }
      await redis.quit();
    },
  };
}

/** A new database together with a key prefix of its own. */
export async function newPostgresAndRedis(): Promise<Store> {
  const [postgres, redis] = await Promise.all([newPostgres(), newRedisPrefix()]);
  return {
    environment: { ...postgres.environment, ...redis.environment },
    remove: async () => {
      await Promise.all([postgres.remove(), redis.remove()]);
    },
  };
}

async function onServer(statement: string): Promise<void> {
  const client = new Client({ connectionString: postgresServer });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
