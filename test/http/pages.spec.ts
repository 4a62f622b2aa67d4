import { registry } from '../../src/dialects/registry.js';
import { version } from '../../src/common/version.js';
import { sharedService } from '../support/service.js';

/** Chromium's, for a page. */
const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8';
const apiClients = [
  undefined,
  '*/*',
  'application/json',
  'application/json, text/plain, */*',
  'text/html;q=0.5, */*',
];

describe('the pages for people', () => {
  const service = sharedService();

  const ask = (path: string, accept?: string, method = 'GET') =>
    service.ask(path, { method, headers: { accept: accept ?? '*/*' } });

  it('/ is a page with the version, the health and links that answer', async () => {
    const { status, headers, text } = await ask('/', browser);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('vary')).toBe('Accept');
    expect(text).toContain(`Version ${version} · <a href="/health/ready">Ready</a>`);
    const links = [...text.matchAll(/href="([^"]+)"/g)].map(([, link]) => link!);
    expect(links).toEqual(
      expect.arrayContaining(['/docs', '/problems', '/docs/strigo', '/openapi/native.json']),
    );
    for (const link of links)
      expect({ link, status: (await ask(link, browser)).status }).toEqual({ link, status: 200 });
    expect(text).not.toMatch(/<script|<link|<img|style="|https?:/);
  });

  it.each(apiClients)('/ is JSON for a client that accepts %s', async (accept) => {
    const { status, headers, body } = await ask('/', accept);
    expect({ status, vary: headers.get('vary') }).toEqual({ status: 200, vary: 'Accept' });
    expect(body).toEqual({
      service: 'tokenwright',
      version,
      links: {
        docs: '/docs',
        openapi: '/openapi/native.json',
        problems: '/problems',
        live: '/health/live',
        ready: '/health/ready',
      },
    });
  });

  const unknown = [
    '/nothing',
    '/problems/nope',
    '/docs/nothing',
    ...registry.flatMap(({ dialect }) => dialect.prefixes.map((prefix) => `${prefix}/no-such-page`)),
  ].filter((path) => !path.startsWith('/api/users/') && !path.startsWith('/v0/api/'));

  it.each(unknown)(
    '404: %s is a page for a browser, and the dialect’s words for the others',
    async (path) => {
      const page = await ask(path, browser);
      expect(page.status).toBe(404);
      expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(page.headers.get('cache-control')).toBe('no-store');
      expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
      expect(page.text).toContain(`<code>${path}</code>`);
      const head = await ask(path, browser, 'HEAD');
      expect({ status: head.status, text: head.text }).toEqual({ status: 404, text: '' });
      for (const accept of apiClients) {
        const { status, headers, text } = await ask(path, accept);
        expect({ accept, status, isPage: /html/.test(headers.get('content-type') ?? '') }).toEqual({
          accept,
          status: 404,
          isPage: false,
        });
        expect(() => JSON.parse(text) as unknown).not.toThrow();
      }
    },
  );

  it('404: the page shows the path as text', async () => {
    const { text } = await ask('/%3Cscript%3Ealert(1)%3C/script%3E', browser);
    expect(text).toContain('&#60;script&#62;alert(1)&#60;/script&#62;');
    expect(text).not.toContain('<script');
  });

  it('404: another method than GET and HEAD is answered in the dialect’s words', async () => {
    const { status, body } = await ask('/nothing', browser, 'POST');
    expect({ status, code: body.code }).toEqual({ status: 404, code: 'route-not-found' });
  });
});
