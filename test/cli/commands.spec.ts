import { createHash } from 'node:crypto';
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

const secretOf = async (words: string) => (await cli.run(`${words} --quiet`)).out.trim();

describe('tokenwright user create-token', () => {
  it('mints as it is told, for a user named by id or externalId', async () => {
    const { id } = await newUser(service, 'default', { externalId: 'customer-1' });
    const words = 'user create-token customer-1 --expiry SlidingTtl --ttl 1h --max-age 30d --name Phone';
    const { token, secret } = await cli.json(words);
    expect(token).toMatchObject({ userId: id, expiryType: 'SlidingTtl', ttl: 3600, name: 'Phone' });
    expect(token.maxAge).toBe(30 * 24 * 3600);
    expect(await introspect(service, secret)).toMatchObject({ active: true, sub: id });
    expect((await cli.json(`user create-token ${id} --ttl 60`)).token).toMatchObject({ userId: id, ttl: 60 });
  });

  it('shows people the record and the secret once, and prints with --quiet the secret alone', async () => {
    await newUser(service, 'default', { id: 'c2', externalId: 'customer-2' });
    const { code, out, said } = await cli.run('user create-token customer-2');
    expect([code, said]).toEqual([
      0,
      'The secret is shown this once: keep it now.\n' +
        'It ends in one hour, the default: --ttl 30d or --expiry Infinite lets it live longer.\n',
    ]);
    expect(out).toMatch(/^id +\S+\nholder +user\n[^]*\nsecret +tw_u_\S+\n$/);
    expect(await cli.run('user create-token customer-2 -q')).toEqual({
      code: 0,
      out: expect.stringMatching(/^tw_u_\S+\n$/),
      said: '',
    });
  });

  it('in another ecosystem by option, by variable, or because the token is of it', async () => {
    await cli.json('ecosystem create Acme --id acme');
    const { id } = await newUser(service, 'acme', { externalId: 'customer-3' });
    const env = { TOKENWRIGHT_ECOSYSTEM: 'acme' };
    const server = await secretOf('key create --expiry Infinite --ecosystem acme');
    for (const [more, given] of [
      [' --ecosystem acme', {}],
      ['', { env }],
      ['', { env: { TOKENWRIGHT_TOKEN: server } }],
    ] as const) {
      const { token } = await cli.json(`user create-token customer-3${more}`, given);
      expect(token).toMatchObject({ ecosystemId: 'acme', userId: id });
    }
    expect((await cli.run('user create-token customer-3')).code).toBe(4);
  });
});

