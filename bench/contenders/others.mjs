/** The peers and the floors: what each is called, what it does more or less than ours, and how it is started. */
import { startContender } from '../rig/contender.mjs';
import { keptIn, prepareStore } from './ours.mjs';

const floor = (file, title, does, environment = () => ({})) => ({
  name: file,
  title,
  does,
  start: async (context) => startContender(file, await environment(context)),
});
const onRedis = async ({ stores }) => ({ REDIS_URL: await stores.redis() });
const onPostgres = async ({ stores }) => ({ DATABASE_URL: await stores.postgres() });

const unchecked = 'no authentication of the caller, no validation';

export const httpConstant = floor(
  'http-constant',
  'bare node:http, constant answer',
  'less: reads nothing, knows no token',
);
export const fastifyMap = floor(
  'fastify-map',
  'bare Fastify + a Map',
  `less: ${unchecked}, no hashing, no expiry`,
);
export const nestConstant = floor(
  'nest-constant',
  'constant Nest route on Fastify',
  `less: ${unchecked}, knows no token`,
);
export const nestMap = floor(
  'nest-map',
  'Fastify + a Map through an ordinary Nest route',
  `less: ${unchecked}, no hashing, no expiry`,
);
export const httpGetex = floor(
  'http-getex',
  'bare node:http + one GETEX',
  `less: ${unchecked}; hands on the text that Redis has`,
  onRedis,
);
export const fastifyGetex = floor(
  'fastify-getex',
  'bare Fastify + one GETEX',
  `less: ${unchecked}, no hashing, no revocation, no row behind it`,
  onRedis,
);
export const fastifySelect = floor(
  'fastify-select',
  'bare Fastify + a pooled select',
  `less: ${unchecked}; nobody else's rows are joined`,
  onPostgres,
);

const peer = (name, file, title, does, environment) => ({
  name,
  title,
  does,
  start: async (context) => startContender(file, await environment(context)),
});

const oidcDoes =
  'client authentication by a secret that it keeps in memory, then two lookups; no user, no permission, tokens unhashed';
export const oidcMap = peer(
  'oidc-map',
  'oidc-provider',
  'oidc-provider, introspection, in a Map',
  oidcDoes,
  () => ({
    WORK: 'verify',
  }),
);
export const oidcRedis = peer(
  'oidc-redis',
  'oidc-provider',
  'oidc-provider, introspection, on Redis',
  `${oidcDoes}; nothing slides`,
  async (context) => ({ WORK: 'verify', ...(await onRedis(context)) }),
);
export const oidcToken = peer(
  'oidc-token',
  'oidc-provider',
  'oidc-provider, POST /token, in a Map',
  'client authentication by secret; stores in a Map, so less: nothing on a disk, no audit',
  () => ({ WORK: 'mint' }),
);
export const expressSession = peer(
  'express-session',
  'express-session',
  'express-session + connect-redis, rolling',
  'one GET and one EXPIRE in Redis, a signed cookie with each answer; no caller, no permission, no revocation of a user',
  onRedis,
);
export const oauth2Map = peer(
  'oauth2-map',
  'oauth2-server',
  '@node-oauth/oauth2-server, authenticate, in a Map',
  'less: a GET without a body on bare node:http, no caller but the token itself, no hashing',
  () => ({}),
);
export const oauth2Postgres = peer(
  'oauth2-postgres',
  'oauth2-server',
  '@node-oauth/oauth2-server, authenticate, on PostgreSQL',
  'one prepared select for each request; no caller but the token itself',
  onPostgres,
);
export const betterAuthVerify = peer(
  'better-auth',
  'better-auth',
  'better-auth, verifyApiKey, on PostgreSQL',
  'a select and two updates of the key with each check; no authentication of the caller; its rate limiting is off',
  async (context) => ({ WORK: 'verify', ...(await onPostgres(context)) }),
);
export const betterAuthCreate = {
  name: 'better-auth',
  title: 'better-auth, createApiKey, on PostgreSQL',
  does: 'less: one insert by itself; no authentication of the caller, no look at the user, no audit line',
  start: async (context) => {
    const environment = { WORK: 'mint', ...(await onPostgres(context)) };
    const server = await startContender('better-auth', environment);
    return { ...server, kept: { url: environment.DATABASE_URL, table: 'apikey', each: 1 } };
  },
};

/** Servers that store into our own tables. */
const minter = (name, file, title, does, store, newStore, each = 1) => ({
  name,
  title,
  does,
  start: async (context) => {
    const environment = await prepareStore(await newStore(context));
    const server = await startContender(file, { STORE: store, ...environment });
    return { ...server, kept: keptIn(environment.DATABASE_URL, each) };
  },
});
const newPostgres = ({ stores }) => stores.postgres();
const newSqlite = ({ stores }) => stores.sqlite();
const batched =
  'less: no authentication, no permission, no user; the same two statements for all that wait together';

export const ajvPostgres = minter(
  'fastify-batched',
  'fastify-mint',
  'bare Fastify + ajv + the same batched inserts',
  batched,
  'postgres',
  newPostgres,
);
export const ajvSqlite = minter(
  'fastify-batched',
  'fastify-mint',
  'bare Fastify + ajv + the same batched inserts',
  batched,
  'sqlite',
  newSqlite,
);
export const singleSqlite = minter(
  'fastify-single',
  'fastify-mint',
  'bare Fastify + ajv + one insert per request',
  'less: no authentication, no permission, no user, no audit line; each commit waits for the disk by itself',
  'sqlite-single',
  newSqlite,
);
export const databaseBulk = minter(
  'database-bulk',
  'database-bulk',
  "the database's own insert of the same rows",
  'less: makes 1,000 secrets and inserts 1,000 tokens and 1,000 audit lines in one transaction; no authentication, nothing is read, no secret is answered',
  'both',
  newPostgres,
  1000,
);
export const databaseBulkTokens = minter(
  'database-bulk-tokens',
  'database-bulk',
  "the database's own insert of the tokens alone",
  'less: the same without the audit lines, half of the rows; for information',
  'tokens',
  newPostgres,
  1000,
);
