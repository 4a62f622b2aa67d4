import { newTenant, newToken, newUser, type Reply, sharedService } from '../../support/service.js';
import { expectProblem, lacks } from './problem.js';
import { routesOf } from '../../access/routes.js';
import { valueOf } from '../../support/exposition.js';

const path = '/metrics';

describe('GET /metrics', () => {
  const service = sharedService();

  const read = async () => (await service.native('GET', path, service.account)).text;
  const introspected = (secret: string) =>
    service.native('POST', '/v1/tokens/introspect', service.account, { token: secret });
  /** By how much each of these series grew by what was done. */
  const growth = async (series: string[], work: () => Promise<unknown>): Promise<number[]> => {
    const before = await read();
    await work();
    const after = await read();
    return series.map((one) => valueOf(after, one) - valueOf(before, one));
  };

  it('200: the text format of Prometheus, for an account token with metrics:read', async () => {
    const keys = { permissions: ['metrics:read'] };
    const { secret } = (await service.native('POST', '/v1/account-tokens', service.account, keys)).body;
    const { status, headers, text } = await service.native('GET', path, secret);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(text).toContain('\n# TYPE tokenwright_http_requests_total counter\n');
    for (const line of text.trim().split('\n').filter(Boolean)) {
      expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{(\w+="[^"]*",?)+\})? -?([\d.e+-]+|Inf|NaN))$/);
    }
  });

  it('401 and 403: without a token, without the permission, and for tenants', async () => {
    expect((await service.ask(path)).status).toBe(401);
    const keys = { permissions: ['audit:read'] };
    const { secret } = (await service.native('POST', '/v1/account-tokens', service.account, keys)).body;
    expectProblem(await service.native('GET', path, secret), path, lacks('metrics:read'));
    const { server } = await newTenant(service);
    const detail = 'This needs a token of: account';
    const refused = { status: 403, code: 'wrong-holder', detail };
    expectProblem(await service.native('GET', path, server), path, refused);
  });

  it('counts requests by the route as it was declared, and by class of status', async () => {
    const { ecosystemId, server } = await newTenant(service);
    const route = 'dialect="native",method="GET",route="/v1/ecosystems/:ecosystemId/users/:userId"';
    const requests = (status: string) => `tokenwright_http_requests_total{${route},status="${status}"}`;
    const user = await newUser(service, ecosystemId);
    const grown = await growth(
      [requests('2xx'), requests('4xx'), `tokenwright_http_request_duration_seconds_count{${route}}`],
      async () => {
        await service.native('GET', `/v1/ecosystems/${ecosystemId}/users/${user.id}`, server);
        await service.native('GET', `/v1/ecosystems/${ecosystemId}/users/nobody`, server);
        await service.native('GET', `/v1/ecosystems/${ecosystemId}/users/nobody?x=1`, server);
      },
    );
    expect(grown).toEqual([1, 2, 3]);
  });

  it('no text of a client becomes a label: all that fits no route is one series a dialect', async () => {
    const odd = ['/v1/nothing/at-all', '/v1/%zz', '/x"} 1', '/api/v1/zzz-no-such-call', '/metrics/zzz'];
    for (const one of odd) await service.ask(one, { headers: { authorization: 'Bearer zzz-label' } });
    await service.ask('/v1/self', { method: 'PROPFIND' }).catch(() => undefined);
    await service.ask('/v1/zzz-label/users', { method: 'DELETE', headers: { 'x-request-id': 'zzz-label' } });
    const text = await read();
    expect(text).not.toContain('zzz');
    const stray = `tokenwright_http_requests_total{dialect="native",method="other",route="other",status="4xx"}`;
    expect(valueOf(text, stray)).toBeGreaterThanOrEqual(4);
    const declared = new Set(routesOf(service).map((route) => route.path));
    const told = [...text.matchAll(/route="([^"]*)"/g)].map(([, route]) => route!);
    expect(told.filter((route) => route !== 'other' && !declared.has(route))).toEqual([]);
  });

  it('counts verdicts, by the tier that gave them', async () => {
    const { ecosystemId } = await newTenant(service);
    const user = await newUser(service, ecosystemId);
    const live = await newToken(service, ecosystemId, user.id);
    const short = await newToken(service, ecosystemId, user.id, { expiryType: 'FixedTtl', ttl: 1 });
    const dead = await newToken(service, ecosystemId, user.id);
    await service.native('POST', '/v1/tokens/revoke', service.account, { token: dead.secret });
    service.clock.advance(2000);
    const series = (tier: string, verdict: string) =>
      `tokenwright_verifications_total{tier="${tier}",verdict="${verdict}"}`;
    const other = { ...(await newToken(service, ecosystemId, user.id)) };
    await service.native('POST', '/v1/tokens/revoke', service.account, { token: other.secret });
    const grown = await growth(
      [
        series('database', 'live'),
        series('database', 'expired'),
        series('database', 'revoked'),
        series('none', 'unknown'),
        'tokenwright_verification_duration_seconds_count{tier="database"}',
      ],
      async () => {
        for (const { secret } of [live, live, short, dead, other]) await introspected(secret);
        await introspected('garbage');
      },
    );
    expect(grown).toEqual([1, 1, 2, 1, 4]);
    const cached = await growth([series('memory', 'live')], () => introspected(live.secret));
    // The token itself, the caller's, and that of the scrape.
    expect(cached).toEqual([3]);
  });

  it('counts what was minted and revoked when it is committed, and not what was refused', async () => {
    const { ecosystemId, server } = await newTenant(service);
    const users: Reply['body'][] = [];
    for (let count = 0; count < 3; count++) users.push(await newUser(service, ecosystemId));
    const bulk = `/v1/ecosystems/${ecosystemId}/tokens/bulk`;
    const grown = await growth(
      [
        'tokenwright_tokens_minted_total{dialect="native",holder="user"}',
        'tokenwright_tokens_minted_total{dialect="sfox",holder="user"}',
        'tokenwright_tokens_revoked_total{action="token.revoke"}',
        'tokenwright_tokens_revoked_total{action="token.revoke-all"}',
        'tokenwright_audit_events_total{action="token.mint"}',
        'tokenwright_audit_events_total{action="token.revoke-all"}',
      ],
      async () => {
        const { token } = await newToken(service, ecosystemId, users[0].id);
        await service.native('DELETE', `/v1/ecosystems/${ecosystemId}/tokens/${token.id}`, server);
        await service.native('DELETE', `/v1/ecosystems/${ecosystemId}/tokens/${token.id}`, server);
        await service.native('POST', bulk, server, { userIds: users.map(({ id }) => id) });
        await service.native('POST', bulk, server, { userIds: [users[0].id, 'nobody'] });
        await service.native('POST', '/v1/enterprise/user-tokens', server, { data: [users[1].id] });
        await service.native('DELETE', `/v1/ecosystems/${ecosystemId}/users/${users[1].id}/tokens`, server);
      },
    );
    expect(grown).toEqual([4, 1, 1, 2, 5, 1]);
  });

  it('counts a mint with an Idempotency-Key once', async () => {
    const { ecosystemId, server } = await newTenant(service);
    const user = await newUser(service, ecosystemId);
    const ask = () =>
      service.ask(`/v1/ecosystems/${ecosystemId}/users/${user.id}/tokens`, {
        method: 'POST',
        headers: { authorization: `Bearer ${server}`, 'idempotency-key': 'once' },
        json: {},
      });
    const minted = 'tokenwright_tokens_minted_total{dialect="native",holder="user"}';
    expect(await growth([minted], async () => [await ask(), await ask()])).toEqual([1]);
  });
});
