import { as, newTokenOf, newUserOf } from '../../support/processes.js';
import type { Reply } from '../../support/service.js';
import type { ServiceProcess } from '../../support/service-process.js';
import { counts, Race } from './races.js';

interface Admin {
  id: string;
  secret: string;
}

const users = '/v1/ecosystems/default/users';

const rocketchat = (process: ServiceProcess, call: string, { id, secret }: Admin, json: object) =>
  process.ask(`/api/v1/${call}`, {
    method: 'POST',
    headers: { 'x-user-id': id, 'x-auth-token': secret },
    json,
  });

/** How one admin, or another in their name, takes an admin away. */
const ways: ((process: ServiceProcess, by: Admin, id: string) => Promise<Reply>)[] = [
  (process, by, id) => process.native('PATCH', `${users}/${id}`, by.secret, { active: false }),
  (process, by, id) => process.native('PATCH', `${users}/${id}`, by.secret, { roles: ['user'] }),
  (process, by, id) => process.native('DELETE', `${users}/${id}`, by.secret),
  (process, by, id) => rocketchat(process, 'users.setActiveStatus', by, { userId: id, activeStatus: false }),
  (process, by, id) => rocketchat(process, 'users.update', by, { userId: id, data: { roles: ['user'] } }),
  (process, by, id) => rocketchat(process, 'users.delete', by, { userId: id }),
];

const isDone = ({ status }: Reply) => status < 300;
const isLast = ({ status, body }: Reply) =>
  body?.code === 'last-admin' || (status === 400 && /action-not-allowed/.test(body?.errorType));

let race: Race;
let one: ServiceProcess;
beforeAll(async () => {
  race = await Race.start();
  [one] = race.processes;
});
afterAll(() => race.end());

describe.each(counts)('%i admins on two processes', (count) => {
  let admins: Admin[];

  beforeEach(async () => {
    admins = await Promise.all(
      Array.from({ length: count }, async () => {
        const id = await newUserOf(one, { roles: ['user', 'admin'] });
        return { id, secret: (await newTokenOf(one, id)).secret };
      }),
    );
  });
  // An account may leave an ecosystem without any admin.
  afterEach(async () => {
    for (const id of await active()) {
      expect((await as(one, 'DELETE', `${users}/${id}`)).status).toBe(204);
    }
  });

  async function active(): Promise<string[]> {
    const { body } = await as(one, 'GET', `${users}?role=admin&active=true&limit=100`);
    return body.data.map(({ id }: { id: string }) => id);
  }

  it.each([
    ['in one way', (_: number) => 0],
    ['in six ways', (index: number) => index % ways.length],
  ])('that leave at once, %s: one stays', async (_, wayOf) => {
    const replies = await race.atOnce(count, (process, index) =>
      ways[wayOf(index)]!(process, admins[index]!, admins[index]!.id),
    );
    expect(replies.filter((reply) => !isDone(reply) && !isLast(reply))).toEqual([]);
    expect(replies.filter(isDone)).toHaveLength(count - 1);
    expect(await active()).toHaveLength(1);
  });

  it('of whom each takes the next one away: one stays at the least, and what was answered holds', async () => {
    const replies = await race.atOnce(count, (process, index) =>
      ways[index % ways.length]!(process, admins[index]!, admins[(index + 1) % count]!.id),
    );
    // One who was taken away before being heard is no admin any more, dead, or not there.
    const isLate = ({ status, text }: Reply) =>
      [401, 403].includes(status) || (status === 400 && /not-?allowed|unauthorized|not found/.test(text));
    expect(replies.filter((reply) => !isDone(reply) && !isLast(reply) && !isLate(reply))).toEqual([]);
    const left = await active();
    expect(left.length).toBeGreaterThan(0);
    expect(left).toHaveLength(count - replies.filter(isDone).length);
  });
});
