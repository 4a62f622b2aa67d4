import { newUser, type Reply, sharedService } from '../../support/service.js';
import { askRaw, type Customer, newCustomer, storingNothing } from '../../support/vendors.js';
import { askUsers, expectFaults, fault, type Fault } from './droplit.js';

describe('droplit: 400, 409, 413 and 415 for users', () => {
  const service = sharedService();
  let customer: Customer;
  let at: string;

  beforeAll(async () => {
    customer = await newCustomer(service);
    at = `/${customer.ecosystemId};ada`;
    await newUser(service, customer.ecosystemId, { externalId: 'ada', email: 'ada@acme.example' });
    await newUser(service, customer.ecosystemId, { externalId: 'bob', email: 'bob@acme.example' });
  });

  const expectRefusal = async (ask: () => Promise<Reply>, ...faults: Fault[]) =>
    expectFaults(await storingNothing(service, ask), 400, 'InvalidParams', ...faults);
  const put = (body: unknown, query = '', user = at) =>
    askUsers(service, 'PUT', customer.key, `${user}${query}`, body);
  /** Refused for the known user and for a new one alike. */
  const expectPutRefusal = async (body: unknown, query: string, ...faults: Fault[]) => {
    await expectRefusal(() => put(body, query), ...faults);
    await expectRefusal(() => put(body, query, `/${customer.ecosystemId};new`), ...faults);
  };

  it.each(['', 'yes', '1', 'TRUE', 'true%20', 'true&generateToken=true'])(
    'Token Generation Invalid: generateToken=%s',
    (value) =>
      expectPutRefusal(
        {},
        `?generateToken=${value}`,
        fault.query('generateToken', 'expected field to be a boolean'),
      ),
  );

  it.each([
    ['?ttl=abc', fault.query('ttl', 'expected field to be a number')],
    ['?ttl=0&generateToken=false', fault.query('ttl', 'expected field to be a positive number')],
    [
      '?expiryType=Never',
      fault.query('expiryType', 'field must be one of the following values: Infinite, FixedTtl, SlidingTtl'),
    ],
    ['?meta=1&colour=red', fault.unknownFields('meta, colour')],
  ])('of the query of a put: %s', (query, one) => expectPutRefusal({}, query, one));

  it.each([
    ['a text', 'gold'],
    ['a number', 7],
    ['a list', [{ plan: 'gold' }]],
    ['more than 16 KiB', { text: 'x'.repeat(16 * 1024) }],
    ['more than 16 KiB in fewer characters', { text: '𝔘'.repeat(4096) }],
    [
      'too deep',
      {
        a: {
          a: {
            a: {
              a: { a: { a: { a: { a: { a: { a: { a: { a: { a: { a: { a: { a: { a: 1 } } } } } } } } } } } } },
            },
          },
        },
      },
    ],
  ])('Metadata Format Invalid: %s', async (_, meta) => {
    for (const user of [at, `/${customer.ecosystemId};new`]) {
      const reply = await storingNothing(service, () => put({ meta }, '', user));
      expect([reply.status, reply.body]).toEqual([400, { errorType: 'Internal Server Error' }]);
    }
  });

  const access = {
    in: 'body',
    message: 'expected field to be an array of at most 100 objects with environmentId and accessLevel',
    path: 'access',
  } satisfies Fault;
  const one = { environmentId: 'E1', accessLevel: 'All' };
  it.each([
    ['a text', 'All'],
    ['an object', one],
    ['a list of texts', ['All']],
    ['a list of a list', [[one]]],
    ['one without a level', [one, { environmentId: 'E2' }]],
    ['one with a number', [{ ...one, environmentId: 2 }]],
    ['one with a line break', [{ ...one, accessLevel: 'A\nll' }]],
    ['one with U+0000', [{ ...one, accessLevel: 'A\0ll' }]],
    ['one that is empty', [{ ...one, accessLevel: '' }]],
    ['101 of them', Array.from({ length: 101 }, () => one)],
  ])('access that is %s', (_, given) => expectPutRefusal({ access: given }, '', access));

  const email = { in: 'body', message: 'expected field to be an email address', path: 'email' } as const;
  it.each([['ada'], [''], [7], [['ada@acme.example']], [`${'x'.repeat(250)}@acme.example`]])(
    'an email that is %p',
    (given) => expectPutRefusal({ email: given }, '', email),
  );

  it('all faults at once, those of meta among them', () =>
    expectPutRefusal(
      { meta: 'gold', email: 'ada', access: {} },
      '',
      expect.objectContaining({ path: 'meta' }),
      access,
      email,
    ));

  it.each([
    ['a list', []],
    ['a text', 'ada'],
    ['a number', 7],
  ])('a body that is %s', (_, body) =>
    expectPutRefusal(body, '', { in: 'body', message: 'must be an object', path: 'body' }),
  );

  it.each(['?query=1', '?generateToken=true', '?limit=1'])(
    'No Query String Allowed: a user who is read or deleted, %s',
    async (query) => {
      const name = query.slice(1, query.indexOf('='));
      for (const method of ['GET', 'DELETE']) {
        const ask = () => askUsers(service, method, customer.key, `${at}${query}`);
        await expectRefusal(ask, fault.unknownFields(name));
      }
    },
  );

  const notEcosystem = fault.query('ecosystemId', 'expected field to be the id of an ecosystem');
  it.each([
    ['', notEcosystem],
    ['?ecosystemId=', notEcosystem],
    ['?ecosystemId=a.b', notEcosystem],
    ['?ecosystemId=ECO&ecosystemId=ECO', notEcosystem],
    ['?ecosystemId=ECO&limit=0', fault.query('limit', 'must be at least 1')],
    ['?ecosystemId=ECO&limit=10001', fault.query('limit', 'must be at most 10000')],
    ['?ecosystemId=ECO&limit=x', fault.query('limit', 'must be a whole number')],
    ['?ecosystemId=ECO&cursor=x', fault.query('cursor', 'cursor must be the nextCursor of a page')],
    ['?ecosystemId=ECO&page=2', fault.unknownFields('page')],
  ])('of the query of a list: %s', (query, one) => {
    const to = query.replaceAll('ECO', customer.ecosystemId);
    return expectRefusal(() => askUsers(service, 'GET', customer.key, to), one);
  });

  it.each(['ada', ';ada', 'ECO;', 'ECO,ada', 'ECO;a%20da', 'ECO;ada;x', `ECO;${'x'.repeat(129)}`])(
    'an id that cannot be one: %s',
    async (subject) => {
      const message = 'expected ECOSYSTEM-ID;USER-ID with valid ids';
      for (const method of ['GET', 'PUT', 'DELETE']) {
        const path = `/api/users/${subject.replace('ECO', customer.ecosystemId)}`;
        const ask = () => askRaw(service, path, { authorization: customer.key }, '', method);
        await expectRefusal(ask, fault.id(message));
      }
    },
  );

  it('409 for an email that another user has, in whatever case, and nothing changes', async () => {
    for (const user of [at, `/${customer.ecosystemId};new`]) {
      const ask = () => put({ email: 'BOB@acme.example', meta: { a: 1 } }, '', user);
      const reply = await storingNothing(service, ask);
      expectFaults(reply, 409, 'Conflict', fault.body('Another user has this email'));
    }
  });

  it.each([
    ['application/json', '{"meta":', 400, 'InvalidParams', fault.body('The body is not valid JSON')],
    [
      'text/plain',
      'meta',
      415,
      'UnsupportedMediaType',
      fault.contentType('The content type is not supported'),
    ],
  ] as const)('a body of %s that cannot be read', async (type, body, status, errorType, one) => {
    const headers = { authorization: customer.key, 'content-type': type };
    const ask = () => service.ask(`/api/users${at}`, { method: 'PUT', headers, body });
    expectFaults(await storingNothing(service, ask), status, errorType, one);
  });
});
