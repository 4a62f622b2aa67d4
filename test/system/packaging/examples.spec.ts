import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { newToken, newUser, startService, type Service } from '../../support/service.js';
import { packedClient } from './packed-client.js';

const run = promisify(execFile);
const root = join(__dirname, '../../..');
const clients = join(root, 'test/system/clients/node_modules');

/** The examples of docs/protect.md for the Fetch API, over real HTTP, with the packed client. Node runs all of them. */
describe('the example', () => {
  let project: string;
  let service: Service;
  let key: string;

  beforeAll(async () => {
    if (!existsSync(clients)) throw new Error('Hono is not installed: npm ci --prefix test/system/clients');
    ({ project } = await packedClient());
    mkdirSync(join(project, 'node_modules/@hono'));
    for (const name of ['hono', '@hono/node-server']) {
      symlinkSync(join(clients, name), join(project, 'node_modules', name));
    }
    copyFileSync(join(__dirname, 'examples.host.mjs'), join(project, 'host.mjs'));
    service = await startService();
    const made = await service.native('POST', '/v1/ecosystems/default/server-tokens', service.account, {
      permissions: ['tokens:introspect'],
    });
    key = made.body.secret;
    await newUser(service, 'default', { id: 'ada', username: 'ada' });
  });
  afterAll(async () => {
    await service.close();
    rmSync(project, { recursive: true });
  });

  /** @param base where it looks for Tokenwright */
  const serve = async (name: string, base: string): Promise<{ url: string; child: ChildProcess }> => {
    const text = readFileSync(join(root, 'examples', name), 'utf8')
      .replaceAll('http://localhost:3000', base)
      // The port of the page may be taken: the host chooses one.
      .replace(/^serve\(.*\n/m, 'export default app;\n');
    writeFileSync(join(project, name), text);
    const env = { PATH: process.env.PATH, KEY: key, TOKENWRIGHT_URL: base };
    const child = spawn(process.execPath, ['host.mjs', name], {
      cwd: project,
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const port = await new Promise<string>((resolve, reject) => {
      child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
      child.once('exit', (code) => reject(new Error(`${name} ended with ${code}`)));
    });
    return { url: `http://127.0.0.1:${port}/me`, child };
  };
  const ask = async (url: string, headers: Record<string, string>) => {
    const response = await fetch(url, { headers });
    return { status: response.status, headers: response.headers, body: (await response.json()) as unknown };
  };

  const user = { user: 'ada' };
  it.each([
    ['hono.mjs', 'Bearer ', 'authorization', user],
    ['next-route.mjs', 'Bearer ', 'authorization', user],
    ['next-proxy.mjs', 'session=', 'cookie', { page: true }],
    ['bun.mjs', 'Bearer ', 'authorization', user],
    ['worker.mjs', 'Bearer ', 'authorization', user],
  ])('%s: lets a live token of a user pass, and nothing else', async (name, prefix, header, passed) => {
    const { url, child } = await serve(name, service.base);
    const { secret } = await newToken(service, 'default', 'ada');
    const given = { [header]: prefix + secret };
    expect(await ask(url, given)).toMatchObject({ status: 200, body: passed });
    expect(await ask(url, { [header]: prefix + key })).toMatchObject({
      status: 403,
      body: { code: 'wrong-holder' },
    });
    const none = await ask(url, {});
    expect(none).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    expect(none.headers.get('www-authenticate')).toBe('Bearer realm="tokenwright"');
    expect(none.headers.get('content-type')).toBe('application/problem+json');
    await service.native('POST', '/v1/tokens/revoke', service.account, { token: secret });
    expect((await ask(url, given)).status).toBe(401);
    child.kill();
  });

  it('hono.mjs: answers 503 while nobody can be asked', async () => {
    const { url, child } = await serve('hono.mjs', 'http://127.0.0.1:1');
    const { status, headers, body } = await ask(url, { authorization: 'Bearer whatever' });
    expect([status, headers.get('retry-after')]).toEqual([503, '1']);
    expect(body).toMatchObject({ code: 'unavailable' });
    child.kill();
  });
});

/** Skipped, as readme-check skips them, where Python has no `requests`. */
const ofPython = spawnSync('python3', ['-c', 'import requests']).status === 0 ? describe : describe.skip;
ofPython('an example in Python', () => {
  it.each(['service.py', 'lifecycle.py'])('%s: ends with one sentence when KEY is missing', async (name) => {
    const env = { PATH: process.env.PATH, HOME: process.env.HOME };
    const ended = run('python3', [join(root, 'examples', name)], { env }).catch((error: unknown) => error);
    expect(await ended).toMatchObject({
      code: 1,
      stdout: '',
      stderr: 'Set KEY to the secret of a server token.\n',
    });
  });
});