describe('the commands of users, roles and ecosystems', () => {
  it('create, show, list, change and delete a user', async () => {
    const view = await cli.json(
      'user create --username bea --external-id b-1 --role admin --password-stdin',
      {
        stdin: 'correct horse battery\n',
      },
    );
    expect(view).toMatchObject({ username: 'bea', roles: ['admin'], hasPassword: true });
    expect(await cli.json('user show b-1')).toEqual(view);
    expect((await cli.json('user list --username bea')).id).toBe(view.id);
    expect(await cli.json('user update b-1 --inactive --role user')).toMatchObject({
      active: false,
      roles: ['user'],
    });
    const cleared = await cli.run(['user', 'update', 'b-1', '--username', '', '--active', '--json']);
    expect(JSON.parse(cleared.out)).toMatchObject({ username: null, active: true });
    expect((await cli.json('user permissions b-1')).permissions).toEqual(['self:manage']);
    expect(await cli.json('user revoke-tokens b-1')).toEqual({ revoked: 0 });
    expect(await cli.run('user delete b-1')).toMatchObject({ code: 2, out: '' });
    expect(await cli.run('user delete b-1 --yes')).toEqual({ code: 0, out: '', said: 'Deleted.\n' });
    expect((await cli.run('user show b-1')).code).toBe(4);
  });

  it('a new password ends the tokens of a user and says so; --keep-tokens leaves them', async () => {
    const stdin = 'correct horse battery\n';
    const view = await cli.json('user create --username carl --password-stdin', { stdin });
    const mint = async () => (await cli.run(`user create-token ${view.id} --quiet`)).out.trim();
    const isLive = async (secret: string) => (await introspect(service, secret)).active;
    const [first, change] = [await mint(), `user update ${view.id} --password-stdin`];

    const kept = await cli.run(`${change} --keep-tokens`, { stdin: 'battery staple\n' });
    expect(kept).toMatchObject({ code: 0, said: 'The tokens of the user live on.\n' });
    expect(await isLive(first)).toBe(true);

    const ended = 'All tokens of the user were ended; --keep-tokens leaves them.\n';
    const changed = await cli.run(`${change} --json`, { stdin: 'staple battery\n' });
    expect([changed.code, changed.said, await isLive(first)]).toEqual([0, ended, false]);
    expect(JSON.parse(changed.out)).toMatchObject({ id: view.id, hasPassword: true });

    const alone = await cli.run(`user update ${view.id} --name Carl --keep-tokens`);
    expect(alone).toMatchObject({ code: 2, out: '' });
    expect(alone.said).toContain('--password-stdin');
    expect(await cli.run(`user update ${view.id} --name Carl`)).toMatchObject({ code: 0, said: '' });
    const { out } = await cli.run('user update --help');
    expect(out).toMatch(/--password-stdin +read a new password from standard input; ends all tokens/);
  });

  it('define, show, list and delete a role', async () => {
    const role = await cli.json('role create support --permission users:read,tokens:list --description Desk');
    expect(role.permissions).toEqual(['users:read', 'tokens:list']);
    expect(await cli.json('role show support')).toEqual(role);
    expect((await cli.run('role list')).out).toContain('support  Desk');
    expect((await cli.run('role delete support --yes')).code).toBe(0);
    expect((await cli.run('role show support')).code).toBe(4);
  });

  it('create, change, list and delete an ecosystem', async () => {
    const made = await cli.json('ecosystem create Beta --id beta --domain beta.example');
    expect(await cli.json('ecosystem show beta')).toEqual(made);
    const changed = await cli.json(
      'ecosystem update beta --name B --origin https://a.example,https://b.example',
    );
    expect(changed).toMatchObject({ name: 'B', origins: ['https://a.example', 'https://b.example'] });
    expect((await cli.json('ecosystem list --domain beta.example')).id).toBe('beta');
    expect((await cli.run('ecosystem delete beta --yes')).code).toBe(0);
    expect((await cli.run('ecosystem show beta')).code).toBe(4);
  });
});

describe('the commands of tokens and keys', () => {
  it('verify and revoke read the secret from standard input, and the exit code tells the verdict', async () => {
    await newUser(service, 'default', { externalId: 'customer-4' });
    const secret = await secretOf('user create-token customer-4');
    const live = await cli.run('token verify', { stdin: `${secret}\n` });
    expect([live.code, live.out]).toEqual([0, expect.stringMatching(/^active +true\n/)]);
    expect((await cli.run('token revoke', { stdin: secret })).code).toBe(0);
    const dead = await cli.run('token verify --json', { stdin: secret });
    expect([dead.code, JSON.parse(dead.out)]).toEqual([7, { active: false }]);
    expect(await cli.json('token explain', { stdin: secret })).toMatchObject({ reason: 'revoked' });
    expect(JSON.stringify(live) + JSON.stringify(dead)).not.toContain(secret);
  });

  it('list by filters, show, revoke by id and by filter', async () => {
    const { id } = await newUser(service, 'default', { externalId: 'customer-5' });
    for (let one = 0; one < 3; one += 1) await cli.json('user create-token customer-5');
    const { out } = await cli.run(`token list --user ${id} --state live --json`);
    const [token, ...others] = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(others).toHaveLength(2);
    expect(await cli.json(`token show ${token.id}`)).toEqual(token);
    expect((await cli.run(`token revoke ${token.id}`)).said).toBe('Revoked.\n');
    expect(await cli.json(`token revoke-many --user ${id} --dry-run`)).toEqual({ revoked: 2, dryRun: true });
    expect((await cli.run(`token revoke-many --user ${id}`)).said).toContain('Revoke 2 tokens?');
    expect(await cli.json(`token revoke-many --user ${id} --yes`)).toEqual({ revoked: 2, dryRun: false });
    expect(await cli.run(`token list --user ${id} --state live`)).toEqual({
      code: 0,
      out: '',
      said: 'None.\n',
    });
  });

  it('a key without a lifetime is refused: it would end in an hour, unseen', async () => {
    const { code, out, said } = await cli.run('key create --name Shop');
    expect([code, out]).toEqual([2, '']);
    expect(said).toContain('--expiry Infinite');
  });

  it('make, list, rotate and revoke keys of servers and accounts', async () => {
    for (const which of ['', ' --account']) {
      const { token, secret } = await cli.json(
        `key create --name Shop --permission tokens:mint --ttl 1d${which}`,
      );
      expect(token).toMatchObject({ holder: which ? 'account' : 'server', permissions: ['tokens:mint'] });
      const rotated = await cli.json(`key rotate ${token.id} --overlap 0${which}`);
      expect((await introspect(service, secret)).active).toBe(false);
      expect((await introspect(service, rotated.secret)).active).toBe(true);
      expect((await cli.json(`key list --state live --limit 1${which}`)).id).toBe(rotated.token.id);
      expect((await cli.json(`key show ${token.id}${which}`)).replacedBy).toBe(rotated.token.id);
      expect((await cli.run(`key revoke ${rotated.token.id}${which}`)).code).toBe(0);
      expect((await introspect(service, rotated.secret)).active).toBe(false);
    }
  });

  it('mint for many users, whose ids come line by line', async () => {
    const users = [await newUser(service, 'default'), await newUser(service, 'default')];
    const stdin = `${users[0].id}\r\n\n${users[1].id}`;
    const { code, out, said } = await cli.run('user create-tokens - --ttl 60', { stdin });
    expect([code, said]).toEqual([0, '2 minted.\n']);
    const rows = out
      .trim()
      .split('\n')
      .map((line) => line.split('\t'));
    expect(rows.map(([userId]) => userId)).toEqual(users.map(({ id }) => id));
    for (const [, , secret] of rows) expect((await introspect(service, secret!)).active).toBe(true);
    const wrong = await cli.run('user create-tokens - --from 3', { stdin: `${stdin}\nnobody` });
    expect([wrong.code, wrong.out]).toEqual([4, '']);
    expect(wrong.said).toMatch(/^0 minted\.\n.*nobody[^]*\nGo on with --from 3\.\n$/);
  });
});

