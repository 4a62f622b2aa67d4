import type * as Argon2 from 'argon2';
import { PermissionsGuard } from '../../../src/access/permissions.guard.js';
import { RocketchatPeople } from '../../../src/dialects/rocketchat/users/people.js';
import { SignInRepository } from '../../../src/users/sign-in/sign-in.repository.js';
import { UsersRepository } from '../../../src/users/users.repository.js';
import { UsersService } from '../../../src/users/users.service.js';
import { newPerson } from '../../dialects/rocketchat/rocketchat.js';
import { type Place, places, questionAt } from '../../support/naming-routes.js';
import { newTenant, newUser, type Service, startService } from '../../support/service.js';
import { KeptConnection } from './kept-connection.js';
import { Random, seed } from '../../support/random.js';
import { type Difference, differs, signsOf, signTest, sureDifference } from './timing.signs.js';

/**
 * The hash is the real one at its least cost: times that are a hundred times shorter show what its noise would hide. That it
 * is computed for nobody too is what `timing.spec.ts` looks at, at full cost.
 */
jest.mock('argon2', () => {
  const argon2 = jest.requireActual<typeof Argon2>('argon2');
  const hash = (text: string, settings: object) =>
    argon2.hash(text, { ...settings, memoryCost: 1024, timeCost: 2 });
  return { ...argon2, hash };
});

/** How many pairs a series has. */
const pairs = 200;

/** By how much the planted leaks answer later of a user that is there, in µs: where a busy machine hides one, the next. */
const planted = [300, 600, 1200, 2400, 4800];

/** A user's name by which one is there, and one of the same length that is nobody's. */
type Names = readonly [present: string, absent: string];

type Kind = 'id' | 'username' | 'email' | 'externalId';

/** By which of a user's names a place means one. */
function kindsOf({ operation, field }: Place): Kind[] {
  if (/e-?mail/i.test(field)) return ['email'];
  if (/^username$/i.test(field)) return ['username'];
  if (/^user$/i.test(field)) return ['username', 'email'];
  if (/^(external|import)/i.test(field)) return ['externalId'];
  return operation.document === 'rocketchat' ? ['id'] : ['id', 'externalId'];
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

  /** A series of pairs: asked of the user that is there, and of the one that is not, by a name whose kind is drawn. */
  async function measure(place: Place, caller: string): Promise<Difference> {
    const asking = kindsOf(place).map((kind) => {
      const [present, absent] = names[kind].map((name) => {
        const asked = { ...questionAt(place, name), headers: callers[caller]! };
        return () => connection.ask(asked);
      });
      return [present!, absent!] as const;
    });
    // Both are answered alike, by a process that is warm.
    for (const [present, absent] of asking) {
      for (let time = 0; time < 5; time += 1) expect(await present()).toBe(await absent());
    }
    return signsOf((next) => next.of(asking), pairs, random);
  }

  it.each(titled)('is the same of one who is there and of one who is not: %s, %s', async (_, __, place) => {
    for (const caller of callersAt(place)) {
      const difference = await sureDifference(() => measure(place, caller));
      expect({ caller, difference }).toEqual({ caller, difference: undefined });
    }
  });

  it('is judged by signs that chance does not make: 2 of 2, and 100 and 135 of 200', () => {
    expect(signTest(2, 2)).toBeCloseTo(0.5, 12);
    expect(signTest(100, 200)).toBe(1);
    expect(signTest(135, 200)).toBeCloseTo(8.328e-7, 9);
    expect(signTest(65, 200)).toBe(signTest(135, 200));
  });

  describe('would be seen to differ', () => {
    let delay: number;

    /** The repositories answer later of a user that is there: so little that only many pairs show it. */
    function slowRepositories(): void {
      const repositories = [
        [service.get(UsersRepository), 'findLive'],
        [service.get(SignInRepository), 'find'],
      ] as unknown as [Record<string, (...given: unknown[]) => Promise<unknown>>, string][];
      for (const [repository, method] of repositories) {
        const original = repository[method]!.bind(repository);
        jest.spyOn(repository, method).mockImplementation(async (...given) => {
          const found = await original(...given);
          const until = performance.now() + (found ? delay / 1000 : 0);
          while (performance.now() < until);
          return found;
        });
      }
    }

    /** It is seen in one of five series, in the right direction: on a machine that is not busy, in the first. */
    async function expectSeen(place: Place): Promise<void> {
      const caller = callersAt(place).at(-1)!;
      const seen: Difference[] = [];
      for (delay of planted) {
        seen.push(await measure(place, caller));
        if (differs(seen.at(-1)!)) break;
      }
      expect(differs(seen.at(-1)!)).toBe(true);
      expect(seen.at(-1)!.longer).toBeGreaterThan(0.5);
    }

    const at = (path: RegExp) => titled.filter(([title]) => path.test(title));

    it.each(at(/login/))('where a user that is there is read later: %s, %s', async (_, __, place) => {
      slowRepositories();
      await expectSeen(place);
    });

    it.each(at(/users\.info/))(
      'where it is decided after the user was read: %s, %s',
      async (_, __, place) => {
        slowRepositories();
        const people = service.get(RocketchatPeople);
        const find = people.find.bind(people);
        jest.spyOn(people, 'find').mockImplementation(async (caller, named, mayKnow) => {
          await find(caller, named, true);
          return find(caller, named, mayKnow);
        });
        await expectSeen(place);
      },
    );

    /** One path and one query of each dialect that has them: its guards are the same for all routes. */
    const kindOf = ({ operation, where }: Place) => `${operation.document} ${where}`;
    const inAddress = titled.filter(
      ([title, , place], index) =>
        place.where !== 'body' &&
        !/users\.info/.test(title) &&
        titled.findIndex(([, , other]) => kindOf(other) === kindOf(place)) === index,
    );
    it.each(inAddress)(
      'where the user is read before the caller is refused: %s, %s',
      async (_, __, place) => {
        slowRepositories();
        const users = service.get(UsersService);
        const guard = service.get(PermissionsGuard);
        const canActivate = guard.canActivate.bind(guard);
        jest.spyOn(guard, 'canActivate').mockImplementation(async (context) => {
          const { params, query } = context.switchToHttp().getRequest<Record<string, object>>();
          const { [place.field]: name } = { ...params, ...query } as Record<string, string>;
          const text = name!.replace(/^default;/, '');
          await Promise.all([
            users.findById('default', text),
            users.findByUsername('default', text),
            users.findByEmail('default', text),
            users.findByExternalId('default', text),
          ]);
          return canActivate(context);
        });
        await expectSeen(place);
      },
    );
  });
});
