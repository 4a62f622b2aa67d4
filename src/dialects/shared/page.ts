import { createHash } from 'node:crypto';
import type { Answer } from '../dialect.js';

const style = `
:root { color-scheme: light dark; --line: #8884; --faint: #8882; }
body { max-width: 44rem; margin: 0 auto; padding: 1.25rem 1.25rem 4rem; font: 1rem/1.6 system-ui, sans-serif; }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1rem; font-size: .9rem; }
h1 { margin: 1.5rem 0 .25rem; line-height: 1.2; }
h2 { margin: 2rem 0 .25rem; font-size: 1.1rem; }
p { margin: .25rem 0; overflow-wrap: anywhere; }
code, pre { font-family: ui-monospace, monospace; font-size: .9em; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: 1rem; background: var(--faint); border-radius: .4rem; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
`;

/** The pages have no scripts and load nothing; only their inline style is allowed. */
const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': policy,
};

/**
 * A page for people.
 *
 * @param title plain text
 * @param main HTML
 * @param head HTML of further elements in the head
 */
export function page(title: string, main: string, head = ''): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)} · Tokenwright</title>
<style>${style}</style>
${head}</head>
<body>
<nav><a href="/">Tokenwright</a><a href="/docs">Documentation</a><a href="/problems">Problems</a></nav>
<main>
${main}
</main>
</body>
</html>
`;
}

/** The 404 for a browser. */
export function notFoundPage(message: string, path: string): Answer {
  const main = `<h1>Not found</h1>
<p>${escaped(message)}: <code>${escaped(path)}</code></p>
<p>The links above lead to all pages of this service.</p>`;
  return { status: 404, headers: pageHeaders, body: page('Not found', main) };
}

export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** Whether a client accepts HTML more than JSON (RFC 9110 §12.5.1), as browsers do and API clients do not. */
export function prefersPage(accept: string | undefined): boolean {
  if (!accept?.includes('text/html')) return false;
  return qualityOf('text/html', accept) > qualityOf('application/json', accept);
}

/** The weight of a media type, by its most specific range; 0 when it is not accepted. */
function qualityOf(type: string, accept: string): number {
  const weights = new Map(
    accept.split(',').map((range) => {
      const [name, ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
      const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1';
      return [name, Number(weight) || 0];
    }),
  );
  return weights.get(type) ?? weights.get(type.replace(/\/.*/, '/*')) ?? weights.get('*/*') ?? 0;
}
