import type { ExecutionContext } from '@nestjs/common';
import { PermissionsGuard } from '../../src/access/permissions.guard.js';
import { RocketchatPeople } from '../../src/dialects/rocketchat/rocketchat.people.js';
import { UsersRepository } from '../../src/users/users.repository.js';
import { UsersService } from '../../src/users/users.service.js';
import { newPerson } from '../dialects/rocketchat/rocketchat.js';
import { type Place, places, questionAt } from '../support/naming-routes.js';
import { newTenant, newUser, type Service, startService } from '../support/service.js';
import { KeptConnection } from './kept-connection.js';
import { Random, seed } from './random.js';
import { type Difference, differs, signsOf, signTest, sureDifference } from './timing.signs.js';

/** How many pairs a series has. */
const pairs = 200;

/** By how much the planted leaks answer later of a user that is there, in µs. */
const planted = 300;

/** A user's name by which one is there, and one of the same length that is nobody's. */
type Names = readonly [present: string, absent: string];

type Kind = 'id' | 'username' | 'email' | 'externalId';

/** By which of a user's names a field means one. */
function kindsOf(field: string): Kind[] {
  if (/e-?mail/i.test(field)) return ['email'];
  if (/^username$/i.test(field)) return ['username'];
  if (/^user$/i.test(field)) return ['username', 'email'];
  return /^(external|import)/i.test(field) ? ['externalId'] : ['id', 'externalId'];
}

const titled = places.map((place) => {
  const { method, path } = place.operation;
  return [`${method} ${path}`, place.field, place] as const;
});

describe('the time that an answer takes to a caller who may not see a user', () => {
  const random = new Random(seed);
  let service: Service;
  let connection: KeptConnection;
  let names: Record<Kind, Names>;
  let callers: Record<string, Record<string, string>>;

  beforeAll(async () => {
    console.log(`Seed of the order of pairs: TEST_SEED=${seed}`);
    service = await startService({ CREATE_TOKENS_FOR_USERS: 'true' });
    connection = new KeptConnection(service.base);
    const given = { username: 'ada', email: 'ada@acme.example', externalId: 'client_ada' };
    const { id } = await newUser(service, 'default', { ...given, password: 'right horse battery' });
    names = {
      id: [id, [...id].reverse().join('')],
      username: [given.username, 'eve'],
      email: [given.email, 'eve@acme.example'],
      externalId: [given.externalId, 'client_eve'],
    };
    const bob = await newPerson(service, 'bob');
    const path = '/v1/ecosystems/default/server-tokens';
    const key = await service.native('POST', path, service.account, { permissions: ['audit:read'] });
    const { server } = await newTenant(service);
    callers = {
      'a user of Rocket.Chat': bob.headers,
      'a user': { authorization: `Bearer ${bob.authToken}` },
      'a key without the permission': { authorization: `Bearer ${key.body.secret}` },
      'another tenant': { authorization: `Bearer ${server}` },
    };
  });
  afterAll(async () => {
    connection.close();
    await service.close();
  });
  afterEach(() => jest.restoreAllMocks());

  /** Who asks at this place: where the path names no ecosystem, another tenant asks of its own. */
  function callersAt({ operation: { document, path } }: Place): string[] {
    if (document === 'rocketchat') return ['a user of Rocket.Chat'];
    const isOfDefault = /\{(ecosystemId|subject)\}/.test(path);
    return ['a user', 'a key without the permission', ...(isOfDefault ? ['another tenant'] : [])];
  }

  /** A series of pairs: asked of the user that is there, and of the one that is not. */
  async function measure(place: Place, caller: string, kind: Kind): Promise<Difference> {
    const [present, absent] = names[kind].map((name) => {
      const asked = { ...questionAt(place, name), headers: callers[caller]! };
      return () => connection.ask(asked);
    });
    // Both are refused alike, by a process that is warm.
    for (let time = 0; time < 5; time += 1) expect(await present!()).toBe(await absent!());
    return signsOf(present!, absent!, pairs, random);
  }

  it.each(titled)('is the same of one who is there and of one who is not: %s, %s', async (_, __, place) => {
    for (const caller of callersAt(place)) {
      for (const kind of kindsOf(place.field)) {
        const difference = await sureDifference(() => measure(place, caller, kind));
        expect({ caller, kind, difference }).toEqual({ caller, kind, difference: undefined });
      }
    }
  });

  it('is judged by signs that chance does not make: 2 of 2, and 100 and 135 of 200', () => {
    expect(signTest(2, 2)).toBeCloseTo(0.5, 12);
    expect(signTest(100, 200)).toBe(1);
    expect(signTest(135, 200)).toBeCloseTo(8.24e-7, 9);
    expect(signTest(65, 200)).toBe(signTest(135, 200));
  });
});
