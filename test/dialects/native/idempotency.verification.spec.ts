import { randomUUID } from 'node:crypto';
import { introspect, newToken, newUser, type Service, startService } from '../../support/service.js';
import { isReplayed, keyed } from './keyed.js';

describe('POST /v1/tokens/introspect and /v1/tokens/revoke with an Idempotency-Key', () => {
  let service: Service;
  let secret: string;

  beforeAll(async () => {
    service = await startService();
  });
  beforeEach(async () => {
    const user = await newUser(service, 'default');
    ({ secret } = await newToken(service, 'default', user.id, { expiryType: 'Infinite' }));
  });
  afterAll(() => service.close());

  const post = (verb: string, key: string, token: string) =>
    keyed(service, `/v1/tokens/${verb}`, service.account, key, { token });

  it('200: a question is asked anew: a token that was revoked meanwhile is not told live', async () => {
    const key = randomUUID();
    expect((await post('introspect', key, secret)).body.active).toBe(true);
    const again = await post('introspect', key, secret);
    expect([again.body.active, isReplayed(again)]).toEqual([true, 'true']);
    await service.native('POST', '/v1/tokens/revoke', service.account, { token: secret });
    expect((await post('introspect', key, secret)).body).toEqual({ active: false });
    expect((await post('introspect', key, 'another')).body.code).toBe('idempotency-key-reused');
  });

  it('200: a revocation is answered the same again, and the token stays dead', async () => {
    const key = randomUUID();
    const first = await post('revoke', key, secret);
    const again = await post('revoke', key, secret);
    expect([first, again].map((reply) => [reply.status, reply.text, isReplayed(reply)])).toEqual([
      [200, '', null],
      [200, '', 'true'],
    ]);
    expect(await introspect(service, secret)).toEqual({ active: false });
  });
});
