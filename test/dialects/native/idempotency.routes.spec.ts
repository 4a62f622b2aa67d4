import { createHash } from 'node:crypto';
import { DataSource } from 'typeorm';
import { kindOf } from '../../../src/dialects/native/shared/idempotent.decorator.js';
import { type Route, routesOf } from '../../access/routes.js';
import { newUser, type Reply, type Service, sharedService } from '../../support/service.js';
import { isReplayed, keyed } from './keyed.js';

/** A body that the route takes, for one that needs more than none; each time for a thing of its own. */
const bodies: Record<string, (service: Service, turn: number, userId: string) => object | string> = {
  '/v1/ecosystems': (_, turn) => ({ id: `made-${turn}`, name: 'Made' }),
  '/v1/ecosystems/:ecosystemId/users': (_, turn) => ({ username: `made-${turn}`, password: 'long enough' }),
  '/v1/ecosystems/:ecosystemId/users/bulk': (_, turn) => ({ users: [{ username: `made-${turn}` }] }),
  '/v1/tokens/introspect': (service) => ({ token: service.account }),
  '/v1/tokens/introspect/bulk': (service) => ({ tokens: [service.account] }),
  '/v1/tokens/explain': (service) => ({ token: service.account }),
  '/v1/tokens/revoke': () => ({ token: 'unknown' }),
  '/v1/ecosystems/:ecosystemId/tokens/bulk': (_, __, userId) => ({ userIds: [userId] }),
  '/v1/ecosystems/:ecosystemId/tokens/import': (_, turn, userId) => {
    const hash = createHash('sha256').update(`imported ${turn}`).digest('hex');
    return `${JSON.stringify({ format: 'sha256', userId, hash, expiresAt: null })}\n`;
  },
  '/v1/ecosystems/:ecosystemId/tokens/revoke': (_, __, userId) => ({ userId }),
};

/** Those whose answer is asked for anew each time. */
const questions = ['/v1/tokens/introspect', '/v1/tokens/introspect/bulk', '/v1/tokens/explain'];

/** Values change from one thing to the next; names and kinds do not. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf);
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, shapeOf(field)]));
}

const shapeOfReply = ({ status, headers, body, text }: Reply) => ({
  status,
  type: headers.get('content-type'),
  headers: [...headers.keys()].filter((name) => name !== 'idempotent-replayed').sort(),
  // One line of JSON is JSON too.
  body: shapeOf(body ?? (text && JSON.parse(text))),
});

describe('every native POST', () => {
  const service = sharedService();
  let routes: Route[];
  let userId: string;
  let turn = 0;

  beforeAll(async () => {
    const all = routesOf(service).filter(({ method, path }) => method === 'POST' && path.startsWith('/v1/'));
    // sFOX answers below /v1/enterprise.
    routes = all.filter(({ path }) => !path.startsWith('/v1/enterprise'));
    userId = (await newUser(service, 'default')).id;
  });

  const request = async ({ path }: Route): Promise<[path: string, body: object | string]> => {
    const filled = path.replace(':ecosystemId', 'default').replace(':userId', userId);
    const json = bodies[path]?.(service, (turn += 1), userId) ?? {};
    if (!filled.includes(':tokenId')) return [filled, json];
    // A key is rotated once only.
    const { body } = await service.native('POST', filled.split('/:tokenId')[0]!, service.account, {});
    return [filled.replace(':tokenId', body.token.id), json];
  };
  const rows = async () => {
    const dataSource = service.get(DataSource);
    const tables = ['ecosystems', 'roles', 'users', 'tokens', 'audit_entries', 'idempotent_answers'];
    const counts = tables.map((table) => dataSource.query(`SELECT count(*) AS count FROM ${table}`));
    return Object.fromEntries((await Promise.all(counts)).map(([row], index) => [tables[index], row.count]));
  };

  it('is found: there are some', () => {
    expect(routes.length).toBeGreaterThanOrEqual(7);
  });

  it('takes an Idempotency-Key, as its document says', async () => {
    const document = (await service.ask('/openapi/native.json')).body;
    for (const { handler, path, subject } of routes) {
      const { parameters, responses } = document.paths[path.replace(/:(\w+)/g, '{$1}')].post ?? ({} as never);
      expect({ handler, kind: kindOf(subject) }).toEqual({
        handler,
        kind: questions.includes(path) ? 'question' : 'effect',
      });
      expect(parameters).toContainEqual(
        expect.objectContaining({ name: 'Idempotency-Key', in: 'header', required: false }),
      );
      expect(responses['409'].description).toContain('`request-in-flight`');
      expect(responses['422'].description).toContain('`idempotency-key-reused`');
      // OAuth's two say 400 of what is wrong in itself.
      const invalid = /^\/v1\/tokens\/(introspect|revoke)$/.test(path) ? '400' : '422';
      expect(responses[invalid].description).toContain('`invalid-input`');
    }
  });

  it('answers with a key as it does without one, and again', async () => {
    for (const route of routes) {
      const [path, json] = await request(route);
      const plain = await keyed(service, path, service.account, undefined, json);
      expect([200, 201]).toContain(plain.status);
      const [samePath, other] = await request(route);
      const first = await keyed(service, samePath, service.account, 'parity', other);
      expect({ path, ...shapeOfReply(first) }).toEqual({ path, ...shapeOfReply(plain) });
      const before = await rows();
      const again = await keyed(service, samePath, service.account, 'parity', other);
      expect({ path, ...shapeOfReply(again), text: again.text }).toEqual({
        path,
        ...shapeOfReply(first),
        text: first.text,
      });
      expect([isReplayed(first), isReplayed(again)]).toEqual([null, 'true']);
      expect(await rows()).toEqual(before);
    }
  });

  it('takes no effect when its answer cannot be kept', async () => {
    await service.get(DataSource).query(`
      CREATE TRIGGER no_answers BEFORE INSERT ON idempotent_answers
      BEGIN SELECT RAISE(ABORT, 'no room'); END`);
    try {
      for (const route of routes) {
        const [path, json] = await request(route);
        const before = await rows();
        const reply = await keyed(service, path, service.account, 'no-room', json);
        expect({ path, status: reply.status }).toEqual({ path, status: 500 });
        expect({ path, ...(await rows()) }).toEqual({ path, ...before });
      }
    } finally {
      await service.get(DataSource).query('DROP TRIGGER no_answers');
    }
  });
});
