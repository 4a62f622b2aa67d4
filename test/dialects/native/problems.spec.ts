import { createHash } from 'node:crypto';
import { nativeDialect } from '../../../src/dialects/native/native.dialect.js';
import { sharedService } from '../../support/service.js';
import { expectProblem } from './problem.js';

const codes = Object.keys(nativeDialect.failureResponses);

describe('the pages about problems', () => {
  const service = sharedService();

  it.each(codes)('200: the page about %s says what it means and what to do, and shows one', async (code) => {
    const { status, headers, text } = await service.ask(`/problems/${code}`);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(text).toMatch(/^<!doctype html>\n<html lang="en">/);
    const [, heading] = /<h1>([^<]+)<\/h1>/.exec(text)!;
    expect(text).toContain(`<title>${heading} · Tokenwright</title>`);
    expect(text).toMatch(/<h2>What it means<\/h2>\n<p>[^<]{20,}<\/p>/);
    expect(text).toMatch(/<h2>What to do<\/h2>\n<p>[^<]{20,}<\/p>/);
    const [, shown] = /<pre[^>]*>([^<]+)<\/pre>/.exec(text)!;
    const [head, body] = shown!
      .replace(/&#(\d+);/g, (_, digits) => String.fromCharCode(digits))
      .split('\n\n');
    const problem = JSON.parse(body!);
    expect(problem).toMatchObject({ type: `/problems/${code}`, title: heading, code });
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${problem.status}\nContent-Type: application/problem\\+json`));
  });

  it('200: the list leads to each of them', async () => {
    const { status, text } = await service.ask('/problems');
    expect(status).toBe(200);
    const links = [...text.matchAll(/<a href="\/problems\/([^"]+)">/g)].map(([, code]) => code);
    expect(links.sort()).toEqual([...codes].sort());
  });

  it('200: to anybody, also with a token that is not live', async () => {
    const headers = { authorization: 'Bearer garbage' };
    expect((await service.ask('/problems/conflict', { headers })).status).toBe(200);
  });

  it('the type of a problem is an address that answers with its page', async () => {
    const { body } = await service.ask('/v1/self');
    const address = new URL(body.type, `${service.base}/v1/self`);
    const page = await service.ask(address.pathname);
    expect(page.text).toContain(`<h1>${body.title}</h1>`);
  });

  it.each(['/problems', '/problems/conflict'])('%s lets in nothing but its one style', async (path) => {
    const { headers, text } = await service.ask(path);
    const [, style] = /<style>([^]*)<\/style>/.exec(text)!;
    const hash = createHash('sha256').update(style!).digest('base64');
    expect(headers.get('content-security-policy')).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('public, max-age=3600');
    expect(text).not.toMatch(/<script|<link|<img|style="|\son\w+="/);
  });

  it.each(['nothing', 'Conflict', '__proto__', 'toString', '%3Cscript%3E'])(
    '404: there is no problem %s',
    async (code) => {
      const path = `/problems/${code}`;
      expectProblem(await service.ask(path), path, {
        status: 404,
        code: 'route-not-found',
        detail: 'There is no problem of this code',
      });
    },
  );

  it('405: for another method', async () => {
    const reply = await service.ask('/problems/conflict', { method: 'DELETE' });
    expect(reply.status).toBe(405);
    expect(reply.headers.get('allow')).toBe('GET, HEAD');
  });
});
