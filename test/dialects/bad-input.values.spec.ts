import type { Ask, Reply, Service } from '../support/service.js';
import { type Face, names, refused, startFaces } from './faces.js';
import { secret } from './rocketchat/rocketchat.js';

let service: Service;
let faces: Awaited<ReturnType<typeof startFaces>>['faces'];

beforeAll(async () => {
  ({ service, faces } = await startFaces());
});
afterAll(() => service.close());

const users = '/v1/ecosystems/default/users';
const refuses = (face: Face, ask: Ask, path = face.path): Promise<Reply> => refused(service, face, path, ask);
const raw = (body: string): Ask => ({ headers: { 'content-type': 'application/json' }, body });

describe('bad input, values of wrong types', () => {
  const values: [what: string, value: unknown][] = [
    ['null', null],
    ['a number', 7],
    ['true', true],
    ['an empty text', ''],
    ['a list', []],
    ['a list of a list', [['known']]],
    ['an object', { $ne: null }],
    ['an object with a constructor', { constructor: 'x' }],
    ['an object with a constructor inside', { a: [{ constructor: 7 }] }],
    ['an object that calls itself a text', { length: 1, toString: 'known' }],
  ];

  it.each(values)('4xx: %s for the body', async (_, value) => {
    for (const name of ['native', 'strigo', 'sfox', 'rocketchat'] as const) {
      await refuses(faces[name], raw(JSON.stringify(value)));
    }
  });

  it.each(values)('4xx: %s for the field that is needed', async (_, value) => {
    await refuses(faces.native, { json: { name: value } });
    await refuses(faces.strigo, { json: { email: value } });
    await refuses(faces.sfox, { json: { data: value } });
    await refuses(faces.sfox, { json: { data: [value] } });
    await refuses(faces.rocketchat, { json: { userId: value } });
  });

  it.each(values.filter(([, value]) => value !== null && value !== ''))(
    '422: Strigo, %s beside',
    async (_, value) => {
      for (const field of ['name', 'externalUserId', 'expiration', 'groups']) {
        const isRight =
          (field === 'groups' && Array.isArray(value) && value.length === 0) ||
          (field === 'expiration' && typeof value === 'number');
        const json = { email: 'new@acme.example', [field]: isRight ? 'wrong' : value };
        expect((await refuses(faces.strigo, { json })).status).toBe(422);
      }
    },
  );

  it('4xx: a number beyond all numbers', async () => {
    await refuses(faces.strigo, raw('{"email":"new@acme.example","expiration":1e999}'));
    const path = `${users}/${knownId()}/tokens`;
    await refuses(faces.native, raw('{"ttl":1e999}'), path);
    await refuses(faces.native, raw('{"maxAge":-1e999}'), path);
  });
});

describe('bad input, query fields', () => {
  it.each([
    'ttl=60&ttl=60',
    'expiryType=FixedTtl&expiryType=FixedTtl',
    'colour=red',
    'TTL=60',
    'ttl[]=60',
    'ttl[a][b]=60',
    'ttl=',
    'expiryType=',
    'ttl=%00',
    'expiryType=%00',
    'ttl=0x10',
    'ttl=1e3',
    'ttl=%2060',
    'ttl=NaN',
    'ttl=Infinity',
    'hasOwnProperty=1',
    '__proto__=1',
    'constructor=1',
    `ttl=${'9'.repeat(400)}`,
  ])('400: Droplit, %s', async (query) => {
    expect((await refuses(faces.droplit, {}, `${faces.droplit.path}?${query}`)).status).toBe(400);
  });

  it('422: native, named twice, not known, empty or nested', async () => {
    const path = `${users}/${knownId()}/tokens`;
    for (const query of [
      'limit=1&limit=2',
      'cursor=a&cursor=b',
      'colour=red',
      'limit[]=1',
      'limit=',
      'limit=%00',
    ]) {
      const { status } = await refuses(faces.native, { method: 'GET' }, `${path}?${query}`);
      expect({ query, status }).toEqual({ query, status: 422 });
    }
  });
});

describe('bad input, absurd ids', () => {
  const absurd: [what: string, id: string][] = [
    ['NUL', '\0'],
    ['NUL inside', 'kno\0wn'],
    ['a control character', 'known\u0007'],
    ['white space', 'known known'],
    ['a no-break space', 'kno\u00a0wn'],
    ['10,000 characters', 'x'.repeat(10_000)],
    ['an emoji 200 times', '🦄'.repeat(200)],
    ['a way up', '../default'],
    ['SQL', "known' OR '1'='1"],
    ['a wildcard', '%'],
    ['the name of a prototype', '__proto__'],
    ['the name of a constructor', 'constructor'],
  ];

  it.each(absurd)('4xx: in a path, %s', async (_, id) => {
    const part = encodeURIComponent(id);
    await refuses(faces.native, { method: 'GET' }, `/v1/ecosystems/${part}`);
    await refuses(faces.native, { method: 'GET' }, `${users}/${part}`);
    await refuses(faces.native, { json: {} }, `${users}/${part}/tokens`);
    await refuses(faces.native, { method: 'DELETE' }, `/v1/ecosystems/default/tokens/${part}`);
    await refuses(faces.sfox, {}, `/v1/enterprise/user-tokens/${part}`);
    await refuses(faces.droplit, {}, `/api/users/default;${part}/tokens`);
    await refuses(faces.droplit, {}, `/api/users/${part};known/tokens`);
    await refuses(faces.droplit, {}, `/v0/api/users/${part}/tokens`);
  });

  it.each(absurd)('4xx: in a body, %s', async (_, id) => {
    await refuses(faces.native, { json: { name: 'A', id: `${id} ` } });
    await refuses(faces.strigo, { json: { email: id } });
    await refuses(faces.sfox, { json: { data: ['known', id] } });
    await refuses(faces.rocketchat, { json: { userId: id } });
    await refuses(faces.rocketchat, { json: { username: id } });
  });
});

