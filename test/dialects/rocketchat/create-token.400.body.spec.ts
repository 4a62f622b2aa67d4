import { type Service, sharedService, startService } from '../../support/service.js';
import {
  createToken,
  expectReply,
  generations,
  newPerson,
  noUserNamed,
  notAuthorized,
  type Person,
  secret,
  unknownUser,
} from './rocketchat.js';

const path = '/api/v1/users.createToken';

describe('POST /api/v1/users.createToken up to 7.x, the body: 400', () => {
  const service = sharedService(generations['up to 7.x']);
  let admin: Person;

  beforeAll(async () => {
    admin = await newPerson(service, 'root', { roles: ['admin'] });
  });

  it.each<[string, unknown]>([
    ['no body', undefined],
    ['an empty body', {}],
    ['empty and white fields', { userId: '', username: ' ', user: '\t' }],
    ['fields that are not texts', { userId: 7, username: ['root'], user: { $ne: null } }],
    ['a list', ['root']],
    ['null', null],
    ['a text', 'root'],
    ['a payload that is not JSON', { payload: '{' }],
    ['a payload that is a list', { payload: '["root"]' }],
    ['a payload that hides a prototype', { payload: '{"__proto__":{"username":"root"}}' }],
  ])('error-user-param-not-provided for %s', async (_, body) => {
    expectReply(await createToken(service, admin, body), 400, noUserNamed);
  });

  it.each([
    ['JSON that is cut off', 'application/json', '{"username":'],
    ['JSON with a prototype', 'application/json', '{"__proto__":{"username":"root"}}'],
    ['a form with a prototype', 'application/x-www-form-urlencoded', '__proto__[username]=root'],
    ['a form that names two users', 'application/x-www-form-urlencoded', 'username=root&username=root'],
  ])('error-user-param-not-provided for %s', async (_, type, body) => {
    const headers = { ...admin.headers, 'content-type': type };
    expectReply(await service.ask(path, { method: 'POST', headers, body }), 400, noUserNamed);
  });

  it('error-invalid-user for a username that is not there', async () => {
    for (const username of ['nobody', 'ro ot', 'root\0', '\ud800']) {
      expectReply(await createToken(service, admin, { username }), 400, unknownUser);
    }
  });
});

describe('POST /api/v1/users.createToken of 8.x, the body: 400', () => {
  let service: Service;
  let admin: Person;
  let ada: Person;
  const invalid = (error: string) => ({ success: false, errorType: 'invalid-params', error });
  const required = (field: string) => `must have required property '${field}'`;

  beforeAll(async () => {
    service = await startService(generations['8.x']);
    admin = await newPerson(service, 'root', { roles: ['admin'] });
    ada = await newPerson(service, 'ada');
  });
  afterAll(() => service.close());

  // The original's validator stops at the first fault: missing fields, then unknown ones, then their values.
  it.each<[string, unknown, string]>([
    ['no userId', { secret }, required('userId')],
    ['no secret', { userId: 'x' }, required('secret')],
    ['an empty body', {}, required('userId')],
    ['no body', undefined, required('userId')],
    ['a username', { userId: 'x', secret, username: 'ada' }, 'must NOT have additional properties'],
    ['a username alone', { username: 'ada', secret }, required('userId')],
    ['an object for the userId', { userId: {}, secret }, 'must be string'],
    ['null for the userId', { userId: null, secret }, 'must be string'],
    ['an empty userId', { userId: '', secret }, 'must NOT have fewer than 1 characters'],
    ['an empty secret', { userId: 'x', secret: '' }, 'must NOT have fewer than 1 characters'],
    [
      'a payload, which is unwrapped up to 7.x only',
      { payload: JSON.stringify({ userId: 'x', secret }) },
      required('userId'),
    ],
    ['a list', [secret], 'must be object'],
  ])('invalid-params for %s', async (_, body, error) => {
    expectReply(await createToken(service, admin, body), 400, invalid(error));
  });

  it('invalid-params for JSON that is cut off, which is read as an empty body', async () => {
    const headers = { ...admin.headers, 'content-type': 'application/json' };
    const reply = await service.ask(path, { method: 'POST', headers, body: '{"userId":' });
    expectReply(reply, 400, invalid(required('userId')));
  });

  it('error-not-authorized for a wrong secret, also for oneself and with the permission', async () => {
    for (const wrong of ['x', `${secret}x`, secret.slice(1), secret.toUpperCase(), ` ${secret}`]) {
      expectReply(await createToken(service, ada, { userId: ada.id, secret: wrong }), 400, notAuthorized);
      expectReply(await createToken(service, admin, { userId: ada.id, secret: wrong }), 400, notAuthorized);
    }
  });

  it('error-not-authorized for a wrong secret and a user that is not there: nobody can search', async () => {
    expectReply(await createToken(service, admin, { userId: 'nobody', secret: 'x' }), 400, notAuthorized);
  });

  it('error-user-param-not-provided for a userId of white space, before the secret is looked at', async () => {
    expectReply(await createToken(service, ada, { userId: ' ', secret: 'x' }), 400, noUserNamed);
  });
});
