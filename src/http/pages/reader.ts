import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply } from 'fastify';
import type { Dialect } from '../../dialects/dialect.js';
import { registry } from '../../dialects/registry.js';
import { escaped, page } from '../../dialects/shared/page.js';
import { readerStyle } from './reader-style.js';

/** Files of Swagger UI that the reader loads; the others are not served. */
const bundled = ['/swagger-ui-bundle.js', '/swagger-ui.css'];

const script = readFileSync(new URL('reader.client.js', import.meta.url), 'utf8');

/** Serves the reader of the OpenAPI documents: `/docs`, and `/docs/<dialect>` for each vendor. */
export function serveReader(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  for (const { dialect } of registry) {
    const html = readerPage(dialect);
    const send = (_: unknown, reply: FastifyReply) => reply.type('text/html; charset=utf-8').send(html);
    fastify.get(`/docs/${dialect.name}`, send);
    if (dialect.name === 'native') for (const path of ['/docs', '/docs/']) fastify.get(path, send);
  }
  fastify.get('/docs/reader.js', (_: unknown, reply: FastifyReply) =>
    reply.type('text/javascript; charset=utf-8').send(script),
  );
  // The package's main file would load the whole bundle.
  const absolutePath = createRequire(import.meta.url)('swagger-ui-dist/absolute-path.js') as () => string;
  void fastify.register(fastifyStatic, {
    root: absolutePath(),
    prefix: '/docs/',
    decorateReply: false,
    index: false,
    allowedPath: (path) => bundled.includes(path),
  });
}

const head = `<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/swagger-ui.css">
<style>${readerStyle}</style>
<script defer src="/docs/swagger-ui-bundle.js"></script>
<script type="module" src="/docs/reader.js"></script>
`;

function readerPage({ name, title, firstSteps }: Dialect): string {
  const documents = registry.map(({ dialect }) => {
    const current = dialect.name === name ? ' aria-current="page"' : '';
    return `<a href="/docs/${dialect.name}"${current}>${labelOf(dialect)}</a>`;
  });
  const steps = firstSteps.map((step) => `<li>${withCode(step)}</li>`);
  return page(
    `${title}: documentation`,
    `<h1>Documentation</h1>
<nav aria-label="Documents">${documents.join('\n')}</nav>
<details class="start" open>
<summary>Start here</summary>
<ol>
${steps.join('\n')}
</ol>
</details>
<form class="tools">
<label>Filter <input type="search" id="filter" placeholder="path, method or words" autocomplete="off"></label>
<label><input type="checkbox" id="keep"> Keep the token in this tab when the page is loaded again</label>
<label><input type="checkbox" id="refusals"> Show an example of each refusal</label>
</form>
<div id="reader" data-dialect="${name}">Loading…</div>`,
    head,
  );
}

/** HTML of the name of a document. */
export function labelOf({ name, title }: Dialect): string {
  return name === 'native' ? 'Native API' : escaped(title.replace('Tokenwright: ', ''));
}

/** HTML of a text that marks code with backticks. */
function withCode(text: string): string {
  return escaped(text).replace(/`([^`]+)`/g, '<code>$1</code>');
}
