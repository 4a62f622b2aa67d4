import { createServer, type Server } from 'node:http';
import { DataSource } from 'typeorm';
import { User } from '../../../src/users/user.entity.js';
import { newToken, newUser, type Reply, type Service, startService } from '../../support/service.js';
import { type Customer, deadSecrets, newCustomer, newKey, storingNothing } from '../../support/vendors.js';
import { bearer, expectError } from './sfox.js';
import { readUser, register, sean, viewOf } from './users.js';

/** The operator's program: takes every code, and keeps it. */
interface Program {
  url: string;
  received: { [field: string]: string }[];
  /** What it answers. */
  status: number;
  server: Server;
}

async function startProgram(): Promise<Program> {
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (some) => (text += some));
    request.on('end', () => {
      program.received.push(JSON.parse(text));
      response.statusCode = program.status;
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const program: Program = { url: `http://127.0.0.1:${port}/codes`, received: [], status: 202, server };
  return program;
}

const ask = (service: Service, key: string, at: string, json?: unknown): Promise<Reply> =>
  service.ask(`/v1/enterprise/users/${at}`, { method: 'POST', headers: bearer(key), json });
const minute = 60_000;

describe('sfox: the verification of a user', () => {
  let service: Service;
  let customer: Customer;
  let program: Program;

  beforeAll(async () => {
    program = await startProgram();
    service = await startService({ SFOX_VERIFICATION_URL: program.url });
  });
  beforeEach(async () => {
    program.received = [];
    program.status = 202;
    customer = await newCustomer(service);
    await register(service, customer);
  });
  afterAll(async () => {
    await service.close();
    await new Promise((resolve) => program.server.close(resolve));
  });

  const send = (type: unknown) => ask(service, customer.key, 'send-verification/client_account_1', { type });
  const confirm = (type: unknown, otp: unknown) =>
    ask(service, customer.key, 'verify/client_account_1', { type, otp });
  /** Asks for a code; returns it as the user gets it. */
  const newCode = async (type: string): Promise<string> => {
    expect((await send(type)).status).toBe(200);
    return program.received.at(-1)!.otp!;
  };
  const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
  const expectVerdict = (reply: Reply, type: string, success: boolean) =>
    expect([reply.status, reply.body]).toEqual([
      200,
      { data: { success, user_id: 'client_account_1', type } },
    ]);
  const standing = async () => {
    const { status, requirements } = (await readUser(service, customer, 'client_account_1')).body.data;
    return { status, ...requirements };
  };

  it.each([
    ['email', { email: sean.email }, sean.email],
    ['sms', { phone_number: sean.phone_number }, sean.phone_number],
  ])('200 for a code by %s: the program gets it, and nobody else', async (type, address, to) => {
    const reply = await send(type);
    expect([reply.status, reply.body]).toEqual([
      200,
      { data: { user_id: 'client_account_1', type, ...address } },
    ]);
    const { ecosystemId } = customer;
    const otp = expect.stringMatching(/^\d{6}$/);
    expect(program.received).toEqual([
      { ecosystem_id: ecosystemId, user_id: 'client_account_1', type, to, otp },
    ]);
    const users = service.get(DataSource).getRepository(User);
    const row = await users.findOneByOrFail({ ecosystemId });
    expect(JSON.stringify(row)).not.toContain(program.received[0]!.otp);
    expect((await readUser(service, customer, 'client_account_1')).body).toEqual({ data: viewOf() });
  });

  it('a user is verified when both codes were confirmed', async () => {
    expectVerdict(await confirm('email', await newCode('email')), 'email', true);
    expect(await standing()).toEqual({ status: 'PENDING', email: false, sms: true });
    expectVerdict(await confirm('sms', await newCode('sms')), 'sms', true);
    expect(await standing()).toEqual({ status: 'VERIFIED', email: false, sms: false });
  });

  it('a code holds once, for its own type, and until there is a newer one', async () => {
    const first = await newCode('email');
    expectVerdict(await confirm('sms', first), 'sms', false);
    let second = await newCode('email');
    while (second === first) second = await newCode('email');
    expectVerdict(await confirm('email', first), 'email', false);
    expectVerdict(await confirm('email', second), 'email', true);
    expectVerdict(await confirm('email', second), 'email', false);
    expect(await standing()).toMatchObject({ email: false });
  });

  it('a code holds for less than 10 minutes', async () => {
    const code = await newCode('email');
    service.clock.advance(10 * minute);
    expectVerdict(await confirm('email', code), 'email', false);
    const other = await newCode('email');
    service.clock.advance(10 * minute - 1);
    expectVerdict(await confirm('email', other), 'email', true);
  });

  it('a code may be tried 5 times, also at once', async () => {
    const fifth = await newCode('email');
    for (let n = 0; n < 4; n += 1) expectVerdict(await confirm('email', wrong(fifth)), 'email', false);
    expectVerdict(await confirm('email', fifth), 'email', true);
    const sixth = await newCode('sms');
    await Promise.all(Array.from({ length: 5 }, () => confirm('sms', wrong(sixth))));
    expectVerdict(await confirm('sms', sixth), 'sms', false);
    expect(await standing()).toEqual({ status: 'PENDING', email: false, sms: true });
  });

  it('an address that the user gets later is not verified', async () => {
    const code = await newCode('email');
    const { ecosystemId } = customer;
    const users = service.get(DataSource).getRepository(User);
    const { id } = await users.findOneByOrFail({ ecosystemId });
    const change = (email: string) =>
      service.native('PATCH', `/v1/ecosystems/${ecosystemId}/users/${id}`, service.account, { email });
    expect((await change('other@acme.example')).status).toBe(200);
    expectVerdict(await confirm('email', code), 'email', true);
    expect(await standing()).toMatchObject({ email: true });
    await change(sean.email);
    expect(await standing()).toMatchObject({ email: false });
  });

  it('needs users:update and no other permission', async () => {
    const permissions = ['users:update'];
    const key = await newKey(service, customer.ecosystemId, { permissions });
    const sent = await ask(service, key, 'send-verification/client_account_1', { type: 'email' });
    expect(sent.status).toBe(200);
    const { otp } = program.received[0]!;
    const reply = await ask(service, key, 'verify/client_account_1', { type: 'email', otp });
    expectVerdict(reply, 'email', true);
  });

  it.each([302, 400, 500])('503 when the program answers %d', async (status) => {
    program.status = status;
    const reply = await send('email');
    expectError(reply, 503, 'The verification code could not be sent');
    expect(reply.headers.get('retry-after')).toBe('5');
  });

  describe.each([
    ['send-verification', { type: 'email' }],
    ['verify', { type: 'email', otp: '123456' }],
  ])('%s', (call, body) => {
    const expectRefusal = async (key: string, at: string, json: unknown, status: number, text: string) => {
      const reply = await storingNothing(service, () => ask(service, key, `${call}/${at}`, json));
      expectError(reply, status, text);
      expect(program.received).toEqual([]);
    };

    it.each([
      [{}, 'type: must be one of: email, sms'],
      [{ type: 'mail' }, 'type: must be one of: email, sms'],
      [{ type: ['email'] }, 'type: must be one of: email, sms'],
      [{ type: 7 }, 'type: must be one of: email, sms'],
    ])('422 for %p', (given, text) =>
      expectRefusal(customer.key, 'client_account_1', { ...body, type: undefined, ...given }, 422, text),
    );

    it('404 for a user who is not there', async () => {
      const other = await newCustomer(service);
      await register(service, other, { user_id: 'theirs' });
      for (const id of ['nobody', 'theirs']) {
        await expectRefusal(customer.key, id, body, 404, `No such user: ${id}`);
      }
    });

    it('401 and 403 for a key that may not', async () => {
      for (const which of Object.keys(deadSecrets)) {
        const key = await deadSecrets[which]!(service, customer);
        await expectRefusal(key, 'client_account_1', body, 401, 'The API key is missing or incorrect');
      }
      const permissions = ['users:create', 'users:read', 'users:delete', 'tokens:mint'];
      const key = await newKey(service, customer.ecosystemId, { permissions });
      await expectRefusal(key, 'client_account_1', body, 403, 'This needs the permission users:update');
      const user = await newUser(service, customer.ecosystemId, { roles: ['admin'] });
      const { secret } = await newToken(service, customer.ecosystemId, user.id);
      for (const one of [secret, service.account]) {
        const text = 'An enterprise API key is needed: the token of a server';
        await expectRefusal(one, 'client_account_1', body, 403, text);
      }
    });
  });

  it.each([[undefined], [123456], ['12345'], ['1234567'], ['12345a'], ['１２３４５６'], ['123456\n']])(
    '422 for the code %p',
    async (otp) => expectError(await confirm('email', otp), 422, 'otp: must be 6 digits'),
  );

  it('422 for a user without such an address', async () => {
    const { id } = await newUser(service, customer.ecosystemId);
    for (const type of ['email', 'sms']) {
      const reply = await ask(service, customer.key, `send-verification/${id}`, { type });
      expectError(reply, 422, `type: the user has no address for ${type}`);
    }
  });
});

describe('sfox: the verification of a user where there is no program for it', () => {
  it.each([
    ['none is configured', {}, 'Verification codes cannot be sent: SFOX_VERIFICATION_URL is not configured'],
    [
      'it does not answer',
      { SFOX_VERIFICATION_URL: 'http://127.0.0.1:1/codes' },
      'The verification code could not be sent',
    ],
  ])('503 when %s', async (_, environment, text) => {
    const service = await startService(environment as Record<string, string>);
    try {
      const customer = await newCustomer(service);
      await register(service, customer);
      const json = { type: 'email' };
      const reply = await ask(service, customer.key, 'send-verification/client_account_1', json);
      expectError(reply, 503, text);
    } finally {
      await service.close();
    }
  });
});
