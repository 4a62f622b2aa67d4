import { newTenant, newUser, type Service, startService } from '../../support/service.js';

/** One name, one form: what looks alike or is spelt alike is one name, on each way in. */
describe('names', () => {
  let service: Service;
  let ecosystemId: string;

  beforeAll(async () => {
    service = await startService();
  });
  beforeEach(async () => {
    ({ ecosystemId } = await newTenant(service));
  });
  afterAll(() => service.close());

  const users = () => `/v1/ecosystems/${ecosystemId}/users`;
  const create = (json: object) => service.native('POST', users(), service.account, json);
  const found = async (query: string) =>
    (await service.native('GET', `${users()}?${query}`, service.account)).body.data.length;

  it.each([
    ['username', 'jos\u00e9', 'jose\u0301', 'jos\u00e9'],
    ['username', 'ada', '\uff21\uff24\uff21', 'ada'],
    ['username', '\u03bf\u03b4\u03bf\u03c2', '\u039f\u0394\u039f\u03c3', '\u03bf\u03b4\u03bf\u03c2'],
    ['email', 'jos\u00e9@acme.example', 'jose\u0301@acme.example', 'jos\u00e9@acme.example'],
    ['email', 'ada@b\u00fccher.example', 'ADA@xn--bcher-kva.example', 'ada@b\u00fccher.example'],
    ['externalId', 'caf\u00e9', 'cafe\u0301', 'caf\u00e9'],
  ])('409: %s %p and %p are one name, kept as %p', async (field, name, same, kept) => {
    expect((await create({ [field]: name })).body[field]).toBe(kept);
    expect((await create({ [field]: same })).status).toBe(409);
    expect(await found(new URLSearchParams({ [field]: same }).toString())).toBe(1);
  });

  it.each([
    ['stra\u00dfe', 'strasse'],
    ['\u0131', 'i'],
  ])('201: %p and %p are two names: lower case does not fold letters', async (one, other) => {
    expect((await create({ username: one })).status).toBe(201);
    expect((await create({ username: other })).status).toBe(201);
  });

  it.each(['ada\u200b', '\u202eada', 'a\u00adda', 'a\u3164da', 'a\u2800da', '\ufeffada', 'a\u{e0041}da'])(
    '422: %p holds what cannot be seen, which the refusal says',
    async (text) => {
      for (const json of [
        { username: text },
        { externalId: text },
        { email: `${text}@acme.example` },
        { id: text },
      ]) {
        const { status, body } = await create(json);
        expect([status, body.errors.length]).toEqual([422, 1]);
        if (!('email' in json)) expect(body.errors[0].detail).toContain('invisible characters');
      }
      expect(await found(new URLSearchParams({ username: text }).toString())).toBe(0);
    },
  );

  it('a name for people takes all that is seen, and nothing that turns its surroundings', async () => {
    const family = '\u{1f469}\u200d\u{1f469}\u200d\u{1f467} \u0645\u06cc\u200c\u0634\u0648\u062f';
    expect((await create({ name: family })).body.name).toBe(family);
    for (const name of ['\u202eada', 'a\u0007da', 'a\u2066da']) {
      expect((await create({ name })).status).toBe(422);
    }
  });

  it.each(['a@localhost', 'apiuser@rocket.chat-1795862943336', "o'neil+x@acme.example"])(
    '201: %p is an address',
    async (email) => {
      expect((await create({ email })).body.email).toBe(email);
    },
  );

  it('422: no address', async () => {
    for (const email of ['a', '@b', 'a@', 'a@b@c', 'a b@c', 'a@-b', 'a@b..c']) {
      expect((await create({ email })).status).toBe(422);
    }
  });

  it('a password is one in each form of its letters, one of before too', async () => {
    const password = 'p\u00e4ssw\u00f6rter sind lang';
    const domain = `${ecosystemId}.example`;
    await service.native('PATCH', `/v1/ecosystems/${ecosystemId}`, service.account, { domain });
    await newUser(service, ecosystemId, { username: 'ada', password: password.normalize('NFD') });
    const { request } = await import('node:http');
    const login = (text: string) =>
      new Promise<number>((resolve, reject) => {
        const headers = { host: domain, 'content-type': 'application/json' };
        const options = { method: 'POST', headers };
        request(`${service.base}/api/v1/login`, options, (response) => {
          response.resume();
          resolve(response.statusCode!);
        })
          .on('error', reject)
          .end(JSON.stringify({ user: 'ada', password: text }));
      });
    expect(await login(password)).toBe(200);
    expect(await login(password.normalize('NFD'))).toBe(200);
    expect(await login(password.replaceAll(' ', '\u00a0'))).toBe(200);
    expect(await login(`${password}!`)).toBe(401);
  });

  it('a domain is kept as DNS has it, and found in each form', async () => {
    const domain = 'B\u00fccher.example.';
    const json = { name: 'Books', domain };
    const { status, body } = await service.native('POST', '/v1/ecosystems', service.account, json);
    expect([status, body.domain]).toEqual([201, 'xn--bcher-kva.example']);
    for (const same of ['xn--bcher-kva.example', 'b\u00fccher.example', 'bu\u0308cher.example']) {
      const second = { name: 'Other', domain: same };
      expect((await service.native('POST', '/v1/ecosystems', service.account, second)).status).toBe(409);
      const query = new URLSearchParams({ domain: same }).toString();
      const list = await service.native('GET', `/v1/ecosystems?${query}`, service.account);
      expect(list.body.data.map(({ id }: { id: string }) => id)).toEqual([body.id]);
    }
  });

  it('a day that no calendar has is refused in an import, too', async () => {
    const { id } = await newUser(service, ecosystemId);
    const line = (when: object) =>
      JSON.stringify({ format: 'sha256', userId: id, hash: 'ab'.repeat(32), ...when });
    const reply = await service.ask(`/v1/ecosystems/${ecosystemId}/tokens/import`, {
      method: 'POST',
      headers: { authorization: `Bearer ${service.account}`, 'content-type': 'application/x-ndjson' },
      body: `${line({ expiresAt: '2027-02-30T00:00:00Z' })}\n${line({ expiresAt: '2027-02-29 00:00:00' })}\n${line({ expiresAt: '2028-02-29T00:00:00Z' })}\n`,
    });
    const results = reply.text
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text).result);
    expect(results).toEqual(['refused', 'refused', 'imported']);
  });
});
