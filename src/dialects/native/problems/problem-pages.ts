import { createHash } from 'node:crypto';
import type { FailureCode } from '../../../common/failure.js';
import { exampleAnswer } from '../../shared/failure-examples.js';
import { nativeDialect } from '../native.dialect.js';
import { problemKinds, problemsPath } from './problem-kinds.js';

export const problemCodes = Object.keys(problemKinds) as FailureCode[];

export function isProblemCode(text: string): text is FailureCode {
  return Object.hasOwn(problemKinds, text);
}

const style = `
:root { color-scheme: light dark; --line: #8884; --faint: #8882; }
body { max-width: 44rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; font: 1rem/1.6 system-ui, sans-serif; }
nav { font-size: .9rem; }
h1 { margin: 1.5rem 0 .25rem; line-height: 1.2; }
h2 { margin: 2rem 0 .25rem; font-size: 1.1rem; }
p { margin: .25rem 0; }
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
  'x-content-type-options': 'nosniff',
  'cache-control': 'public, max-age=3600',
};

export function problemPage(code: FailureCode): string {
  const { title, meaning, remedy } = problemKinds[code];
  const { status, headers, body } = exampleAnswer(nativeDialect, code, {
    path: '/v1/ecosystems/default/users',
  });
  const head = Object.entries(headers ?? {}).map(([name, value]) => `${capitalised(name)}: ${value}`);
  const example = [`HTTP/1.1 ${status}`, ...head, '', JSON.stringify(body, null, 2)].join('\n');
  return page(
    title,
    `<nav><a href="${problemsPath}">All problems</a> · <a href="/docs">Documentation</a></nav>
<h1>${escaped(title)}</h1>
<p>Code <code>${code}</code>, status <code>${status}</code></p>
<h2>What it means</h2>
<p>${escaped(meaning)}</p>
<h2>What to do</h2>
<p>${escaped(remedy)}</p>
<h2>Example</h2>
<pre>${escaped(example)}</pre>`,
  );
}

export function problemIndex(): string {
  const rows = problemCodes.map((code) => {
    const { status } = exampleAnswer(nativeDialect, code);
    return `<tr><td>${status}</td><td><a href="${problemsPath}/${code}"><code>${code}</code></a></td><td>${escaped(problemKinds[code].title)}</td></tr>`;
  });
  return page(
    'Problems',
    `<nav><a href="/docs">Documentation</a></nav>
<h1>Problems</h1>
<p>Every refusal of the native API is a problem (RFC 9457). Its <code>code</code> is stable and its <code>type</code> is
the address of one of these pages.</p>
<table>
<thead><tr><th scope="col">Status</th><th scope="col">Code</th><th scope="col">Title</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>`,
  );
}

function page(title: string, main: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)} · Tokenwright</title>
<style>${style}</style>
</head>
<body>
<main>
${main}
</main>
</body>
</html>
`;
}

function capitalised(name: string): string {
  return name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()).replace('Www-', 'WWW-');
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
