/**
 * Does what the README says, in its order: starts the built service where the README starts it, on an empty store, and
 * pastes every `sh` block that talks to it into bash. Fails unless every request was answered with success and each of
 * the five dialect lines printed a token that introspection calls active. Then it does what docs/cli.md says.
 */
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { setTimeout } from 'node:timers';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new globalThis.URL('..', import.meta.url));
const main = join(root, 'dist/src/main.js');
const temporary = mkdtempSync(join(tmpdir(), 'readme-check-'));
const state = join(temporary, 'variables');
const programs = join(temporary, 'bin');
const mostSeconds = 180;

/** The five curl lines, in the README's order: how each is known, and where its answer holds the secret. */
const dialectLines = [
  { dialect: 'native', path: '/users/$USER_ID/tokens', secretOf: ({ secret }) => secret },
  { dialect: 'Strigo', path: '/api/v1/academy/users/token', secretOf: ({ data }) => data.token },
  { dialect: 'sFOX', path: '/v1/enterprise/user-tokens/', secretOf: ({ data }) => data.token },
  { dialect: 'Rocket.Chat', path: '/api/v1/login', secretOf: ({ data }) => data.authToken },
  { dialect: 'Droplit', path: '/api/users/default;', secretOf: ({ token }) => token },
];

let service;
let port;
let accountSecret;

process.on('exit', () => {
  service?.kill('SIGKILL');
  rmSync(temporary, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));
setTimeout(() => fail(`The README took more than ${mostSeconds} s.`), mostSeconds * 1000).unref();

function say(text) {
  process.stdout.write(`${text}\n`);
}

function fail(text) {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}

/** Starts the service, or starts it again on the same store, with nothing of this shell's configuration. */
async function start(environment) {
  await stop();
  service = spawn(process.execPath, [main], {
    cwd: temporary,
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: `sqlite:${join(temporary, 'store.sqlite')}`,
      PORT: '0',
      ...environment,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const wanted = accountSecret ? /Documentation: \S+\n/ : /export TW=\S+\n/;
  const said = await new Promise((resolve, reject) => {
    let text = '';
    service.stderr.on('data', (chunk) => {
      text += chunk;
      if (wanted.test(text)) resolve(text);
    });
    service.on('exit', (code, signal) => {
      reject(new Error(`The service did not start (${signal ?? `exit ${code}`}).\n${text}`));
    });
  });
  port = /listens on http:\/\/localhost:(\d+)/.exec(said)[1];
  accountSecret ??= /export TW=(\S+)/.exec(said)[1];
}

async function stop() {
  if (!service) return;
  service.removeAllListeners('exit');
  const stopped = new Promise((resolve) => service.on('exit', resolve));
  service.kill('SIGTERM');
  await stopped;
  service = undefined;
}

/** Pastes a block into bash and returns what it printed. Variables stay from block to block, as in a reader's shell. */
async function paste(block) {
  const commands = block
    .replaceAll('localhost:3000', `localhost:${port}`)
    .replaceAll('npx tokenwright', 'tokenwright')
    .replaceAll('npm run demo', 'tokenwright demo')
    .replace(/^export TW=.*$/m, `export TW=${accountSecret}`);
  const where = `TOKENWRIGHT_URL=http://localhost:${port}`;
  const script = `set -aeuo pipefail\n[ ! -f "$STATE" ] || . "$STATE"\n${where}\n${commands}\nexport -p > "$STATE"\n`;
  const shell = spawn('bash', ['-c', script], {
    cwd: temporary,
    env: {
      PATH: `${programs}${delimiter}${process.env.PATH}`,
      HOME: temporary,
      CURL_HOME: temporary,
      NO_PROXY: '*',
      STATE: state,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  let complaints = '';
  shell.stdout.on('data', (chunk) => (printed += chunk));
  shell.stderr.on('data', (chunk) => (complaints += chunk));
  const code = await new Promise((resolve) => shell.on('close', resolve));
  if (code !== 0) throw new Error(`This block failed:\n${block}${printed}\n${complaints}`);
  return printed;
}

function parse(text, block) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`This block printed no JSON:\n${block}${text}`);
  }
}

async function demandActive(secret, what) {
  if (typeof secret !== 'string') throw new Error(`${what}: no token was printed`);
  const answer = await paste(
    `curl -sS localhost:3000/v1/tokens/introspect -H "Authorization: Bearer $TW" -d "token=${secret}"\n`,
  );
  if (JSON.parse(answer).active !== true) throw new Error(`${what}: the token is not active: ${answer}`);
  say(`ok ${what}: the printed token is active`);
}

async function follow(blocks) {
  const awaited = [...dialectLines];
  const verdicts = [];
  let createsTokens = false;
  for (const block of blocks) {
    const started = /^(?:npm ci && )?((?:[A-Z_]+=\S+ )*)npm start$/.exec(block.trim());
    if (started) {
      const given = started[1].trim().split(' ').filter(Boolean);
      await start(Object.fromEntries(given.map((pair) => pair.split('='))));
      continue;
    }
    if (!/localhost:3000|^export TW=|tokenwright /m.test(block)) continue;
    if (!service) throw new Error(`Nothing has started the service before this block:\n${block}`);
    const printed = await paste(block);
    const isOneCurl = /^curl [^\n]+\n$/.test(block);
    if (isOneCurl && awaited[0] && block.includes(awaited[0].path)) {
      const { dialect, secretOf } = awaited.shift();
      await demandActive(secretOf(parse(printed, block)), `the line of ${dialect}`);
    } else if (block.includes('/users.createToken')) {
      await demandActive(parse(printed, block).data.authToken, 'users.createToken');
      createsTokens = true;
    } else if (block.includes('/v1/tokens/introspect')) {
      verdicts.push(parse(printed, block).active);
    }
  }
  if (awaited.length > 0) throw new Error(`No line of: ${awaited.map(({ dialect }) => dialect).join(', ')}`);
  if (!createsTokens) throw new Error('No block calls users.createToken');
  if (verdicts.join() !== 'true,false') {
    throw new Error(
      `Introspection should say active, and after the revocation not: it said ${verdicts.join()}`,
    );
  }
  say('ok introspection: active before the revocation, not active after it');
}

/** The command as a shell finds it when it is installed. */
function installCommand() {
  mkdirSync(programs);
  const file = join(programs, 'tokenwright');
  writeFileSync(file, `#!/bin/sh\nexec "${process.execPath}" "${root}/bin/tokenwright.js" "$@"\n`);
  chmodSync(file, 0o755);
}

function shBlocksOf(page) {
  return [...readFileSync(join(root, page), 'utf8').matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(
    ([, block]) => block,
  );
}

try {
  if (!existsSync(main)) throw new Error('There is no built service: run `npm run build` first.');
  // So that a refusal fails the block: the README's lines themselves print whatever is answered.
  writeFileSync(join(temporary, '.curlrc'), 'fail-with-body\n');
  installCommand();
  await follow(shBlocksOf('README.md'));
  for (const block of shBlocksOf('docs/cli.md')) await paste(block);
  say('ok docs/cli.md: every command did its work');
  await stop();
} catch (error) {
  fail(error.message);
}
