import { Statements } from '../contract/core.support.js';
import { newPerson } from '../dialects/rocketchat/rocketchat.js';
import { type Place, places, questionAt } from '../support/naming-routes.js';
import { newTenant, newUser, type Reply, sharedService } from '../support/service.js';

describe('a caller who may not know of others', () => {
  const service = sharedService({ CREATE_TOKENS_FOR_USERS: 'true' });
  let statements: Statements;
  let callers: Record<string, Record<string, string>>;
  let names: [string, string][];

  beforeAll(async () => {
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

  function ask(place: Place, name: string, headers: Record<string, string>): Promise<Reply> {
    const { path, ...question } = questionAt(place, name);
    return service.ask(path, { ...question, headers });
  }

  /** What the caller learns, and what was read for it; that a token was used is written when it is due. */
  async function learned(place: Place, name: string, headers: Record<string, string>) {
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
