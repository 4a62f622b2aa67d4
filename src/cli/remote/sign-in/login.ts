import type { Command } from 'commander';
import type { SelfView } from '../../../../packages/client/src/index.js';
import { addExamples } from '../../examples.js';
import { Output } from '../../output.js';
import type { Terminal } from '../../terminal.js';
import { clientOf } from '../client.js';
import { addConnectionOptions, remote } from '../command.js';
import { stopOf } from '../refusal.js';
import { type ConnectionOptions, urlOf } from './connection.js';
import { Profiles } from './profiles.js';

/** `tokenwright login`, `logout`, `whoami`, `profile …`: whom to ask, and with what. */
export function addLoginCommands(program: Command, terminal: Terminal): void {
  const profiles = new Profiles(terminal.env);

  const login = program
    .command('login')
    .description('keep a token, read from standard input, for the commands to come')
    .option('--ecosystem <id>', 'the ecosystem that is meant when none is named');
  addConnectionOptions(login);
  addExamples(login, [
    'tokenwright login',
    'tokenwright login --url https://tokens.acme.example --profile acme < secret.txt',
  ]);
  login.action(async () => {
    const options = login.opts<ConnectionOptions>();
    const url = urlOf(options, terminal.env);
    warnOfPlainHttp(terminal, url);
    const token = await terminal.readSecret(`A token for ${url}`);
    const self = await clientOf(url, token)
      .self()
      .catch((error) => {
        throw stopOf(error, url);
      });
    const ecosystem = options.ecosystem ?? self.ecosystemId ?? undefined;
    const name = options.profile ?? (terminal.env.TOKENWRIGHT_PROFILE || 'default');
    profiles.keep(name, { url, token, ...(ecosystem && { ecosystem }) });
    terminal.say(
      `Signed in at ${url} with a token of ${holderOf(self)}: profile ${name}, in ${profiles.file}`,
    );
    if (terminal.env.TOKENWRIGHT_TOKEN) {
      terminal.say('TOKENWRIGHT_TOKEN is set and goes before it, unless --profile is given.');
    }
  });

  const logout = program
    .command('logout')
    .description('forget the token of a profile; it stays live until it is revoked')
    .option('--profile <name>', 'which; the current one when left out');
  addExamples(logout, ['tokenwright logout', 'tokenwright logout --profile acme']);
  logout.action(() => {
    const name = logout.opts<ConnectionOptions>().profile ?? profiles.current;
    profiles.remove(name);
    terminal.say(`The profile ${name} is forgotten.`);
  });

  remote(program, terminal, {
    usage: 'whoami',
    says: 'who the token makes you, and what you may do',
    examples: ['tokenwright whoami', 'tokenwright whoami --profile acme --json'],
    async run({ client, output }) {
      await output.item(await client.self());
    },
  });

  const profile = program.command('profile').description('what login keeps');
  addExamples(profile, ['tokenwright profile list']);
  const list = profile.command('list').description('list profiles').option('--json', 'answer for programs');
  addExamples(list, ['tokenwright profile list']);
  list.action(async () => {
    const items = profiles.names().map((name) => {
      const { url, ecosystem = null } = profiles.get(name);
      return { name, url, ecosystem, current: name === profiles.current };
    });
    const pages = (async function* () {
      yield { items, isCut: false };
    })();
    const output = new Output(terminal, Boolean(list.opts<{ json?: boolean }>().json));
    await output.list(pages, ['name', 'url', 'ecosystem', 'current']);
  });

  const use = profile.command('use <name>').description('make it the current one');
  addExamples(use, ['tokenwright profile use acme']);
  use.action((name: string) => {
    profiles.use(name);
    terminal.say(`The current profile is ${name}.`);
  });
}

function holderOf({ holder, ecosystemId }: SelfView): string {
  if (ecosystemId === null) return `an ${holder}`;
  return `a ${holder} of the ecosystem ${ecosystemId}`;
}

/** The token would travel where anybody on the way can read it. */
function warnOfPlainHttp(terminal: Terminal, url: string): void {
  const { protocol, hostname } = new URL(url);
  const isNear = /^(localhost|127(\.\d+){3}|\[::1\]|.+\.localhost)$/.test(hostname);
  if (protocol === 'http:' && !isNear) {
    terminal.say(
      terminal.paint('yellow', `${url} is not encrypted: whoever is on the way can read the token.`),
    );
  }
}
