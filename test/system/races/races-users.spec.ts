import { as, newUserOf } from '../../support/processes.js';
import { counts, Race } from './races.js';

let race: Race;
beforeAll(async () => {
  race = await Race.start();
});
afterAll(() => race.end());

const users = '/v1/ecosystems/default/users';

describe.each(counts)('%i at once on two processes', (count) => {
  it('mints with createUser make one user, whose tokens live on both', async () => {
    const externalId = `customer-${count}`;
    const json = { createUser: true, user: { username: externalId, email: `${externalId}@acme.example` } };
    const replies = await race.atOnce(count, (process) =>
      as(process, 'POST', `${users}/external:${externalId}/tokens`, json),
    );
    const made = replies.filter(({ status }) => status === 201);
    for (const { status } of replies) expect([201, 503]).toContain(status);
    expect(made.length).toBeGreaterThan(0);
    const found = await as(race.processes[0], 'GET', `${users}?externalId=${externalId}`);
    expect([...new Set(made.map(({ body }) => body.token.userId))]).toEqual([found.body.data[0].id]);
    for (const { body } of made) {
      for (const process of race.processes) {
        const verdict = await as(process, 'POST', '/v1/tokens/introspect', { token: body.secret });
        expect(verdict.body).toMatchObject({ active: true, external_id: externalId });
      }
    }
  });

  it('bulk creations of the same users create each once', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `bulk-${count}-${index}`);
    const replies = await race.atOnce(count, (process, index) => {
      const turned = [...names.slice(index % 40), ...names.slice(0, index % 40)];
      const given = turned.map((username, place) => ({ username, externalId: turned[(place + 1) % 40] }));
      return as(process, 'POST', `${users}/bulk`, { users: given });
    });
    for (const { status } of replies) expect([200, 503]).toContain(status);
    const items = replies.filter(({ status }) => status === 200).flatMap(({ body }) => body.data);
    const made = items.filter(({ status }: { status: number }) => status === 201);
    const firsts = await Promise.all(
      names.map((username) => as(race.processes[0], 'GET', `${users}?username=${username}`)),
    );
    expect(firsts.flatMap(({ body }) => body.data)).toHaveLength(made.length);
    expect(made).toHaveLength(40);
  });
});

it('a new externalId holds at once on both processes, for paths and for warm tokens', async () => {
  const [one, two] = race.processes;
  const userId = await newUserOf(one, { externalId: 'before', username: 'before' });
  const minted = await as(one, 'POST', `${users}/external:before/tokens`, { expiryType: 'Infinite' });
  const verdict = async (process: typeof one) =>
    (await as(process, 'POST', '/v1/tokens/introspect', { token: minted.body.secret })).body;
  for (const process of race.processes) {
    expect(await verdict(process)).toMatchObject({ username: 'before', external_id: 'before' });
  }
  await as(two, 'PATCH', `${users}/external:before`, { externalId: 'after', username: 'after' });
  for (const process of race.processes) {
    expect(await verdict(process)).toMatchObject({ username: 'after', external_id: 'after' });
    expect((await as(process, 'GET', `${users}/external:before`)).status).toBe(404);
    expect((await as(process, 'GET', `${users}/external:after`)).body.id).toBe(userId);
  }
});
