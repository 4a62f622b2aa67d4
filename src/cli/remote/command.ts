import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Tokenwright } from '../../../packages/client/src/index.js';
import { addExamples } from '../examples.js';
import { exits, Stop } from '../exit.js';
import { Output } from '../output.js';
import type { Terminal } from '../terminal.js';
import { clientOf } from './client.js';
import { stopOf } from './refusal.js';
import { type ConnectionOptions, connectionOf } from './sign-in/connection.js';

/** What a command that asks a service is handed. */
export interface Call {
  args: string[];
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each command knows what it declared
  options: any;
  client: Tokenwright;
  /** Address of the service. */
  url: string;
  terminal: Terminal;
  output: Output;
  /** Id of the ecosystem that is meant: named, or the token's own, or `default`. */
  ecosystemId(): Promise<string>;
}

/** A command that asks a running service. */
export interface RemoteCommand {
  /** Name and arguments, as commander writes them. */
  usage: string;
  says: string;
  examples: string[];
  options?: Option[];
  /** Whether it is about one ecosystem. */
  isTenants?: boolean;
  /** Whether it shows a list, of which a part may be wanted. */
  isList?: boolean;
  run(call: Call): Promise<void>;
}

/** A secret of the native shape: it has no place in an argument, which others on the machine can read. */
const secretShape = /^tw_[a-z]_/;

export function remote(parent: Command, terminal: Terminal, spec: RemoteCommand): Command {
  const command = parent.command(spec.usage).description(spec.says);
  for (const option of spec.options ?? []) command.addOption(option);
  if (spec.isList) {
    command.addOption(new Option('--limit <number>', 'show so many').default(50).argParser(wholeNumber));
    command.addOption(new Option('--all', 'show all').conflicts('limit'));
  }
  command.option('--json', 'answer for programs');
  command.optionsGroup('Whom to ask:');
  if (spec.isTenants)
    command.option('--ecosystem <id>', 'the ecosystem; else the profile’s, the token’s own, or default');
  addConnectionOptions(command);
  addExamples(command, spec.examples);
  return command.action(async () => {
    const options = command.opts<ConnectionOptions & { json?: boolean }>();
    if (command.args.some((arg) => secretShape.test(arg))) {
      throw new Stop(
        exits.usage,
        'That is a secret, and secrets are read from standard input: as an argument it is seen by others on this ' +
          'machine and kept by your shell. Revoke it if they matter.',
      );
    }
    const { url, token, ecosystem, isKnown } = connectionOf(options, terminal.env);
    const client = clientOf(url, token, isKnown);
    const call: Call = {
      args: command.args,
      options,
      client,
      url,
      terminal,
      output: new Output(terminal, Boolean(options.json)),
      ecosystemId: async () => ecosystem ?? (await client.self()).ecosystemId ?? 'default',
    };
    await spec.run(call).catch((error) => {
      throw stopOf(error, url);
    });
  });
}

export function addConnectionOptions(command: Command): void {
  command.option('--profile <name>', 'what was kept by login under this name');
  command.option('--url <address>', 'address of the service; also TOKENWRIGHT_URL');
}

export function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('It must be a whole number above 0.');
  return Number(text);
}

/** For an option that may be given several times, or once with commas between. */
export function several(text: string, before: string[] | undefined): string[] {
  return [...(before ?? []), ...text.split(',').filter((part) => part !== '')];
}

/** How much of a list is wanted. */
export function limitOf({ all, limit }: { all?: boolean; limit: number }): number {
  return all ? Infinity : limit;
}
