import { sharedService } from '../../support/service.js';
import {
  bothGenerations,
  expectReply,
  type Generation,
  generations,
  newPerson,
  type Person,
} from './rocketchat.js';

/** Refusals that no handler gives, in Rocket.Chat's words and headers all the same (docs/wire.md#headers-and-limits). */
describe.each(bothGenerations)('what is refused before a handler is asked, %s', (generation: Generation) => {
  const service = sharedService(generations[generation]);
  let ada: Person;

  beforeAll(async () => {
    ada = await newPerson(service, 'ada');
  });

  it.each([
    '/api/v1',
    '/api/v1/',
    '/api/v1/nothing',
    '/api/v1/users.createtoken',
    '/api/v1/me/x',
    '/api/info/x',
  ])('404: %s', async (path) => {
    for (const headers of [{}, ada.headers]) {
      expectReply(await service.ask(path, { headers }), 404, { success: false, error: 'Resource not found' });
    }
  });

  it.each([
    ['GET', 'users.createToken', 'POST'],
    ['DELETE', 'users.createToken', 'POST'],
    ['GET', 'login', 'POST'],
    ['POST', 'me', 'GET, HEAD'],
    ['PUT', 'logout', 'GET, HEAD, POST'],
  ])('405: %s %s, with Allow', async (method, name, allow) => {
    const reply = await service.ask(`/api/v1/${name}`, { method, headers: ada.headers });
    expectReply(reply, 405, { success: false, error: 'Method not allowed' });
    expect(reply.headers.get('allow')?.split(', ').sort().join(', ')).toBe(allow);
  });

  it.each(['users.createToken', 'login', 'logout'])('415: POST %s with XML', async (name) => {
    const headers = { ...ada.headers, 'content-type': 'text/xml' };
    const reply = await service.ask(`/api/v1/${name}`, { method: 'POST', headers, body: '<user/>' });
    expectReply(reply, 415, { success: false, error: 'Unsupported media type' });
  });

  it.each(['users.createToken', 'login', 'logout'])('413: POST %s with more than 4 MiB', async (name) => {
    const json = { user: 'x'.repeat(4 * 1024 * 1024) };
    const reply = await service.ask(`/api/v1/${name}`, { method: 'POST', headers: ada.headers, json });
    expectReply(reply, 413, { success: false, error: 'Payload too large' });
  });

  it('400: an address that cannot be read', async () => {
    const reply = await service.ask('/api/v1/me%zz', { headers: ada.headers });
    expectReply(reply, 400, { success: false, error: 'Bad request' });
  });
});
