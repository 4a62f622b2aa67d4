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

/** `tokenwright login`, `logout`, `whoami`, `profile …`: the stored services and tokens. */
export function addLoginCommands(program: Command, terminal: Terminal): void {
  const profiles = new Profiles(terminal.env);

  const login = program
    .command('login')
    .description('store a token, read from standard input, for later commands')
    .option('--ecosystem <id>', 'the default ecosystem of this profile');
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
      terminal.say('TOKENWRIGHT_TOKEN is set and takes precedence, unless you give --profile.');
    }
  });

  const logout = program
    .command('logout')
    .description('remove a profile; its token stays live until it is revoked')
    .option('--profile <name>', 'the profile; the current one by default');
  addExamples(logout, ['tokenwright logout', 'tokenwright logout --profile acme']);
  logout.action(() => {
    const name = logout.opts<ConnectionOptions>().profile ?? profiles.current;
    profiles.remove(name);
    terminal.say(`Removed the profile ${name}.`);
  });

  remote(program, terminal, {
    usage: 'whoami',
    says: 'show whose token this is, and its permissions',
    examples: ['tokenwright whoami', 'tokenwright whoami --profile acme --json'],
    async run({ client, output }) {
      await output.item(await client.self());
    },
  });

  const profile = program.command('profile').description('the profiles that login stored');
  addExamples(profile, ['tokenwright profile list']);
  const list = profile
    .command('list')
    .description('list profiles')
    .option('--json', 'print JSON for programs');
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

  const use = profile.command('use <name>').description('make a profile the current one');
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

/** Without TLS the network can read the token. */
function warnOfPlainHttp(terminal: Terminal, url: string): void {
  const { protocol, hostname } = new URL(url);
  const isNear = /^(localhost|127(\.\d+){3}|\[::1\]|.+\.localhost)$/.test(hostname);
  if (protocol === 'http:' && !isNear) {
    terminal.say(
      terminal.paint('yellow', `${url} is not encrypted: anybody on the network path can read the token.`),
    );
  }
}
