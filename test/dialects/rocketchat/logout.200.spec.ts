import { introspect, newToken, sharedService } from '../../support/service.js';
import {
  bothGenerations,
  expectReply,
  type Generation,
  generations,
  headersOf,
  me,
  newPerson,
} from './rocketchat.js';

const goodbye = { status: 'success', data: { message: "You've been logged out!" } };

describe.each(bothGenerations)('/api/v1/logout, %s: 200', (generation: Generation) => {
  const service = sharedService(generations[generation]);

  it.each<[string, { method: string; headers?: Record<string, string>; json?: unknown }]>([
    ['POST', { method: 'POST' }],
    ['POST with a body', { method: 'POST', json: { any: 'thing' } }],
    [
      'POST with a JSON content type and no body',
      { method: 'POST', headers: { 'content-type': 'application/json' } },
    ],
    ['GET', { method: 'GET' }],
    ['GET with a JSON content type', { method: 'GET', headers: { 'content-type': 'application/json' } }],
  ])('%s: the presented token is dead when it answers, the user’s others live', async (name, ask) => {
    const person = await newPerson(service, name.replaceAll(' ', '-'));
    const other = await newToken(service, 'default', person.id);
    expect((await me(service, person.headers)).status).toBe(200);
    const headers = { ...ask.headers, ...person.headers };
    expectReply(await service.ask('/api/v1/logout', { ...ask, headers }), 200, goodbye);
    expect((await me(service, person.headers)).status).toBe(401);
    expect(await introspect(service, person.authToken)).toEqual({ active: false });
    expect((await me(service, headersOf(person.id, other.secret))).status).toBe(200);
    expect((await service.ask('/api/v1/logout', { ...ask, headers })).status).toBe(401);
  });
});
