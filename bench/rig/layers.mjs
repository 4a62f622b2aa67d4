/** Whose time it is: the self time of a CPU profile, by layers. */

/** The layers, in the order in which a request meets them. */
export const layers = [
  'HTTP: sockets, parser, streams',
  'Fastify',
  'Nest',
  'guards: who asks, may they, how often',
  'validation',
  'wire: controller, idempotency, answer',
  'core',
  'cryptography',
  'session cache',
  'Redis client',
  'SQL: TypeORM, drivers',
  'Node: timers, promises, the rest',
  'native code and the kernel',
  'garbage collector',
  'idle',
];
const [
  http,
  fastify,
  nest,
  guards,
  validation,
  wire,
  core,
  crypto,
  cache,
  redis,
  sql,
  node,
  native,
  gc,
  idle,
] = layers;

const packages = [
  [/^(@nestjs\/|rxjs$|reflect-metadata$)/, nest],
  [/^(class-validator|class-transformer|validator|ajv|ajv-formats)$/, validation],
  [/^(typeorm|pg|pg-.*|pgpass|postgres-.*|better-sqlite3)$/, sql],
  [/^(ioredis|@ioredis\/.*|redis-.*|denque|cluster-key-slot|standard-as-callback)$/, redis],
  [/^lru-cache$/, cache],
  [/^rate-limiter-flexible$/, guards],
  [/^uuid$/, crypto],
];
const places = [
  [/validat/, validation],
  [/tokens\/secret\.js|common\/identifier\.js/, crypto],
  [/session-cache\.js|redis-link\.js|joined-uses\.js|recently-used\.js/, cache],
  [/\/access\//, guards],
  [/\/(dialects|idempotency)\//, wire],
  [
    /(repository|transactions|insert-many|read-source|token-states)\.js|prepared-statements\.js|ormconfig\.js/,
    sql,
  ],
];
const node_ = [
  [/crypto/, crypto],
  [/_http|internal\/http|net$|stream|_tls|buffer|events|url$|querystring/, http],
];

/** Where a function is at home; undefined for Node's own, which work for somebody else. */
function homeOf({ functionName, url }) {
  const marks = { '(garbage collector)': gc, '(idle)': idle, '(program)': native };
  if (marks[functionName]) return marks[functionName];
  const inPackage = /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(url);
  if (inPackage) return packages.find(([pattern]) => pattern.test(inPackage[1]))?.[1] ?? fastify;
  const ours = /\/dist\/(.*)$/.exec(url);
  if (ours) return places.find(([pattern]) => pattern.test(`/${ours[1]}`))?.[1] ?? core;
  return undefined;
}

/** Node's own work is the store's when a client of a store asked for it; what has no source is its caller's. */
function layerOf({ url, functionName }, home, above) {
  const ownKind = node_.find(([pattern]) => pattern.test(url))?.[1];
  if (ownKind === crypto || (url === '' && /^(hash|Hash|randomFill)/.test(functionName))) return crypto;
  if (url === '') return above ?? native;
  if ([redis, sql, cache].includes(home)) return home;
  return ownKind ?? node;
}

/**
 * Shares of the busy time between two moments, by layer; of `idle` its share of all the time.
 *
 * @param profile as `node --cpu-prof` writes it
 * @param from, to in microseconds of the monotonic clock
 */
export function sharesOf({ nodes, samples, timeDeltas, startTime }, from, to) {
  const byId = new Map(nodes.map((one) => [one.id, one]));
  const layer = new Map();
  const visit = (id, home, above) => {
    const { callFrame, children = [] } = byId.get(id);
    const own = homeOf(callFrame);
    const found = own ?? layerOf(callFrame, home, above);
    layer.set(id, found);
    for (const child of children)
      visit(child, own ?? home, callFrame.functionName === '(root)' ? undefined : found);
  };
  visit(nodes[0].id);
  const times = new Map(layers.map((name) => [name, 0]));
  let moment = startTime;
  let total = 0;
  for (const [index, id] of samples.entries()) {
    moment += timeDeltas[index];
    // What a sample saw lasted until the next one.
    const lasted = timeDeltas[index + 1] ?? 0;
    if (moment < from || moment > to) continue;
    times.set(layer.get(id), times.get(layer.get(id)) + lasted);
    total += lasted;
  }
  const busy = total - times.get(idle);
  return Object.fromEntries([...times].map(([name, time]) => [name, time / (name === idle ? total : busy)]));
}
