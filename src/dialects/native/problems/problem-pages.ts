import type { FailureCode } from '../../../common/failure.js';
import { exampleAnswer } from '../../shared/failure-examples.js';
import { escaped, page } from '../../shared/page.js';
import { nativeDialect } from '../native.dialect.js';
import { problemKinds, problemsPath } from './problem-kinds.js';

export const problemCodes = Object.keys(problemKinds) as FailureCode[];

export function isProblemCode(text: string): text is FailureCode {
  return Object.hasOwn(problemKinds, text);
}

export function problemPage(code: FailureCode): string {
  const { title, meaning, remedy } = problemKinds[code];
  const { status, headers, body } = exampleAnswer(nativeDialect, code, {
    path: '/v1/ecosystems/default/users',
  });
  const head = Object.entries(headers ?? {}).map(([name, value]) => `${capitalised(name)}: ${value}`);
  const example = [`HTTP/1.1 ${status}`, ...head, '', JSON.stringify(body, null, 2)].join('\n');
  return page(
    title,
    `<h1>${escaped(title)}</h1>
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
    `<h1>Problems</h1>
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

function capitalised(name: string): string {
  return name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()).replace('Www-', 'WWW-');
}
