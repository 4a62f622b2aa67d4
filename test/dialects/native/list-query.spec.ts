import { nextOf } from '../../support/pages.js';
import { newToken, newUser, sharedService } from '../../support/service.js';

/** What holds for every list of the native API. Each has 51 items or more here. */
describe('every list', () => {
  const service = sharedService();
  let userId: string;
  const lists: [path: string, filter: string][] = [
    ['/v1/ecosystems', 'name=Many'],
    ['/v1/account-tokens', 'state=live'],
    ['/v1/audit', 'action=ecosystem.create'],
    ['/v1/ecosystems/default/users', 'role=user'],
    ['/v1/ecosystems/default/users/USER/tokens', 'createdFrom=2026-11-22T12%3A00%3A00%2B00%3A00'],
    ['/v1/ecosystems/default/tokens', 'holder=user'],
    ['/v1/ecosystems/default/server-tokens', 'state=live'],
    ['/v1/ecosystems/default/audit', 'action=user.create'],
  ];
  const at = (path: string) => path.replace('USER', userId);
  const get = (path: string) => service.native('GET', at(path), service.account);
  const idsIn = (body: { data: { id: string }[] }) => body.data.map(({ id }) => id);

  beforeAll(async () => {
    userId = (await newUser(service, 'default')).id;
    for (let one = 0; one < 51; one++) {
      const post = (path: string, json: object) => service.native('POST', path, service.account, json);
      await post('/v1/ecosystems', { name: 'Many' });
      await post('/v1/account-tokens', {});
      await post('/v1/ecosystems/default/server-tokens', {});
      await newUser(service, 'default');
      await newToken(service, 'default', userId);
    }
  });

  describe.each(lists)('GET %s', (path, filter) => {
    it('200: 50 without a limit, and the way to the rest', async () => {
      const reply = await get(path);
      expect([reply.status, reply.body.data.length]).toEqual([200, 50]);
      const { nextCursor } = reply.body.page;
      const link = `<${at(path)}?cursor=${encodeURIComponent(nextCursor)}>; rel="next"`;
      expect(reply.headers.get('link')).toBe(link);
      expect(reply.headers.get('cache-control')).toBe('no-store');
    });

    it('200: the link keeps what was asked, and changes the cursor only', async () => {
      const first = await get(`${path}?${filter}&limit=3`);
      const next = nextOf(first)!;
      expect(next).toMatch(/^[\x21-\x7e]+$/);
      const second = await get(next);
      expect(idsIn(second.body)).toHaveLength(3);
      const [asked, led] = [`${at(path)}?${filter}&limit=3`, nextOf(second)!].map(
        (address) => new URL(address, service.base),
      );
      const expected = new URLSearchParams(asked!.search);
      expected.set('cursor', second.body.page.nextCursor);
      expect(led!.pathname).toBe(asked!.pathname);
      expect([...led!.searchParams].sort()).toEqual([...expected].sort());
      const both = await get(`${path}?${filter}&limit=6`);
      expect([...idsIn(first.body), ...idsIn(second.body)]).toEqual(idsIn(both.body));
    });

    it('200: no link on the last page', async () => {
      const { body, headers } = await get(`${path}?${filter}&limit=200`);
      expect(body.data.length).toBeGreaterThan(50);
      if (body.page.nextCursor === null) expect(headers.get('link')).toBeNull();
      const rest = await get(
        `${path}?${filter}&limit=50&cursor=${(await get(`${path}?${filter}`)).body.page.nextCursor}`,
      );
      expect([rest.body.page, rest.headers.get('link')]).toEqual([{ nextCursor: null }, null]);
    });

    it.each([
      'limit=0',
      'limit=201',
      'limit=-1',
      'limit=1.5',
      'limit=ten',
      'limit=',
      'limit=1&limit=2',
      'limit=%2B1',
      'cursor=',
      'cursor=x',
      'cursor=WzFd',
      'cursor=W251bGxd',
      'cursor=WyJcdTAwMDAiXQ',
      'cursor=WyJhIiwiYiIsImMiXQ',
      'cursor=WzFlOTksIngiXQ',
      'cursor=%00',
      'cursor=a&cursor=b',
      'colour=red',
      '__proto__=1',
    ])('422: for %s', async (query) => {
      const { status, body } = await get(`${path}?${query}`);
      expect({ query, status, code: body.code, faults: body.errors?.length }).toEqual({
        ...{ query, status: 422 },
        ...{ code: 'invalid-input', faults: 1 },
      });
      expect(body.errors[0].in).toBe('query');
    });
  });
});
