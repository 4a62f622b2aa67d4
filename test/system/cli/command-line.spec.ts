import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { inTerminal } from '../../support/in-terminal.js';
import { account, newUserOf, withAccount } from '../../support/processes.js';
import { freePort } from '../../support/servers.js';
import { ServiceProcess } from '../../support/service-process.js';
import { newPostgres, type Store } from '../../support/stores.js';
import { FlakyProxy } from './flaky-proxy.js';
import { Tokenwright } from './tokenwright.js';

const control = '\u0003';
const onMany = ['Lines 1 to', ''] as [string, string];
let store: Store;
let service: ServiceProcess;
let tokenwright: Tokenwright;
let proxy: FlakyProxy | undefined;

beforeAll(async () => {
  store = await newPostgres();
  service = await ServiceProcess.start({ ...store.environment, ...withAccount });
  tokenwright = new Tokenwright({ TOKENWRIGHT_URL: service.base, TOKENWRIGHT_TOKEN: account });
});
afterEach(async () => {
  await proxy?.close();
  proxy = undefined;
});
afterAll(async () => {
  await service.kill('SIGTERM');
  await store.remove();
  tokenwright.remove();
});

/** A file with so many lines, each the id of the same user. */
async function idsOf(count: number): Promise<string> {
  const file = join(tokenwright.folder, `ids-${count}`);
  writeFileSync(file, `${await newUserOf(service)}\n`.repeat(count));
  return file;
}

describe('at a terminal', () => {
  it('long work tells how far it is, on standard error only', async () => {
    const file = await idsOf(12_000);
    const { code, screen } = await inTerminal(
      ['sh', '-c', `tokenwright user create-tokens ${file} > ${file}.out`],
      tokenwright.environment,
    );
    expect(code).toBe(0);
    expect(screen).toContain('\rLines 1 to 10000 are under way\u001b[K');
    expect(screen).toMatch(/12000 minted\.\r\n$/);
    expect(readFileSync(`${file}.out`, 'utf8').trim().split('\n')).toHaveLength(12_000);
    const piped = await tokenwright.run(['user', 'create-tokens', file]);
    expect([piped.code, piped.said]).toEqual([0, '12000 minted.\n']);
    expect(piped.out).not.toContain('\u001b');
  });

  it('Ctrl-C ends long work with 130, and says how to go on', async () => {
    const file = await idsOf(50_000);
    const words = ['sh', '-c', `exec tokenwright user create-tokens ${file} > /dev/null`];
    const { code, screen } = await inTerminal(words, tokenwright.environment, [[onMany[0], control]]);
    expect(code).toBe(130);
    expect(screen).toMatch(/Stopped\.\r\nGo on with --from \d+\.\r\n$/);
  });

  it('login asks for the token and does not show it; colours only where they are wanted', async () => {
    const environment = { ...tokenwright.environment, TOKENWRIGHT_TOKEN: '' };
    const steps: [string, string][] = [['(not shown): ', `export TW=${account}\r`]];
    const { code, screen } = await inTerminal(['tokenwright', 'login'], environment, steps);
    expect([code, screen]).toEqual([0, expect.stringContaining('Signed in at')]);
    expect(screen).not.toContain(account);
    const wrong = ['tokenwright', 'user', 'show', 'nobody'];
    expect((await inTerminal(wrong, environment)).screen).toContain('\u001b[31mtokenwright:\u001b[39m');
    expect((await inTerminal(wrong, { ...environment, NO_COLOR: '1' })).screen).not.toContain('\u001b');
  });

  it('what cannot be taken back is asked for, and only y does it', async () => {
    const id = await newUserOf(service);
    const words = ['tokenwright', 'user', 'delete', id];
    const ask = (key: string) => inTerminal(words, tokenwright.environment, [['[y/N] ', key]]);
    expect(await ask('\r')).toMatchObject({ code: 7, screen: expect.stringContaining('Nothing was done.') });
    expect(await ask(control)).toMatchObject({ code: 130, screen: expect.stringContaining('Cancelled.') });
    expect((await tokenwright.run(['user', 'show', id])).code).toBe(0);
    expect(await ask('y\r')).toMatchObject({ code: 0, screen: expect.stringContaining('Deleted.') });
    expect((await tokenwright.run(['user', 'show', id])).code).toBe(4);
  });

  it('the demo asks for what start-up printed', async () => {
    const environment = {
      ...tokenwright.environment,
      TOKENWRIGHT_TOKEN: '',
      XDG_CONFIG_HOME: '/nonexistent',
    };
    const steps: [string, string][] = [['(not shown): ', `${account}\r`]];
    const { code, screen } = await inTerminal(['tokenwright', 'demo'], environment, steps);
    expect([code, screen]).toEqual([0, expect.stringContaining('HTTP 401')]);
    expect(screen).not.toContain(account);
  });
});

