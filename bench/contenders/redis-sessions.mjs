/** Sessions in Redis, for the servers that ask it with one GETEX each. */
import process from 'node:process';
import { Redis } from 'ioredis';
import { sessions } from './ready.mjs';

export const ttl = 3600;

/** A client that sends what one turn of the event loop asks together, as ours does, and the sessions that it holds. */
export async function fillRedis() {
  const redis = new Redis(process.env.REDIS_URL, { enableAutoPipelining: true });
  const made = sessions();
  const prefix = `floor-${process.pid}:`;
  await Promise.all(
    Array.from(made, ([token, session]) =>
      redis.set(prefix + token, JSON.stringify({ ...session, expiry_type: 'SlidingTtl' }), 'EX', ttl),
    ),
  );
  const find = (token) => redis.getex(prefix + token, 'EX', ttl);
  return { made, find };
}
