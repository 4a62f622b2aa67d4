import { PassThrough } from 'node:stream';
import type { Command } from 'commander';
import { buildProgram } from '../../src/cli/program.js';
import { Terminal } from '../../src/cli/terminal.js';
import { CommandLine } from '../support/command-line.js';

const cli = new CommandLine();
afterAll(() => cli.remove());

const newProgram = () =>
  buildProgram(
    new Terminal({ stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough(), env: {} }),
  );

/** Every command that is shown, as the words that name it. */
function commandsOf(command: Command, words: string[] = []): { command: Command; words: string[] }[] {
  const shown = command.createHelp().visibleCommands(command);
  const children = shown.filter((child) => child.name() !== 'help');
  return [{ command, words }, ...children.flatMap((child) => commandsOf(child, [...words, child.name()]))];
}

/** The words behind `tokenwright` in a line for a shell, up to what the shell does with the rest. */
function safeMessage(line: string): string[] {
  const [, rest] = /(?:^|[\s(])tokenwright( .*)?$/.exec(line)!;
  const parts = (rest ?? '').match(/"[^"]*"|[^\s"]+/g) ?? [];
  const end = parts.findIndex((part) => /^[|<>#)]/.test(part));
  return parts.slice(0, end < 0 ? undefined : end).map((part) => part.replaceAll('"', '').replace(/\)$/, ''));
}

describe('every command', () => {
  it('has a help with a description and examples, and each example is a line that the command takes', async () => {
    const all = commandsOf(newProgram());
    expect(all.length).toBeGreaterThan(40);
    for (const { words } of all) {
      const { code, out } = await cli.run([...words, '--help']);
      expect([words, code]).toEqual([words, 0]);
      const [help, examples] = out.split('\nExamples:\n');
      expect([words, help!.split('\n\n')[1]!.length > 3]).toEqual([words, true]);
      for (const line of examples!.trim().split('\n')) {
        expect(line.trim()).toMatch(/^\$ /);
        const program = newProgram();
        let parsed: string | undefined;
        for (const { command } of commandsOf(program)) command.action(() => void (parsed = command.name()));
        const own = safeMessage(line.trim().replace(/^.*?\| (?=tokenwright)/, '$ '));
        await program.parseAsync(own, { from: 'user' });
        expect([line, parsed]).toEqual([line, own.find((word) => word === parsed)]);
      }
    }
  });

  it('is understood by the other names that people try, which are not shown', async () => {
    for (const [words, name] of [
      ['user add', 'tokenwright user create'],
      ['user mint', 'tokenwright user create-token'],
      ['key mint', 'tokenwright key create'],
      ['token check', 'tokenwright token verify'],
      ['tokens ls', 'tokenwright token list'],
      ['user rm', 'tokenwright user delete'],
    ] as const) {
      const { code, out } = await cli.run(`${words} --help`);
      expect([words, code, out.startsWith(`Usage: ${name}`)]).toEqual([words, 0, true]);
    }
  });

  it('tells its release', async () => {
    expect((await cli.run('--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('used wrongly ends with 2 and says what was wrong', async () => {
    for (const [words, complaint] of [
      ['usr', "unknown command 'usr'\n(Did you mean user?)"],
      [
        'mint ada',
        'Did you mean tokenwright token mint USER-ID for a user, tokenwright key mint for a back end?',
      ],
      ['user', 'Usage: tokenwright user'],
      ['user create-token', "missing required argument 'user-id'"],
      ['user create-token ada --expirey Infinite', 'Did you mean --expiry?'],
      ['user create-token ada --expiry Sometime', 'Allowed choices are Infinite, FixedTtl, SlidingTtl'],
      ['user create-token ada --ttl soon', 'such as 90s, 15m, 1h, 30d'],
      ['user list --limit 0', 'a whole number above 0'],
      ['user list --limit 3 --all', "'--all' cannot be used with option '--limit"],
      ['profile use nowhere', 'There is no profile nowhere'],
      ['whoami --profile nowhere', 'There is no profile nowhere'],
      ['import /no/such/file', 'cannot be read'],
      ['completion tcsh', 'Allowed choices are bash, zsh, fish'],
    ] as const) {
      const { code, out, said } = await cli.run(words, { env: { TOKENWRIGHT_TOKEN: 'x' } });
      expect([words, code, out]).toEqual([words, 2, '']);
      expect(said).toContain(complaint);
    }
  });
});

describe('completion', () => {
  const complete = async (...words: string[]) => {
    const { out } = await cli.run(['complete', '--', ...words]);
    return out
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split('\t')[0]);
  };

  it('knows commands, options, and the values that they take', async () => {
    expect(await complete('us')).toEqual(['user']);
    expect(await complete('user', 'create-t')).toEqual(['create-token', 'create-tokens']);
    expect(await complete('user', 'create-token', 'ada', '--expiry', '')).toEqual([
      'Infinite',
      'FixedTtl',
      'SlidingTtl',
    ]);
    expect(await complete('user', 'create-token', '--ttl', '60', '--e')).toEqual(['--expiry', '--ecosystem']);
    expect(await complete('user', 'create-token', '--expiry', 'Infinite', '--ex')).toEqual([]);
    expect(await complete('key', 'mint', '--permission', 'users:re')).toEqual(['users:read']);
    expect(await complete('role', 'create', 'x', '--permission', 'users:read,audit:')).toEqual([
      'users:read,audit:read',
    ]);
    expect(await complete('migrate', '')).toEqual(['up', 'status', 'revert']);
  });

  it('says nothing where only the user knows, nor of what is hidden', async () => {
    expect(await complete('user', 'show', '')).toEqual([]);
    expect(await complete('user', 'create-token', '--ttl', '')).toEqual([]);
    expect(await complete('comp')).toEqual(['completion']);
  });
});