it('a folder is no file to import, and Ctrl-C ends the wait for standard input', async () => {
  const folder = await tokenwright.run(['import', '.']);
  expect([folder.code, folder.said]).toEqual([1, expect.stringContaining('EISDIR')]);
  const words = ['tokenwright', 'user', 'create-tokens', '-'];
  const steps: [string, string][] = [['Reading', control]];
  const { code, screen } = await inTerminal(words, tokenwright.environment, steps);
  expect([code, screen]).toEqual([130, expect.stringContaining('Stopped.')]);
});

describe('the completion scripts', () => {
  /** Types a line with TABs; the command itself is only echoed. */
  const typed = ['tokenwright user create-token ada --exp\t', 'Sl\t\u0001echo DONE \r'] as const;

  it.each([
    ['bash', ['bash', '--norc', '-i'], `PS1=REA'DY '; source <(tokenwright completion bash)\r`],
    [
      'zsh',
      ['zsh', '-f', '-i'],
      `PS1=REA'DY '; autoload -U compinit; compinit -u -D; source <(tokenwright completion zsh)\r`,
    ],
  ])('%s completes by TAB', async (_name, shell, set) => {
    const { screen } = await inTerminal(shell, { ...tokenwright.environment, TERM: 'dumb' }, [
      ['', set],
      ['READY ', typed[0]],
      ['--expiry ', typed[1]],
      ['\nDONE tokenwright user create-token ada --expiry SlidingTtl', 'exit\r'],
    ]);
    expect(screen).toContain('\nDONE tokenwright user create-token ada --expiry SlidingTtl');
  });

  it('fish completes, with what each word means', () => {
    const complete = (line: string) =>
      execFileSync('fish', ['-c', `tokenwright completion fish | source; complete -C "${line}"`], {
        env: tokenwright.environment,
        cwd: tokenwright.folder,
        encoding: 'utf8',
      });
    expect(complete('tokenwright user create-token ada --expiry S')).toBe('SlidingTtl\texpiry\n');
    expect(complete('tokenwright user create-tokens tok')).toBe('tokenwright\n');
    expect(complete('tokenwright migrate ')).toMatch(/^up\t.*\nstatus\t.*\nrevert\t.*\n$/);
  });

  it('what was typed is not evaluated', () => {
    const line = 'tokenwright user show $(touch evil) `touch evil` ';
    const script = `source <(tokenwright completion bash)
      COMP_WORDS=(${line
        .trim()
        .split(' ')
        .map((word) => `'${word}'`)
        .join(' ')} ''); COMP_CWORD=7; _tokenwright; ls`;
    const env = tokenwright.environment;
    const files = execFileSync('bash', ['--norc', '-c', script], { env, cwd: tokenwright.folder });
    expect(String(files)).not.toContain('evil');
  });
});

it('many tokens over a way that breaks: each is minted once', async () => {
  proxy = await FlakyProxy.before(service.port);
  const env = { TOKENWRIGHT_URL: `http://127.0.0.1:${proxy.port}` };
  const id = await newUserOf(service);
  const stdin = `${id}\n`.repeat(500);
  const { code, out } = await tokenwright.run(['user', 'create-tokens', '-'], { stdin, env });
  expect([code, proxy.cuts]).toEqual([0, 2]);
  const secrets = out
    .trim()
    .split('\n')
    .map((line) => line.split('\t')[2]);
  expect(new Set(secrets).size).toBe(500);
  const { out: listed } = await tokenwright.run(['token', 'list', '--user', id, '--all', '--json']);
  expect(listed.trim().split('\n')).toHaveLength(500);
});

