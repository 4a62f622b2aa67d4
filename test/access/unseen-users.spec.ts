import { Statements } from '../contract/core.support.js';
import { newPerson } from '../dialects/rocketchat/rocketchat.js';
import { documents, type Json, type Operation, operations } from '../support/documents.js';
import { newTenant, newUser, type Reply, type Service, startService } from '../support/service.js';

/** Parameters and fields that name users, by which a route is in this test by itself. */
const naming = /^(user_?ids?|subject|users?|username|e-?mail|externalId|externalUserId|importId|data)$/i;

/** A place of a request where a user is named. */
interface Place {
  operation: Operation;
  where: 'path' | 'query' | 'body';
  field: string;
}

/** The properties of a body, in whichever of its forms they are. */
function propertiesOf(document: Json, schema: Json): Record<string, Json> {
  const found = schema?.$ref
    ? schema.$ref
        .slice(2)
        .split('/')
        .reduce((json: Json, key: string) => json[key], document)
    : schema;
  const forms = [found?.anyOf, found?.oneOf, found?.allOf].flat().filter(Boolean);
  return Object.assign({}, found?.properties, ...forms.map((one) => propertiesOf(document, one)));
}

const bodyOf = ({ document, json }: Operation) =>
  propertiesOf(documents.get(document), json.requestBody?.content?.['application/json']?.schema);

function placesOf(operation: Operation): Place[] {
  const { parameters = [] } = operation.json;
  const named: Place[] = [
    ...parameters.map((one: Json) => ({ operation, where: one.in, field: one.name })),
    ...Object.keys(bodyOf(operation)).map((field) => ({ operation, where: 'body' as const, field })),
  ];
  return named.filter(({ where, field }) => where !== ('header' as string) && naming.test(field));
}

const places = operations.flatMap(placesOf);

describe('a caller who may not know of others', () => {
  let service: Service;
  let statements: Statements;
  let callers: Record<string, Record<string, string>>;
  let names: [string, string][];

  beforeAll(async () => {
    service = await startService({ CREATE_TOKENS_FOR_USERS: 'true' });
    const given = { username: 'ada', email: 'ada@acme.example', externalId: 'client_ada' };
    const { id } = await newUser(service, 'default', given);
    const absent = id.slice(0, -4) + [...id.slice(-4)].reverse().join('').replace(/^./, 'z');
    names = [
      [id, absent],
      [given.username, 'eve'],
      [given.email, 'eve@acme.example'],
      [given.externalId, 'client_eve'],
    ];
    const bob = await newPerson(service, 'bob');
    const { server } = await newTenant(service);
    callers = {
      'a user': { authorization: `Bearer ${bob.authToken}` },
      'a user of Rocket.Chat': bob.headers,
      'another tenant': { authorization: `Bearer ${server}` },
    };
    statements = new Statements(service);
  });
  afterAll(() => service.close());

  function ask({ operation, where, field }: Place, name: string, headers: object): Promise<Reply> {
    const { method, json } = operation;
    const isSubject = field === 'subject';
    const said = isSubject ? `default;${name}` : name;
    const path = operation.path
      .replace(`{${field}}`, where === 'path' ? encodeURIComponent(said) : `{${field}}`)
      .replace('{ecosystemId}', 'default')
      .replace(/\{\w+\}/g, 'x');
    const examples = Object.entries(bodyOf(operation)).map(([key, one]) => [key, one.example]);
    const body = { ...Object.fromEntries(examples.filter(([, example]) => example !== undefined)) };
    if (where === 'body') body[field] = Array.isArray(body[field]) || /s$|data/.test(field) ? [name] : name;
    const query = where === 'query' ? `?${field}=${encodeURIComponent(name)}` : '';
    return service.ask(`${path}${query}`, {
      method,
      headers: { ...headers },
      ...(json.requestBody && { json: body }),
    });
  }

  /** What the caller learns, and what was read for it; that a token was used is written when it is due. */
  async function learned(place: Place, name: string, headers: object) {
    statements.take();
    const { status, text } = await ask(place, name, headers);
    const plain = text.replaceAll(name, 'NAME').replaceAll(encodeURIComponent(name), 'NAME');
    return { status, text: plain.replace(/"requestId":"[^"]*"/, ''), reads: statements.take().reads };
  }

  it('is asked of by every route that names a user', () => {
    expect(places.length).toBeGreaterThan(40);
    const known = places.map(({ operation: { method, path }, field }) => `${method} ${path} ${field}`);
    expect(known).toEqual(
      expect.arrayContaining([
        'GET /api/v1/users.info userId',
        'GET /api/v1/users.info importId',
        'POST /api/v1/users.createToken username',
        'POST /api/v1/users.logout userId',
        'POST /v1/enterprise/user-tokens data',
        'GET /v1/ecosystems/{ecosystemId}/users/{userId} userId',
      ]),
    );
  });

  it.each(places.map((place) => [`${place.operation.method} ${place.operation.path}`, place.field, place]))(
    'hears and waits for the same of one who is there and of one who is not: %s, %s',
    async (_, __, place) => {
      // Where the path names no ecosystem, another tenant asks of its own.
      const isOfDefault = /\{(ecosystemId|subject)\}/.test(place.operation.path);
      for (const [caller, headers] of Object.entries(callers)) {
        if (caller === 'another tenant' && !isOfDefault) continue;
        for (const [present, absent] of names) {
          await learned(place, absent, headers);
          const [one, other] = [
            await learned(place, present, headers),
            await learned(place, absent, headers),
          ];
          expect({ caller, present, ...one }).toEqual({ caller, present, ...other });
        }
      }
    },
  );
});
