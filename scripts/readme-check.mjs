/**
 * Follows the README and the pages beside it as a reader does: starts the built service on an empty store, pastes every
 * `sh` block into bash and saves every example where the page says. A `json`, `http` or `text` block below an `sh` block
 * is its answer and must be the real one (see shown-answers.mjs). Sections whose runtime is not installed are skipped by
 * name. Any other block that fails, or differs, fails the check.
 */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { symlinkSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ShownAnswers } from './shown-answers.mjs';

const pages = [
  'README.md',
  'docs/native-api.md',
  'docs/edge.md',
  'docs/protect.md',
  'docs/jobs.md',
  'docs/cli.md',
  'docs/examples.md',
];
/** The proxies of this page run in test/system/proxies (nginx.spec.ts, edge-proxies.spec.ts). */
const pageOfProxies = 'docs/edge.md';
const root = fileURLToPath(new globalThis.URL('..', import.meta.url));
const main = join(root, 'dist/src/main.js');
/** Where the examples find what the root does not install. */
const clients = join(root, 'test/system/clients/node_modules');
const temporary = mkdtempSync(join(tmpdir(), 'readme-check-'));
const programs = join(temporary, 'bin');
const path = [programs, join(root, 'node_modules/.bin'), process.env.PATH, '/usr/sbin'].join(delimiter);
const mostSeconds = 420;

const runtimes = [
  { name: 'nginx', used: /^nginx /m, probe: ['nginx', '-v'] },
  { name: 'Python with requests', used: /^python3 /m, probe: ['python3', '-c', 'import requests'] },
  { name: 'Go', used: /^go run /m, probe: ['go', 'version'] },
  { name: 'PHP', used: /^php /m, probe: ['php', '-v'] },
  { name: 'Bun', used: /^bun /m, probe: ['bun', '--version'] },
  {
    name: 'Hono (npm ci --prefix test/system/clients)',
    used: /^node examples\/hono/m,
    probe: ['test', '-d', join(clients, 'hono')],
  },
];
const answerLanguages = ['json', 'http', 'text'];
const exampleLanguages = ['js', 'ts', 'python', 'go', 'php', 'nginx'];

const answers = new ShownAnswers();
/** Ports of the pages, and the free ones that stand for them here. */
const ports = new Map();
const groups = [];
let service;
let pastes = 0;

