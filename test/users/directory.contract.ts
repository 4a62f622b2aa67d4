import { newTenant, newUser, type Reply, sharedService } from '../support/service.js';
import type { Environment } from '../contract/core.support.js';

/** Users as other systems name, list and describe them; asked through Droplit's dialect, which does all of it. */
export function directoryContract(environment: Environment): void {
  describe('users as other systems know them', () => {
    const service = sharedService(environment);
    let ecosystemId: string;

    beforeEach(async () => {
      ({ ecosystemId } = await newTenant(service));
    });

    const ask = (method: string, at: string, json?: unknown): Promise<Reply> =>
      service.ask(`/api/users${at}`, { method, headers: { authorization: service.account }, json });
    const put = (id: string, json: object) => ask('PUT', `/${ecosystemId};${id}?generateToken=false`, json);
    const read = async (id: string) => (await ask('GET', `/${ecosystemId};${id}`)).body;

    it('are listed in parts, none twice and none left out, also when many were made at one moment', async () => {
      const ids = Array.from({ length: 23 }, (_, n) => `user-${n}`);
      for (const [index, externalId] of ids.entries()) {
        await newUser(service, ecosystemId, { externalId });
        if (index % 10 === 9) service.clock.advance(1);
      }
      const parts: string[][] = [];
      let at: string | undefined = `?ecosystemId=${ecosystemId}&limit=4`;
      while (at) {
        const { status, body, headers }: Reply = await ask('GET', at);
        expect(status).toBe(200);
        parts.push(body.items.map(({ uniqueId }: { uniqueId: string }) => uniqueId));
        at = /(\?[^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];
      }
      expect(parts.map(({ length }) => length)).toEqual([4, 4, 4, 4, 4, 3]);
      expect(parts.flat().slice(0, 10).sort()).toEqual(ids.slice(0, 10).sort());
      expect(parts.flat().slice(10, 20).sort()).toEqual(ids.slice(10, 20).sort());
      expect(parts.flat().slice(20).sort()).toEqual(ids.slice(20).sort());
    });

    it('of many that put the same new user at once, one makes it', async () => {
      const replies = await Promise.all(Array.from({ length: 10 }, (_, n) => put('crowd', { meta: { n } })));
      const statuses = replies.map(({ status }) => status).sort();
      expect(statuses).toEqual([...Array.from({ length: 9 }, () => 200), 201]);
    });

    it('keep what is changed at once in different fields', async () => {
      for (let round = 0; round < 10; round += 1) {
        await put('ada', { meta: null, access: null, email: null });
        const meta = { round };
        const access = [{ environmentId: `E${round}`, accessLevel: 'All' }];
        const email = `ada-${round}@acme.example`;
        await Promise.all([put('ada', { meta }), put('ada', { access }), put('ada', { email })]);
        expect(await read('ada')).toMatchObject({ meta, access, email });
      }
    });

    it('keep every text in what is said of them, U+0000 and half of a surrogate pair too', async () => {
      const meta = {
        'ключ “🦄”': ['\0', '\ud800', '\\u0000', '%_"\\'],
        constructor: { name: 'x' },
        toString: 1,
      };
      expect((await put('texts', { meta })).status).toBe(201);
      expect((await read('texts')).meta).toEqual(meta);
    });

    it('the pages of an origin are known by that very origin', async () => {
      const origin = `https://${ecosystemId}.a_b.example`;
      await service.native('POST', '/v1/ecosystems', service.account, { name: 'Pages', origins: [origin] });
      const allowed = async (asked: string) => {
        const path = '/api/internal/academy/v1/config';
        const { headers } = await service.ask(path, { method: 'OPTIONS', headers: { origin: asked } });
        return headers.get('access-control-allow-origin');
      };
      expect(await allowed(origin)).toBe(origin);
      for (const other of [
        origin.replace('_', 'x'),
        origin.slice(0, -1),
        `${origin}.x`,
        origin.toUpperCase(),
      ]) {
        expect(await allowed(other)).toBeNull();
      }
    });
  });
}