describe('bad input, lone surrogates: no store keeps them as they are', () => {
  const text = 'a\ud800';
  const email = 'new@acme.example';

  it.each<[string, (typeof names)[number], string, unknown]>([
    ['the id of an ecosystem', 'native', '/v1/ecosystems', { name: 'A', id: text }],
    ['the name of an ecosystem', 'native', '/v1/ecosystems', { name: text }],
    ['the domain of an ecosystem', 'native', '/v1/ecosystems', { name: 'A', domain: `${text}.example` }],
    ['a username', 'native', users, { username: text }],
    ['an external id', 'native', users, { externalId: text }],
    ['an e-mail address', 'native', users, { email: `${text}@acme.example` }],
    ['the host of an e-mail address', 'native', users, { email: `a@${text}.example` }],
    ['the name of a user', 'native', users, { name: text }],
    ['a password', 'native', users, { password: `${text}12345678` }],
    ['a role', 'native', users, { roles: [text] }],
    ['the name of a token', 'native', `${users}/KNOWN/tokens`, { name: text }],
    ['an e-mail address', 'strigo', '/api/v1/academy/users/token', { email: `${text}@acme.example` }],
    ['an external id', 'strigo', '/api/v1/academy/users/token', { email, externalUserId: text }],
    ['the name of a user', 'strigo', '/api/v1/academy/users/token', { email, name: text }],
    ['an id', 'sfox', '/v1/enterprise/user-tokens', { data: [text] }],
    ['an id', 'rocketchat', '/api/v1/users.createToken', { userId: text }],
    ['a username', 'rocketchat', '/api/v1/users.createToken', { username: text }],
  ])('4xx: in %s, %s', async (_, name, path, json) => {
    await refuses(faces[name], { json }, path.replace('KNOWN', knownId()));
  });
});

describe('bad input, prototypes', () => {
  describe.each(names)('%s', (name) => {
    it.each([
      '"__proto__":{"polluted":true}',
      '"\\u005f_proto__":{"polluted":true}',
      '"constructor":{"prototype":{"polluted":true}}',
      '"__proto__":null',
    ])('4xx: %s beside what is right', async (field) => {
      const right = JSON.stringify(faces[name].json).slice(1, -1);
      await refuses(faces[name], raw(`{${right}${right && ','}${field}}`));
      expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    });
  });
});

describe('bad input, fields named as every object has them', () => {
  it.each(['toString', 'hasOwnProperty', 'valueOf', 'constructor', 'isPrototypeOf'])(
    '422: %s',
    async (field) => {
      expect((await refuses(faces.native, { json: { name: 'A', [field]: 'x' } })).status).toBe(422);
      expect((await refuses(faces.native, { json: { [field]: 'x' } }, users)).status).toBe(422);
    },
  );
});

describe('bad input, deep nesting', () => {
  const lists = '['.repeat(200_000) + ']'.repeat(200_000);
  const objects = '{"a":'.repeat(200_000) + '1' + '}'.repeat(200_000);

  it.each(
    (['native', 'strigo', 'sfox', 'rocketchat'] as const).flatMap((name) => [
      [name, 'lists', lists] as const,
      [name, 'objects', objects] as const,
    ]),
  )('4xx: %s, 200,000 %s for the body, and for a field', async (name, _, deep) => {
    const field = Object.keys(faces[name].json as object)[0];
    await refuses(faces[name], raw(deep));
    await refuses(faces[name], raw(`{"${field}":${deep}}`));
  });

  it.each([
    ['lists', lists],
    ['objects', objects],
  ])('4xx: 200,000 %s in a field that Rocket.Chat’s 8.x does not know', async (_, deep) => {
    const other = await startFaces({ CREATE_TOKENS_FOR_USERS_SECRET: secret });
    try {
      const face = other.faces.rocketchat;
      const body = `{"userId":"x","secret":"${secret}","more":${deep}}`;
      expect((await refused(other.service, face, face.path, raw(body))).status).toBe(400);
    } finally {
      await other.service.close();
    }
  });
});

function knownId(): string {
  return faces.rocketchat.headers['x-user-id']!;
}
