import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import { openLine } from '../client/line.js';
import { freePort } from '../support/servers.js';
import { CommandLine } from '../support/command-line.js';
import { introspect, newUser, type Service, startService } from '../support/service.js';

let service: Service;
let cli: CommandLine;

beforeAll(async () => {
  service = await startService();
  cli = CommandLine.at(service);
});
afterAll(async () => {
  cli.remove();
  await service.close();
});

describe('refusals', () => {
  it('end with a code for each kind, words for people, and with --json the problem', async () => {
    await newUser(service, 'default', { username: 'ada' });
    const conflict = await cli.run('user create --username ada');
    expect([conflict.code, conflict.out]).toEqual([3, '']);
    expect(conflict.said).toMatch(
      /^tokenwright: Conflict: .+\nWhat it means: http:\S+\/problems\/conflict \(request \S+\)\n$/,
    );
    const problem = await cli.run('user create --username ada --json');
    expect(JSON.parse(problem.said)).toMatchObject({ status: 409, code: 'conflict' });
    const invalid = await cli.run('user create --email nowhere');
    expect([invalid.code, invalid.said]).toEqual([3, expect.stringContaining('\n  /email: ')]);
    expect((await cli.run('user show nobody')).code).toBe(4);
    expect((await cli.run('whoami', { env: { TOKENWRIGHT_TOKEN: 'wrong' } })).code).toBe(5);
    const narrow = (await cli.run('key create --ttl 1h --permission tokens:mint --quiet')).out.trim();
    expect((await cli.run('user list', { env: { TOKENWRIGHT_TOKEN: narrow } })).code).toBe(3);
  });

  it('5 without any token, 6 where nothing listens', async () => {
    expect(await new CommandLine().run('whoami')).toMatchObject({
      code: 5,
      said:
        'tokenwright: Not signed in: tokenwright login, or set TOKENWRIGHT_TOKEN. ' +
        'If the account token is lost: tokenwright account-token create, where the database is.\n',
    });
    const { code, said } = await cli.run(`whoami --url http://127.0.0.1:${await freePort()}`);
    expect([code, said]).toEqual([6, expect.stringContaining('nothing listens there')]);
  });

  it('no token is sent to somebody else’s service, nor after a redirect', async () => {
    const json = { 'content-type': 'application/json' };
    const seen: [string, string | undefined][] = [];
    const server = createServer(({ url, headers }, response) => {
      seen.push([url!, headers.authorization]);
      if (url === '/moved/health/live')
        response.writeHead(200, json).end('{"status":"ok","service":"tokenwright"}');
      else if (url === '/moved/v1/self') response.writeHead(307, { location: '/v1/self' }).end();
      else response.writeHead(200, json).end('{"status":"ok"}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const ended = [
      await cli.run(`whoami --url ${url}`),
      await cli.run(`demo --url ${url}`),
      await cli.run(`login --url ${url}`, { stdin: service.account }),
      await cli.run(`whoami --url ${url}/moved`),
      await withProfileOf(url).run('whoami'),
    ];
    await new Promise((resolve) => server.close(resolve));
    expect(ended.map(({ code }) => code)).toEqual([6, 6, 6, 6, 6]);
    for (const { said } of ended.slice(0, 3))
      expect(said).toContain('Something else than Tokenwright answers');
    expect(seen).toEqual([
      ['/health/live', undefined],
      ['/health/live', undefined],
      ['/health/live', undefined],
      ['/moved/health/live', undefined],
      ['/moved/v1/self', `Bearer ${service.account}`],
      ['/health/live', undefined],
    ]);
  });

  it('a secret as an argument is refused before anything is asked, and is not repeated', async () => {
    const secret = (await cli.run('key create --ttl 1h --quiet')).out.trim();
    for (const words of [`token show ${secret}`, `token revoke ${secret}`, `token explain ${secret}`]) {
      const { code, out, said } = await cli.run(words);
      expect([words, code, out]).toEqual([words, 2, '']);
      expect(said).toContain('secrets are read from standard input');
      expect(said).not.toContain(secret);
    }
    expect((await introspect(service, secret)).active).toBe(true);
  });

  it('5 for a token that cannot be sent', async () => {
    const { code, said } = await cli.run('whoami', { env: { TOKENWRIGHT_TOKEN: 'two words' } });
    expect([code, said]).toEqual([5, expect.stringContaining('white space')]);
    expect(said).not.toContain('two words');
  });
});

/** One that signed in at this address when Tokenwright was there. */
function withProfileOf(url: string): CommandLine {
  const signedIn = new CommandLine();
  mkdirSync(dirname(signedIn.profilesFile), { mode: 0o700 });
  const profiles = { default: { url, token: service.account } };
  writeFileSync(signedIn.profilesFile, JSON.stringify({ current: 'default', profiles }), { mode: 0o600 });
  return signedIn;
}

describe('what is shown', () => {
  it('moments are told by their distance in tables, with it in cards, and by themselves in JSON', async () => {
    const { token, secret } = await cli.json('key create --name Moments --ttl 3d');
    const now = Date.parse(token.createdAt) + 2 * 3_600_000;
    expect((await cli.run('key list --state live', { now })).out).toMatch(
      /Moments +live +FixedTtl +in 3 days/,
    );
    const verified = await cli.run('token verify', { stdin: secret, now });
    expect(verified.out).toMatch(/\nexp +\d{4}-\S+Z \(in 3 days\)\niat +\d{4}-\S+Z \(2 hours ago\)\n/);
    expect((await cli.json(`key show ${token.id}`)).expiresAt).toBe(token.expiresAt);
  });

  it('what is nested is indented below its name, and is no JSON', async () => {
    const { secret } = await cli.json('key create --name Nested --ttl 1h');
    const { out } = await cli.run('token explain --permission users:read', { stdin: secret });
    expect(out).toMatch(/\ntoken\n {2}id +\S+\n/);
    expect(out).not.toMatch(/[{}"]/);
  });

  it('a default that surprises is said', async () => {
    await newUser(service, 'default', { id: 'defaulted' });
    const said = async (more: string) => (await cli.run(`token mint defaulted${more}`)).said;
    expect(await said('')).toContain('It ends in one hour, the default: --ttl 30d or --expiry Infinite');
    expect(await said(' --ttl 1h')).not.toContain('the default');
    expect((await cli.run('key create --name Short')).said).toContain(
      'else it would end in one hour: --expiry',
    );
  });

  it('a secret that is not live is told what to do, by its form', async () => {
    const { token } = await cli.json('key create --ttl 1h');
    const said = async (stdin: string) => (await cli.run('token verify', { stdin })).said;
    expect(await said('tw_u_short')).toContain('makes no secret of this form');
    expect(await said(token.id)).toContain('the id of a token, not its secret');
    expect(await said(`tw_u_${'x'.repeat(43)}`)).toContain('token explain tells you why');
    const argument = await cli.run('token verify abc');
    expect([argument.code, argument.said]).toEqual([2, expect.stringContaining('tokenwright token verify')]);
  });

  it('a long list has as many items as --limit says, over a connection that breaks after its first page', async () => {
    await cli.json('ecosystem create Wide --id wide');
    const names = Array.from({ length: 203 }, (_, number) => `role-${1000 + number}`);
    for (const name of names) {
      await service.native('PUT', `/v1/ecosystems/wide/roles/${name}`, service.account, { permissions: [] });
    }
    const line = await openLine(service.base);
    const list = (size: string) => cli.run(`role list --ecosystem wide --json ${size} --url ${line.base}`);
    // The check who answers, the first page, twice the second one.
    line.faults = [undefined, undefined, 'cut-before', { status: 503 }];
    const { code, out, said } = await list('--limit 202');
    expect([code, out.trim().split('\n').length, said]).toEqual([
      0,
      202,
      'There are more: --all shows all of them, --limit sets how many.\n',
    ]);
    const whole = await list('--all');
    expect([whole.said, whole.out.startsWith(out), whole.out.trim().split('\n').length > 202]).toEqual([
      '',
      true,
      true,
    ]);
    line.faults = [undefined, { status: 503 }];
    expect((await list('--all')).code).toBe(6);
    await line.close();
  });

  it('texts that would steer the terminal are shown by number, in tables and in refusals', async () => {
    const description = 'red \u001b[31m\u009b2J\u202e';
    const path = '/v1/ecosystems/default/roles/odd';
    await service.native('PUT', path, service.account, { description, permissions: [] });
    const { out } = await cli.run('role show odd');
    expect(out).toContain('red \\u001b[31m\\u009b2J\\u202e');
    expect(out).not.toContain('\u001b');
    expect((await cli.json('role show odd')).description).toBe(description);
  });

  it('columns fit wide letters, and a long list says that it goes on', async () => {
    for (const username of ['日本', 'x', 'yy'])
      await newUser(service, 'default', { username, email: `${username.length}${Math.random()}@a.example` });
    const { out, said } = await cli.run('user list --limit 2');
    expect(out.trim().split('\n')).toHaveLength(3);
    expect(said).toBe('There are more: --all shows all of them, --limit sets how many.\n');
    const rows = (await cli.run('user list --all')).out.split('\n');
    const wide = rows.find((row) => row.includes('日本'))!;
    const plain = rows.find((row) => / yy +/.test(row))!;
    // Two letters that are two columns wide each.
    expect(plain.search(/\d+\.\d+@/) - wide.search(/\d+\.\d+@/)).toBe(2);
  });
});
