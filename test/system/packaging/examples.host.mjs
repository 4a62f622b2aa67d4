// Serves an example for Next.js, Bun or Cloudflare Workers on Node: `node examples.host.mjs FILE`. It prints its port.
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { serve } from '@hono/node-server';

const host = (fetch) =>
  serve({ fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => process.stdout.write(`${port}\n`));
globalThis.Bun = { serve: ({ fetch }) => host((request) => fetch(request)) };

const example = await import(pathToFileURL(process.argv[2]).href);
const handle = example.GET ?? example.proxy ?? example.default?.fetch;
// A proxy that returns nothing lets the request pass to the page.
if (handle)
  host(async (request) => (await handle(request, process.env)) ?? new globalThis.Response('{"page":true}'));