it('an import of more than one request, over a way that breaks: each token is there once', async () => {
  proxy = await FlakyProxy.before(service.port);
  const env = { TOKENWRIGHT_URL: `http://127.0.0.1:${proxy.port}` };
  const userId = await newUserOf(service);
  const line = (number: number) => {
    const hash = createHash('sha256').update(`imported-secret-${number}`).digest('hex');
    return `${JSON.stringify({ format: 'sha256', userId, hash, expiresAt: null })}\n`;
  };
  const file = join(tokenwright.folder, 'import.ndjson');
  writeFileSync(file, Array.from({ length: 10_500 }, (_, number) => line(number)).join(''));
  const { code, out, said } = await tokenwright.run(['import', file, '--json'], { env });
  expect([code, said, proxy.cuts]).toEqual([0, '10500 imported, 0 present before, 0 refused.\n', 2]);
  const results = out
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text));
  expect(results.map((result) => result.line)).toEqual(
    Array.from({ length: 10_500 }, (_, index) => index + 1),
  );
  expect(new Set(results.map(({ tokenId }) => tokenId)).size).toBe(10_500);
  const last = await tokenwright.run(['token', 'verify', '--json'], { stdin: 'imported-secret-10499' });
  expect(JSON.parse(last.out)).toMatchObject({ active: true, sub: userId });
});

it('the export of the audit goes on where it broke off: each entry once, in order', async () => {
  proxy = await FlakyProxy.before(service.port);
  proxy.lets = true;
  const whole = await tokenwright.run(['audit', 'export']);
  expect(whole.out.split('\n').length).toBeGreaterThan(500);
  const env = { TOKENWRIGHT_URL: `http://127.0.0.1:${proxy.port}` };
  expect([await tokenwright.run(['audit', 'export'], { env }), proxy.cuts]).toEqual([whole, 2]);
});

describe('the packed package', () => {
  it('is a command in a clone too, by npx', () => {
    const options = {
      encoding: 'utf8',
      env: { ...process.env, npm_config_cache: tokenwright.folder },
    } as const;
    expect(execFileSync('npx', ['tokenwright', '--version'], options)).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('holds all that the service and the command need', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tokenwright-packed-'));
    const options = { encoding: 'utf8', env: { PATH: process.env.PATH, HOME: folder } } as const;
    const pack = ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder];
    execFileSync('tar', ['-xzf', execFileSync('npm', pack, options).trim()], { cwd: folder });
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
    const packed = new Tokenwright(
      { PORT: String(await freePort()), HOST: '127.0.0.1' },
      join(folder, 'package/bin/tokenwright.js'),
    );
    const running = spawn(join(packed.folder, 'tokenwright'), ['start'], {
      cwd: packed.folder,
      env: packed.environment,
    });
    let said = '';
    await new Promise<void>((listening) =>
      running.stderr.on('data', (piece) => (said += piece).includes('export TW=') && listening()),
    );
    const env = { TOKENWRIGHT_URL: `http://127.0.0.1:${packed.environment.PORT}` };
    expect((await packed.run(['login'], { env, stdin: /export TW=\S+/.exec(said)![0] })).code).toBe(0);
    expect((await packed.run(['demo'], { env })).code).toBe(0);
    const { out } = await packed.run(['doctor']);
    expect(out).toMatch(/ok +Port: Tokenwright answers[^]*ok +Database: SQLite.*the running service has it/);
    running.kill('SIGTERM');
    await once(running, 'exit');
    expect((await packed.run(['migrate', 'status'])).out).toMatch(/^applied {2}Initial\d+\n/);
    packed.remove();
    rmSync(folder, { recursive: true });
  });
});