describe('tokenwright import', () => {
  const lineOf = (secret: string, userId: string, more: object = {}) =>
    JSON.stringify({
      format: 'sha256',
      userId,
      hash: createHash('sha256').update(secret).digest('hex'),
      expiresAt: null,
      ...more,
    });

  it('takes tokens over; a repeat is harmless; refused lines are told by their number and the exit code', async () => {
    await newUser(service, 'default', { externalId: 'customer-6' });
    const secret = 'a-secret-of-another-software-1';
    const stdin = `\ufeff${lineOf(secret, 'customer-6')}\r\n\r\n${lineOf('a-secret-of-another-2', 'nobody')}\n`;
    const first = await cli.run('import -', { stdin });
    expect(first).toMatchObject({ code: 7, out: '' });
    expect(first.said).toMatch(
      /^Line 3: .*nobody.* \(user-not-found\)\n1 imported, 0 present before, 1 refused\.\n/,
    );
    expect((await introspect(service, secret)).active).toBe(true);
    const again = await cli.run('import - --json', { stdin: `${lineOf(secret, 'customer-6')}\n` });
    expect([again.code, again.said]).toEqual([0, '0 imported, 1 present before, 0 refused.\n']);
    expect(JSON.parse(again.out)).toMatchObject({ line: 1, result: 'present' });
    const rest = await cli.run('import - --from 3', { stdin });
    expect(rest.said).toContain('0 imported, 0 present before, 1 refused.');
  });

  it('a request that is refused as a whole says how to go on', async () => {
    const narrow = await secretOf('key create --ttl 1h --permission tokens:mint');
    const env = { TOKENWRIGHT_TOKEN: narrow, TOKENWRIGHT_ECOSYSTEM: 'default' };
    const { code, said } = await cli.run('import -', { stdin: `\n${lineOf('x', 'y')}`, env });
    expect([code, said]).toEqual([3, expect.stringMatching(/tokens:import[^]*\nGo on with --from 2\.\n$/)]);
  });
});

describe('tokenwright audit', () => {
  it('lists what was done, and exports all of it line by line', async () => {
    const { out } = await cli.run('audit list --action ecosystem.create --everywhere --limit 1');
    expect(out).toMatch(/^AT +ACTION [^]*ecosystem\.create +ecosystem/);
    const all = await cli.run('audit export --everywhere');
    const entries = all.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(all.said).toBe(`${entries.length} entries.\n`);
    expect(entries[0]).toMatchObject({ action: 'ecosystem.create', callerHolder: 'system' });
  });
});
