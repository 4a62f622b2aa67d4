import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { IdempotentAnswer } from '../../../src/idempotency/idempotent-answer.entity.js';
import { introspect, newTenant, newUser, type Service, startService } from '../../support/service.js';
import { MintsRepository } from '../../../src/tokens/mint/mints.repository.js';
import { holdNext } from '../../system/interleavings/hold.js';
import { isReplayed, keyed, seen } from './keyed.js';
import { expectProblem, invalid } from './problem.js';

const day = 24 * 60 * 60_000;

describe('a native POST with an Idempotency-Key', () => {
  let service: Service;
  let path: string;
  let user: { id: string };

  beforeAll(async () => {
    service = await startService();
  });
  beforeEach(async () => {
    user = await newUser(service, 'default');
    path = `/v1/ecosystems/default/users/${user.id}/tokens`;
  });
  afterAll(() => service.close());

  const post = (key: string, json: unknown = {}, secret = service.account, to = path) =>
    keyed(service, to, secret, key, json);
  const tokensOf = async () =>
    (await service.native('GET', path, service.account)).body.data.length as number;
  const reused = {
    status: 422,
    code: 'idempotency-key-reused',
    detail: 'This Idempotency-Key was used for another request',
  } as const;

  it('201: is answered the same again, the secret too, marked, and has one effect', async () => {
    const key = randomUUID();
    const given = { name: 'Telephone', expiryType: 'Infinite' };
    const first = await post(key, given);
    expect(first.status).toBe(201);
    expect(isReplayed(first)).toBeNull();
    for (const moment of [0, 1, day - 2]) {
      service.clock.advance(moment);
      const again = await post(key, given);
      expect(seen(again)).toEqual(seen(first));
      expect(isReplayed(again)).toBe('true');
      expect(again.headers.get('cache-control')).toBe('no-store');
      expect(again.headers.get('x-request-id')).not.toBe(first.headers.get('x-request-id'));
    }
    expect(await tokensOf()).toBe(1);
  });

  it('201: 24 hours later the key is new again', async () => {
    const first = await post('again');
    service.clock.advance(day);
    const second = await post('again', { name: 'Another body' });
    expect(second.status).toBe(201);
    expect(isReplayed(second)).toBeNull();
    expect(second.body.secret).not.toBe(first.body.secret);
    expect(isReplayed(await post('again', { name: 'Another body' }))).toBe('true');
    expect(await tokensOf()).toBe(2);
  });

  it('201: without the header each request has its effect', async () => {
    const replies = [
      await service.native('POST', path, service.account, {}),
      await service.native('POST', path, service.account, {}),
    ];
    expect(replies[0]!.body.secret).not.toBe(replies[1]!.body.secret);
    expect(await tokensOf()).toBe(2);
  });

  it('422: for another body, another query, and nothing happens', async () => {
    await post('bound', { name: 'One', ttl: 60 });
    expectProblem(await post('bound', { name: 'Other', ttl: 60 }), path, reused);
    expectProblem(await post('bound', { name: 'One' }), path, reused);
    expectProblem(
      await post('bound', { name: 'One', ttl: 60 }, service.account, `${path}?x=1`),
      path,
      reused,
    );
    expect(await tokensOf()).toBe(1);
  });

  it('201: the same fields in another order, with other white space, are the same body', async () => {
    const headers = {
      authorization: `Bearer ${service.account}`,
      'idempotency-key': 'ordered',
      'content-type': 'application/json',
    };
    const send = (body: string) => service.ask(path, { method: 'POST', headers, body });
    const first = await send('{"name":"A","ttl":60}');
    const again = await send('{ "ttl": 60.0,\n "name": "\\u0041" }');
    expect(seen(again)).toEqual(seen(first));
    expect(isReplayed(again)).toBe('true');
  });

  it('201: another caller, another user, another route with the same key is another request', async () => {
    const { server } = await newTenant(service);
    const other = await newUser(service, 'default');
    const { secret } = (await service.native('POST', '/v1/account-tokens', service.account, {})).body;
    const elsewhere = `/v1/ecosystems/default/users/${other.id}/tokens`;
    const replies = [
      await post('shared'),
      await post('shared', {}, secret),
      await post('shared', {}, service.account, elsewhere),
      await post('shared', {}, service.account, '/v1/ecosystems/default/server-tokens'),
      await post('shared', {}, `default:${service.account}`),
    ];
    expect(replies.map((reply) => [reply.status, isReplayed(reply)])).toEqual(replies.map(() => [201, null]));
    expect(new Set(replies.map(({ body }) => body.secret)).size).toBe(replies.length);
    // Whoever may not ask is told so, whatever was answered to others.
    expect((await post('shared', {}, server)).status).toBe(404);
    expect((await post('shared', {}, 'garbage')).status).toBe(401);
  });

  it('201: however the same secret is presented', async () => {
    const first = await post('presented');
    const headers = { authorization: service.account, 'idempotency-key': 'presented' };
    const bare = await service.ask(path, { method: 'POST', headers, json: {} });
    expect(seen(bare)).toEqual(seen(first));
  });

  it('keeps no refusal: the corrected request has its effect', async () => {
    const refused = await post('corrected', { ttl: 0 });
    expectProblem(refused, path, invalid(['ttl', 'min', 'ttl must not be less than 1']));
    const absent = '/v1/ecosystems/default/users/BsNr28znDkG8aeo7W/tokens';
    for (let time = 0; time < 2; time += 1) {
      const reply = await post('absent', {}, service.account, absent);
      expect([reply.status, isReplayed(reply)]).toEqual([404, null]);
    }
    const mint = await post('corrected', { ttl: 60 });
    expect([mint.status, isReplayed(mint)]).toEqual([201, null]);
    const users = '/v1/ecosystems/default/users';
    await newUser(service, 'default', { username: `taken-${user.id}` });
    expect((await post('conflict', { username: `taken-${user.id}` }, service.account, users)).status).toBe(
      409,
    );
    expect((await post('conflict', { username: `free-${user.id}` }, service.account, users)).status).toBe(
      201,
    );
  });

  it.each([
    ['nothing', ''],
    ['256 characters', 'k'.repeat(256)],
    ['white space', 'a b'],
    ['two keys', 'a, b'],
    ['a letter beyond ASCII', 'clé'],
  ])('422: for a key of %s, and nothing happens', async (_, key) => {
    expectProblem(await post(key), path, {
      status: 422,
      code: 'invalid-input',
      detail: 'Idempotency-Key must be 1 to 255 visible ASCII characters',
      errors: [
        {
          in: 'header',
          pointer: '/Idempotency-Key',
          code: 'matches',
          detail: 'Idempotency-Key must be 1 to 255 visible ASCII characters',
        },
      ],
    });
    expect(await tokensOf()).toBe(0);
  });

  it('201: for a key of 255 characters, and of every visible one', async () => {
    const visible = String.fromCharCode(...Array.from({ length: 94 }, (_, index) => 33 + index));
    for (const key of ['k'.repeat(255), visible]) {
      const first = await post(key);
      expect(first.status).toBe(201);
      expect(seen(await post(key))).toEqual(seen(first));
    }
  });

  const inFlight = {
    status: 409,
    code: 'request-in-flight',
    detail: 'A request with this Idempotency-Key is being answered',
  } as const;

  it('409: while the first is being answered, also for another body; then the same as the first', async () => {
    const held = holdNext(service.get(MintsRepository), 'insert');
    const first = post('held');
    await held.reached;
    for (const json of [{}, { name: 'Other' }]) {
      const reply = await post('held', json);
      expectProblem(reply, path, inFlight);
      expect(reply.headers.get('retry-after')).toBe('1');
    }
    // Others are not kept waiting by the key, nor those who only ask.
    expect((await introspect(service, service.account)).active).toBe(true);
    held.release();
    const given = seen(await first);
    expect(given.status).toBe(201);
    expect(seen(await post('held'))).toEqual(given);
    expect(await tokensOf()).toBe(1);
  });

  it('201 or 409: of fifty at once one takes effect, and all that are answered are answered the same', async () => {
    const replies = await Promise.all(Array.from({ length: 50 }, () => post('at-once')));
    const answered = replies.filter(({ status }) => status === 201);
    for (const { status } of replies) expect([201, 409]).toContain(status);
    expect(new Set(answered.map(({ text }) => text)).size).toBe(1);
    expect(answered.filter((reply) => isReplayed(reply) === null).length).toBe(1);
    expect(await tokensOf()).toBe(1);
  });

  it('keeps nothing that can be read: neither secret nor body nor key', async () => {
    const key = 'a-key-that-nobody-else-has';
    const { body } = await post(key, { name: 'Readable name of a token' });
    const rows = await service.get(DataSource).query('SELECT * FROM idempotent_answers');
    const texts = rows.flatMap(({ sealed }: { sealed: string }) => [
      sealed,
      Buffer.from(sealed, 'base64url'),
    ]);
    for (const text of [JSON.stringify(rows), ...texts]) {
      for (const plain of [body.secret, body.token.id, service.account, key, 'Readable name']) {
        expect(text.includes(plain)).toBe(false);
      }
    }
  });

  it('500: rather than an answer that was tampered with', async () => {
    const { manager } = service.get(DataSource);
    await manager.clear(IdempotentAnswer);
    await post('tampered');
    const [row] = await manager.find(IdempotentAnswer);
    const sealed = Buffer.from(row!.sealed, 'base64url');
    sealed[40]! ^= 1;
    await manager.update(IdempotentAnswer, { id: row!.id }, { sealed: sealed.toString('base64url') });
    expect((await post('tampered')).status).toBe(500);
  });
});
