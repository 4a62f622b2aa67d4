import { chmodSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { CommandLine } from '../support/command-line.js';
import { type Service, startService } from '../support/service.js';

let service: Service;
let cli: CommandLine;

beforeAll(async () => {
  service = await startService();
});
beforeEach(() => {
  cli = new CommandLine();
});
afterEach(() => cli.remove());
afterAll(() => service.close());

const login = (more = '', stdin = service.account) =>
  cli.run(`login --url ${service.base}${more}`, { stdin });
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe('tokenwright login', () => {
  it('keeps a token that the service knows, in a file for its owner’s eyes', async () => {
    const { code, out, said } = await login('', `export TW=${service.account}\n`);
    expect([code, out]).toEqual([0, '']);
    expect(said).not.toContain(service.account);
    expect([modeOf(cli.profilesFile), modeOf(dirname(cli.profilesFile))]).toEqual(['600', '700']);
    expect((await cli.json('whoami')).holder).toBe('account');
    expect((await cli.run('profile list')).out).not.toContain(service.account);
  });

  it('keeps nothing when the token is refused, or none comes', async () => {
    expect((await login('', 'wrong')).code).toBe(5);
    expect((await login('', '')).code).toBe(2);
    expect((await cli.run('profile list')).said).toBe('None.\n');
  });

  it('knows the ecosystem of a server token', async () => {
    await service.native('POST', '/v1/ecosystems', service.account, { id: 'acme', name: 'Acme' });
    const path = '/v1/ecosystems/acme/server-tokens';
    const server = (await service.native('POST', path, service.account, {})).body.secret;
    await login(' --profile shop', server);
    expect(await cli.json('profile list')).toMatchObject({ name: 'shop', ecosystem: 'acme', current: true });
    expect((await cli.json('user create --username ada')).ecosystemId).toBe('acme');
  });

  it('a file that others can read is not used, and the remedy is told', async () => {
    await login();
    chmodSync(cli.profilesFile, 0o644);
    const { code, said } = await cli.run('whoami');
    expect([code, said]).toEqual([1, expect.stringContaining(`chmod 600 ${cli.profilesFile}`)]);
  });
});

describe('profiles', () => {
  it('several are kept, one is current; another is named by option or variable', async () => {
    await login(' --profile one');
    await login(' --profile two --ecosystem acme');
    const current = async () =>
      (await cli.run('profile list --json')).out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
        .find((profile) => profile.current).name;
    expect(await current()).toBe('two');
    await cli.run('profile use one');
    expect(await current()).toBe('one');
    expect((await cli.run('whoami --profile two')).code).toBe(0);
    expect((await cli.run('whoami', { env: { TOKENWRIGHT_PROFILE: 'two' } })).code).toBe(0);
    expect((await cli.run('logout')).code).toBe(0);
    expect(await current()).toBe('two');
    expect(readFileSync(cli.profilesFile, 'utf8').split(service.account)).toHaveLength(2);
  });

  it('the token of a profile is sent to its own service only', async () => {
    await login();
    const elsewhere = 'http://127.0.0.1:9';
    for (const [words, env] of [
      [`whoami --url ${elsewhere}`, {}],
      ['whoami', { TOKENWRIGHT_URL: elsewhere }],
    ] as const) {
      const { code, said } = await cli.run(words, { env });
      expect([code, said]).toEqual([2, expect.stringContaining(`and is not sent to ${elsewhere}`)]);
    }
  });

  it('TOKENWRIGHT_TOKEN goes before a profile, but not before one that is named', async () => {
    await login(' --profile mine');
    const env = { TOKENWRIGHT_TOKEN: 'wrong', TOKENWRIGHT_URL: service.base };
    expect((await cli.run('whoami', { env })).code).toBe(5);
    expect((await cli.run('whoami --profile mine', { env })).code).toBe(0);
  });

  it('an address that cannot be one is refused, and one that is not encrypted is told', async () => {
    for (const url of [
      'ftp://a.example',
      'a.example',
      'http://user:pass@a.example',
      'https://a.example/?q',
    ]) {
      expect([url, (await cli.run(`login --url ${url}`, { stdin: 'x' })).code]).toEqual([url, 2]);
    }
    const { said } = await cli.run('login --url http://tokens.invalid', { stdin: 'x' });
    expect(said).toContain('http://tokens.invalid is not encrypted');
    expect((await login()).said).not.toContain('not encrypted');
  });
});

describe('tokenwright demo', () => {
  it('shows each request as curl and each answer, and shows the account token nowhere', async () => {
    const env = { TOKENWRIGHT_URL: service.base };
    const { code, out, said } = await cli.run('demo', { stdin: `export TW=${service.account}\n`, env });
    expect([code, said]).toEqual([0, '']);
    expect(out).not.toContain(service.account);
    expect(out.match(/curl -sS /g)).toHaveLength(8);
    expect([...out.matchAll(/^ {2}HTTP (\d+)/gm)].map(([, status]) => status)).toEqual(
      ['201', '201', '201', '200', '200', '200', '401'], // prettier-ignore
    );
    expect(out).toMatch(/"active": true[^]*"active": false/);
    // In the answer that mints it, and as the variable of the lines that follow.
    const [, secret] = /TOKEN=(tw_u_\S+)/.exec(out)!;
    expect(out.split(secret!)).toHaveLength(3);
  });

  it('takes the token from a profile, or from the line of start-up', async () => {
    await login();
    expect((await cli.run('demo')).code).toBe(0);
    const fresh = new CommandLine({ TOKENWRIGHT_URL: service.base, TW: service.account });
    expect((await fresh.run('demo')).code).toBe(0);
    fresh.remove();
  });

  it('a token that may not do it is told so', async () => {
    await login();
    const server = (await cli.run('key create --ttl 1h --quiet')).out.trim();
    const env = { TOKENWRIGHT_URL: service.base, TOKENWRIGHT_TOKEN: server };
    const { code, said } = await cli.run('demo', { env });
    expect([code, said]).toEqual([3, expect.stringContaining('needs the token of an account')]);
  });
});