process.on('exit', () => {
  service?.kill('SIGKILL');
  for (const group of groups) signalGroup(group, 'SIGKILL');
  rmSync(temporary, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));
globalThis.setTimeout(() => fail(`The pages took more than ${mostSeconds} s.`), mostSeconds * 1000).unref();

function say(text) {
  process.stdout.write(`${text}\n`);
}

function fail(text) {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}

function signalGroup(group, signal) {
  try {
    return process.kill(-group, signal);
  } catch {
    return false;
  }
}

/** The blocks of a page, each with its heading; `answer` is the block that shows what an `sh` block prints. */
function blocksOf(page) {
  const text = readFileSync(join(root, page), 'utf8');
  const blocks = [];
  let heading = page;
  for (const match of text.matchAll(/^#+ (.+)$|^```(\w*)\n([\s\S]*?)^```$/gm)) {
    const [, title, language, body] = match;
    if (title) {
      heading = title;
      continue;
    }
    const line = text.slice(0, match.index).split('\n').length;
    const before = blocks.at(-1);
    if (answerLanguages.includes(language)) {
      if (before?.language === 'sh' && before.heading === heading && !before.answer) {
        before.answer = { language, text: body };
      }
    } else if (language === 'sh' || (exampleLanguages.includes(language) && page !== pageOfProxies)) {
      blocks.push({ page, line, heading, language, text: body });
    } else if (language !== 'mermaid' && page !== pageOfProxies) {
      throw new Error(`${page}:${line}: a block of ${language || 'no language'} would not be checked`);
    }
  }
  return blocks;
}

async function freePort() {
  const server = createServer().listen(0, 'localhost');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return String(port);
}

/** Replaces the ports of the pages (3000, 8081 to 8089) by ours. */
async function here(text) {
  for (const [port] of text.matchAll(/\b(?:3000|808[1-9])\b/g)) {
    if (!ports.has(port)) ports.set(port, await freePort());
  }
  return text.replace(/\b(?:3000|808[1-9])\b/g, (port) => ports.get(port));
}

function asShown(text) {
  return [...ports].reduce(
    (all, [shown, port]) => all.replaceAll(`localhost:${port}`, `localhost:${shown}`),
    text,
  );
}

/** Starts the service with nothing of this shell's configuration; returns what it says to people. */
async function start() {
  service = spawn(process.execPath, [main], {
    cwd: temporary,
    env: { PATH: process.env.PATH, PORT: await here('3000') },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return new Promise((resolve, reject) => {
    let text = '';
    service.stderr.on('data', (chunk) => {
      text += chunk;
      if (/tokenwright demo.*\n/.test(text)) resolve(text);
    });
    service.on('exit', (code, signal) => {
      reject(new Error(`The service did not start (${signal ?? `exit ${code}`}).\n${text}`));
    });
  });
}

async function stop() {
  service.removeAllListeners('exit');
  const stopped = new Promise((resolve) => service.on('exit', resolve));
  service.kill('SIGTERM');
  await stopped;
}

/** A line such as `export TOKEN=tw_u_…` takes the newest text that came for `tw_u_…`. */
function withCopies(commands) {
  return commands.replace(/^(export \w+=)(\S+)…$/gm, (_, assignment, start) => {
    const copied = answers.rests.get(start);
    if (!copied) throw new Error(`No answer has shown ${start}… yet`);
    return `${assignment}${copied}`;
  });
}

/** Pastes a block into bash and returns what it printed. Variables stay from block to block, as in a reader's shell. */
async function paste({ text, answer }) {
  const commands = (await here(withCopies(text)))
    .replaceAll('npx ', '')
    .replaceAll('npm run ', `npm --silent --prefix "${root}" run `);
  const state = join(temporary, 'variables');
  const script = `set -aeuo pipefail
[ ! -f "${state}" ] || . "${state}"
CURL_HOME=${join(temporary, answer ? 'shown' : 'unshown')}
TOKENWRIGHT_URL=http://localhost:${ports.get('3000')}
${commands}
export -p > "${state}"`;
  const output = join(temporary, `output-${++pastes}`);
  const complaints = `${output}.err`;
  const shell = spawn('bash', ['-c', script], {
    cwd: temporary,
    detached: true,
    env: {
      PATH: path,
      HOME: temporary,
      NO_PROXY: '*',
    },
    // Files, because a server that the block leaves running would keep a pipe open.
    stdio: ['ignore', openSync(output, 'w'), openSync(complaints, 'w')],
  });
  groups.push(shell.pid);
  const code = await new Promise((resolve) => shell.on('exit', resolve));
  const printed = readFileSync(output, 'utf8');
  if (code !== 0) throw new Error(`This failed:\n${text}${printed}\n${readFileSync(complaints, 'utf8')}`);
  if (/ &$/m.test(text)) await listening(text, shell.pid, complaints);
  return printed;
}

/** Waits until the example that a block has started listens. */
async function listening(text, group, complaints) {
  const file = /examples\/[\w./-]+/.exec(text)[0].replace('dist/nest.js', 'nest.ts');
  const shown = /\b808[1-9]\b/.exec(readFileSync(join(root, file), 'utf8'))[0];
  for (;;) {
    const socket = connect({ port: Number(ports.get(shown)), host: 'localhost' });
    const isOpen = await new Promise((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (isOpen) return;
    if (!signalGroup(group, 0)) throw new Error(`It ended:\n${text}${readFileSync(complaints, 'utf8')}`);
    await sleep(100);
  }
}

/** Saves an example with the ports of this run. The page must show the file of the repository. */
async function save({ text }) {
  const file = /^(?:<\?php\n)?(?:\/\/|#) (examples\/[\w./-]+)\n/.exec(text)?.[1];
  if (!file) throw new Error('its first line does not name a file of examples/');
  if (readFileSync(join(root, file), 'utf8') !== text) throw new Error(`it is not ${file}`);
  const place = join(temporary, file);
  mkdirSync(dirname(place), { recursive: true });
  // Debian's nginx would write to folders of the system, where an ordinary user may not.
  const folders = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${name};`,
  );
  writeFileSync(place, (await here(text)).replace(/^http \{\n/m, `$&${folders.join(' ')}\n`));
}

function missingRuntime({ language, text }) {
  if (language !== 'sh') return undefined;
  return runtimes
    .filter(({ used }) => used.test(text))
    .find(({ probe: [program, ...given] }) => {
      const env = { ...process.env, PATH: path };
      return spawnSync(program, given, { env, stdio: 'ignore' }).status !== 0;
    });
}

async function follow(block) {
  if (block.language !== 'sh') return save(block);
  const printed = block.text === 'npm ci && npm start\n' ? await start() : await paste(block);
  if (!block.answer) return;
  try {
    answers.compare(block.answer.language, block.answer.text, asShown(printed));
  } catch (error) {
    throw new Error(`${error.message}\nThe answer is\n${printed}`, { cause: error });
  }
}

async function followPage(page) {
  let skipped;
  let compared = 0;
  for (const block of blocksOf(page)) {
    if (skipped === block.heading) continue;
    const missing = missingRuntime(block);
    if (missing) {
      skipped = block.heading;
      say(`skipped ${page}, "${block.heading}": ${missing.name} is not installed`);
      continue;
    }
    try {
      await follow(block);
    } catch (error) {
      throw new Error(`${page}:${block.line}: ${error.message}`, { cause: error });
    }
    if (block.answer) compared++;
  }
  if (compared === 0) throw new Error(`${page} shows no answer`);
  say(`ok ${page}: ${compared} answers are the ones shown`);
}

function prepare() {
  if (!existsSync(main)) throw new Error('There is no built service: run `npm run build` first.');
  mkdirSync(programs);
  const file = join(programs, 'tokenwright');
  writeFileSync(file, `#!/bin/sh\nexec "${process.execPath}" "${root}/bin/tokenwright.js" "$@"\n`);
  chmodSync(file, 0o755);
  symlinkSync(join(root, 'node_modules'), join(temporary, 'node_modules'));
  mkdirSync(join(temporary, 'examples'));
  symlinkSync(clients, join(temporary, 'examples/node_modules'));
  writeFileSync(join(temporary, 'package.json'), '{ "type": "module" }');
  writeFileSync(
    join(temporary, 'examples/tsconfig.json'),
    readFileSync(join(root, 'examples/tsconfig.json'), 'utf8'),
  );
  // A refusal fails a block, unless the page shows the answer.
  for (const [folder, settings] of Object.entries({ shown: '', unshown: 'fail-with-body\n' })) {
    mkdirSync(join(temporary, folder));
    writeFileSync(join(temporary, folder, '.curlrc'), settings);
  }
}

try {
  prepare();
  for (const page of pages) await followPage(page);
  await stop();
  process.exit(0);
} catch (error) {
  fail(error.message);
}
