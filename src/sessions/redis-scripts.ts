import type { RedisClient } from './redis-connection.js';

/**
 * Uses sessions and slides those that are live and sliding. Answers each session whose version the caller knows with its
 * end alone (-1 for never), any other with text, version and end, and an unknown one with nothing. When an owner has a
 * tombstone, the answers end with all tombstones of owners, in their order. A token's own tombstone is not read: where it
 * stands there is no session. The expiry of a key lags up to ten seconds behind its end: it is a minute too long anyway.
 * Keys: the sessions, then the tombstones of their owners. Arguments of each session: version, now, and the end that a
 * use gives it (empty for none).
 */
const use = `
local function slide(key, now, latest, slid)
  if latest <= now or slid <= latest then return latest end
  redis.call('HSET', key, 'end', string.format('%.0f', slid))
  if math.floor(slid / 10000) > math.floor(latest / 10000) then
    redis.call('PEXPIRE', key, redis.call('HGET', key, 'keep'))
  end
  return slid
end

local count = #ARGV / 3
local answers = {}
for i = 1, count do
  local key, version, now, slid = KEYS[i], ARGV[3 * i - 2], ARGV[3 * i - 1], ARGV[3 * i]
  local s = redis.call('HMGET', key, 'version', 'end')
  local latest = tonumber(s[2] or -1)
  if s[1] == version then
    answers[i] = slid == '' and latest or slide(key, tonumber(now), latest, tonumber(slid))
  else
    local t = redis.call('HMGET', key, 'session', 'ttl', 'cap')
    if t[2] then latest = slide(key, tonumber(now), latest, math.min(now + t[2], t[3] or math.huge)) end
    answers[i] = t[1] and { t[1], s[1] or '', latest }
  end
end
if #KEYS > count and redis.call('EXISTS', unpack(KEYS, count + 1)) > 0 then
  answers[count + 1] = redis.call('MGET', unpack(KEYS, count + 1))
end
return answers
`;

/**
 * Keeps a session, unless a tombstone or a later confirmation is there. It never moves an end to an earlier moment.
 * Keys: session, its tombstone. Arguments: now, session, confirmed at, end, ttl, cap, keep (empty for none), version.
 */
const keep = `
local now = tonumber(ARGV[1])
local invalidUntil = redis.call('GET', KEYS[2])
if invalidUntil and tonumber(invalidUntil) > now then return 0 end
local s = redis.call('HMGET', KEYS[1], 'at', 'end')
if s[1] and tonumber(s[1]) > tonumber(ARGV[3]) then return 0 end
local latest = ARGV[4]
if ARGV[5] ~= '' and s[2] and tonumber(s[2]) > tonumber(latest) then latest = s[2] end
redis.call('HSET', KEYS[1], 'session', ARGV[2], 'at', ARGV[3], 'keep', ARGV[7], 'version', ARGV[8])
if latest ~= '' then redis.call('HSET', KEYS[1], 'end', latest) end
if ARGV[5] ~= '' then redis.call('HSET', KEYS[1], 'ttl', ARGV[5]) end
if ARGV[6] ~= '' then redis.call('HSET', KEYS[1], 'cap', ARGV[6]) end
redis.call('PEXPIRE', KEYS[1], ARGV[7])
return 1
`;

/**
 * Writes the tombstone of a token and deletes its session in one step. Keys: session, its tombstone. Arguments: end of
 * the tombstone, its expiry in ms.
 */
const invalidate = `
redis.call('DEL', KEYS[1])
return redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2])
`;

/** The answer for one session: null when unknown, the end of the known version, or all of another version. */
export type UseAnswer = null | number | [session: string, version: string, end: number];

/** A moment as Redis has it. */
export type Moment = string | null;

/** The answers in the order of the sessions, and when there is any tombstone the ends of the owners'. */
export type UseAnswers = (UseAnswer | Moment[])[];

export type ScriptedClient = RedisClient & {
  /** Many sessions at once: not in a cluster, where their keys are in different slots. */
  useSessions(numberThenKeysThenArguments: (string | number)[]): Promise<UseAnswers>;
  useSession(keyThenArguments: (string | number)[]): Promise<UseAnswers>;
  keepSession(session: string, tombstone: string, ...rest: (string | number)[]): Promise<number>;
  invalidateSession(session: string, tombstone: string, until: number, ms: number): Promise<unknown>;
};

export function withScripts(client: RedisClient): ScriptedClient {
  client.defineCommand('useSessions', { lua: use });
  client.defineCommand('useSession', { lua: use, numberOfKeys: 1 });
  client.defineCommand('keepSession', { lua: keep, numberOfKeys: 2 });
  client.defineCommand('invalidateSession', { lua: invalidate, numberOfKeys: 2 });
  return client as ScriptedClient;
}
