import { counts, Race } from './races.js';

describe.each(counts)('registrations in a new service, %i at once on two processes', (count) => {
  let race: Race;
  beforeAll(async () => {
    race = await Race.start();
  });
  afterAll(() => race.end());

  it('make one admin: the first user that there is', async () => {
    const replies = await race.atOnce(count, (process, index) => {
      const username = `visitor-${index}`;
      const json = {
        username,
        email: `${username}@acme.example`,
        name: 'A visitor',
        pass: 'right horse battery',
      };
      const headers = { 'x-forwarded-for': `2001:db8:${index.toString(16)}::1` };
      return process.ask('/api/v1/users.register', { method: 'POST', headers, json });
    });
    const made = replies.filter(({ status }) => status === 200);
    expect(made.length).toBeGreaterThan(0);
    const admins = made.filter(({ body }) => body.user.roles.includes('admin'));
    expect(admins).toHaveLength(1);
    for (const { body } of made) expect(body.user.roles).toContain('user');
    for (const { status } of replies) expect([200, 503]).toContain(status);
  });
});
