import { execFile } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { createServer, request as send, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type * as Client from '../../../packages/client/src/index.js';
import { newTenant, newToken, newUser, startService, type Service } from '../../support/service.js';
import { packedClient } from '../packaging/packed-client.js';

/**
 * Needs Chromium. The native API has no CORS headers, so the page and the service share one origin, as behind a proxy:
 * this one gives out the package's own files, and hands everything else to the service.
 */
describe('the client in a real browser', () => {
  let service: Service;
  let proxy: Server;
  let project: string;

  beforeAll(async () => {
    service = await startService();
    let place: string;
    ({ project, place } = await packedClient());
    proxy = createServer((request, response) => {
      const url = new URL(request.url!, 'http://localhost');
      if (url.pathname === '/page') {
        response.setHeader('content-type', 'text/html; charset=utf-8');
        return response.end(`<!doctype html><script type="module">${inPage}</script>`);
      }
      if (url.pathname === '/worker.js') {
        response.setHeader('content-type', 'text/javascript');
        return response.end(inWorker);
      }
      if (url.pathname.startsWith('/client/')) {
        response.setHeader('content-type', 'text/javascript');
        return response.end(readFileSync(join(place, 'dist/esm', url.pathname.slice('/client/'.length))));
      }
      if (url.pathname === '/echo') {
        response.setHeader('content-type', 'application/x-ndjson');
        return request.pipe(response);
      }
      const { method, headers } = request;
      const onward = send(`${service.base}${request.url}`, { method, headers }, (answer) => {
        response.writeHead(answer.statusCode!, answer.headers);
        answer.pipe(response);
      });
      return request.pipe(onward);
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
    await service.close();
    rmSync(project, { recursive: true });
  });

  it.each(['page', 'worker'])('works in a %s', async (where) => {
    const { ecosystemId, server } = await newTenant(service);
    const { id } = await newUser(service, ecosystemId, { username: 'ada' });
    const { secret } = await newToken(service, ecosystemId, id, { expiryType: 'Infinite' });
    const { port } = proxy.address() as AddressInfo;
    const query = new URLSearchParams({
      where,
      ecosystemId,
      server,
      secret,
      userId: id,
      elsewhere: service.base,
    });
    const script = join(__dirname, '../clients/in-chromium.mjs');
    const address = `http://localhost:${port}/page?${query.toString()}`;
    const { stdout } = await promisify(execFile)(process.execPath, [script, address]);
    expect(JSON.parse(stdout)).toEqual({
      where,
      self: 'ada',
      usernames: ['ada'],
      minted: true,
      etag: true,
      unchanged: true,
      refusal: { code: 'permission-denied', status: 403 },
      aborted: 'enough',
      lines: [{ n: 1 }, { n: 2 }],
      streamed: [{ n: 1 }],
      verified: [id, 401],
      crossOrigin: [
        'unreachable',
        expect.stringMatching(/\(CORS\): this page is of http:\/\/localhost:\d+,/),
      ],
    });
  });
});

/** Runs in the page and in the worker. */
async function use({ Tokenwright, Verifier, answerOf }: typeof Client, query: string): Promise<object> {
  const given = Object.fromEntries(new URLSearchParams(query)) as Record<string, string>;
  const { where, ecosystemId, server, secret, userId, elsewhere } = given as Record<string, string>;
  const page = globalThis as unknown as { location: { origin: string } };
  const baseUrl = page.location.origin;
  const user = new Tokenwright({ baseUrl, secret });
  const client = new Tokenwright({ baseUrl, secret: server });
  const all = async (lines: AsyncIterable<unknown>) => {
    const found: unknown[] = [];
    for await (const line of lines) found.push(line);
    return found;
  };
  const ada = await client.users.read(ecosystemId!, userId!);
  const etag = answerOf(ada)?.etag;
  const unchanged = await client.users.read(ecosystemId!, userId!, { ifNoneMatch: etag! });
  const refused = (await user.users
    .list(ecosystemId!)
    .toArray()
    .catch((error: unknown) => error)) as {
    code: string;
    status: number;
  };
  const verifier = new Verifier(client, { staleness: 1000 });
  const otherOrigin = new Tokenwright({ baseUrl: elsewhere!, secret, retries: 0 });
  const hidden = (await otherOrigin.self().catch((error: unknown) => error)) as Client.TokenwrightError;
  return {
    where,
    self: (await user.self()).user?.username,
    usernames: (await client.users.list(ecosystemId!).toArray()).map(({ username }) => username),
    minted: (await client.users.createToken(ecosystemId!, userId!, 60, 'SlidingTtl')).secret.startsWith(
      'tw_u_',
    ),
    etag: typeof etag === 'string',
    unchanged: unchanged === undefined,
    refusal: { code: refused.code, status: refused.status },
    aborted: await client.self({ signal: AbortSignal.abort('enough') }).catch((reason: unknown) => reason),
    lines: await all(client.exchange('POST', '/echo', { lines: [{ n: 1 }, { n: 2 }] })),
    streamed: await all(client.exchange('POST', '/echo', { lines: new Set([{ n: 1 }]) })),
    verified: [
      (await verifier.verify(`Bearer ${secret}`)).token?.sub,
      (await verifier.verify('Bearer unknown')).refusal?.status,
    ],
    crossOrigin: [hidden.code, hidden.message],
  };
}

const inPage = `
  import * as client from '/client/index.js';
  const query = location.search;
  if (new URLSearchParams(query).get('where') === 'worker') {
    const worker = new Worker('/worker.js', { type: 'module' });
    worker.onmessage = ({ data }) => (window.outcome = data);
    worker.postMessage(query);
  } else {
    const tell = (outcome) => (window.outcome = outcome);
    (${use.toString()})(client, query).then(tell, ({ stack }) => tell(stack));
  }
`;

const inWorker = `
  import * as client from '/client/index.js';
  onmessage = ({ data }) => (${use.toString()})(client, data).then(postMessage, ({ stack }) => postMessage(stack));
`;
