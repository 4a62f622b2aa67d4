import { as, newUserOf } from '../../support/processes.js';
import type { Reply } from '../../support/service.js';
import type { ServiceProcess } from '../../support/service-process.js';
import { counts, Race, times } from './races.js';

/** What a manager may do: with a role that carries more, they may do nothing at all. */
const managing = ['users:create', 'users:read', 'users:update', 'roles:read', 'roles:write'];
const narrow = { permissions: ['users:read'] };
const wide = { permissions: ['users:read', 'tokens:mint'] };

const ecosystem = '/v1/ecosystems/default';
const password = 'correct horse battery staple';

let race: Race;
let one: ServiceProcess;
let manager: string;
beforeAll(async () => {
  race = await Race.start();
  [one] = race.processes;
  const key = await as(one, 'POST', `${ecosystem}/server-tokens`, { permissions: managing });
  manager = key.body.secret;
});
afterAll(() => race.end());

let roles = 0;

describe.each(counts)('roles and those who hold them, %i at once on two processes', (count) => {
  let role: string;
  let path: string;
  let people: string[];
  beforeEach(async () => {
    role = `role-${(roles += 1)}`;
    path = `${ecosystem}/roles/${role}`;
    expect((await as(one, 'PUT', path, narrow)).status).toBe(201);
    people = await Promise.all(Array.from({ length: count }, () => newUserOf(one)));
  });

  const manage = (process: ServiceProcess, method: string, at: string, json?: object) =>
    process.native(method, at, manager, json);
  const userAt = (index: number) => `${ecosystem}/users/${people[index]}`;
  const give = (process: ServiceProcess, index: number) =>
    manage(process, 'PATCH', userAt(index), { roles: ['user', role] });
  /** Nothing but these answers: no 5xx, and nobody is told to come again. */
  const expectOnly = (replies: Reply[], ...allowed: number[]) =>
    expect(replies.filter(({ status }) => !allowed.includes(status)).map(({ text }) => text)).toEqual([]);
  const holders = async (): Promise<string[]> => {
    const { body } = await as(one, 'GET', `${ecosystem}/users?role=${role}&limit=100`);
    return body.data.map(({ id }: { id: string }) => id);
  };

  it('a role that is widened while others change or delete it stays wide: they lack what it carries', async () => {
    const replies = await race.atOnce(count, (process, index) => {
      if (index === 0) return as(process, 'PUT', path, wide);
      return index % 2 === 0
        ? manage(process, 'DELETE', path)
        : manage(process, 'PUT', path, { ...narrow, description: `The ${index}th` });
    });
    expectOnly(replies, 200, 201, 204, 403, 404);
    const { status, body } = await as(one, 'GET', path);
    expect([status, body.permissions]).toEqual([200, wide.permissions]);
    const later = await race.atOnce(2, (process, index) =>
      manage(process, ['PUT', 'DELETE'][index]!, path, index === 0 ? narrow : undefined),
    );
    expect(times(later, 403)).toBe(2);
  });

  it('a role that is widened while it is given away is given by nobody who lacks it, once that was answered', async () => {
    let isWide = false;
    const late: Reply[] = [];
    const replies = await race.atOnce(count, async (process, index) => {
      if (index === 0) {
        const reply = await as(process, 'PUT', path, wide);
        isWide = true;
        return reply;
      }
      const first = await give(process, index);
      const [isLate, again] = [isWide, await give(process, index)];
      if (isLate) late.push(again);
      return first;
    });
    expectOnly([...replies, ...late], 200, 403);
    expectOnly(late, 403);
    expectOnly(await race.atOnce(count, give), 403);
    const given = replies.filter(({ status, body }) => status === 200 && body.roles?.includes(role));
    expect((await holders()).sort()).toEqual(expect.arrayContaining(given.map(({ body }) => body.id)));
  });

  it('who gets a role that carries more while a manager sets the password is out of the manager’s reach', async () => {
    expect((await as(one, 'PUT', path, wide)).status).toBe(200);
    const replies = await race.atOnce(count, async (process, index) => {
      const person = index >> 1;
      const reply =
        index % 2 === 0
          ? await as(process, 'PATCH', userAt(person), { roles: ['user', role] })
          : await manage(process, 'PATCH', userAt(person), { password });
      // What a manager changed never is a user who may do more.
      if (index % 2 === 1 && reply.status === 200) expect(reply.body.roles).not.toContain(role);
      return reply;
    });
    expectOnly(replies, 200, 403);
    expect((await holders()).sort()).toEqual(people.slice(0, count / 2).sort());
  });

  it('a role that is deleted while it is given is nobody’s: a later one of that name is held by nobody', async () => {
    const replies = await race.atOnce(count, (process, index) =>
      index === 0 ? manage(process, 'DELETE', path) : give(process, index),
    );
    expectOnly(replies, 200, 204, 422, 400);
    expect(times(replies, 204)).toBe(1);
    expect(await holders()).toEqual([]);
    expect((await as(one, 'PUT', path, wide)).status).toBe(201);
    expect(await holders()).toEqual([]);
  });

  it('every change of roles and users at once is answered, and no role is held that is not there', async () => {
    const replies = await race.atOnce(count, async (process, index) => {
      const asked = [
        () => as(process, 'PUT', path, index % 8 < 4 ? wide : narrow),
        () => as(process, 'DELETE', path),
        () => give(process, index),
        () => as(process, 'PATCH', userAt(index), { roles: ['user', role], active: index % 3 > 0 }),
        () => manage(process, 'POST', `${ecosystem}/users`, { roles: ['user', role] }),
        () => manage(process, 'PATCH', userAt(index), { roles: [] }),
        () => as(process, 'DELETE', userAt(index)),
        () => manage(process, 'PUT', path, { ...narrow, description: `The ${index}th` }),
      ];
      return asked[index % asked.length]!();
    });
    expectOnly(replies, 200, 201, 204, 400, 403, 404, 422);
    const isThere = (await as(one, 'GET', path)).status === 200;
    if (!isThere) expect(await holders()).toEqual([]);
    await as(one, 'DELETE', path);
    expect(await holders()).toEqual([]);
  });
});
