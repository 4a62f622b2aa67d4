import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Tokenwright } from '../../../packages/client/src/index.js';
import { addExamples } from '../examples.js';
import { exits, Stop } from '../exit.js';
import { Output } from '../output.js';
import type { Terminal } from '../terminal.js';
import { clientOf } from './client.js';
import { stopOf } from './refusal.js';
import { type ConnectionOptions, connectionOf } from './sign-in/connection.js';

/** The input of a command that asks a service. */
export interface Call {
  args: string[];
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each command knows what it declared
  options: any;
  client: Tokenwright;
  /** Address of the service. */
  url: string;
  terminal: Terminal;
  output: Output;
  /** Id of the ecosystem to work in: the named one, else the token's own, else `default`. */
  ecosystemId(): Promise<string>;
}

/** A command that asks a running service. */
export interface RemoteCommand {
  /** Name and arguments in commander's syntax. */
  usage: string;
  says: string;
  examples: string[];
  options?: Option[];
  /** Whether it works in one ecosystem. */
  isTenants?: boolean;
  /** Whether it shows a list: adds `--limit` and `--all`. */
  isList?: boolean;
  /** Whether its secret comes by standard input, so that arguments are answered with how to do it. */
  isSecretRead?: boolean;
  run(call: Call): Promise<void>;
}

/** A native secret. Arguments must not hold one: other users of the machine can read them. */
const secretShape = /^tw_[a-z]_/;

export function remote(parent: Command, terminal: Terminal, spec: RemoteCommand): Command {
  const command = parent.command(spec.usage).description(spec.says);
  for (const option of spec.options ?? []) command.addOption(option);
  if (spec.isSecretRead) command.allowExcessArguments();
  if (spec.isList) {
    command.addOption(
      new Option('--limit <number>', 'show at most this many').default(50).argParser(wholeNumber),
    );
    command.addOption(new Option('--all', 'show all').conflicts('limit'));
  }
  command.option('--json', 'print JSON for programs');
  command.optionsGroup('Connection:');
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
    const { url, token, ecosystem } = connectionOf(options, terminal.env);
    const client = clientOf(url, token);
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
  command.option('--profile <name>', 'profile that login stored under this name');
  command.option('--url <address>', 'address of the service; also TOKENWRIGHT_URL');
}

export function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('It must be a whole number above 0.');
  return Number(text);
}

/** Parses an option that may be repeated, or given once with commas. */
export function several(text: string, before: string[] | undefined): string[] {
  return [...(before ?? []), ...text.split(',').filter((part) => part !== '')];
}

/** How many items of a list to show. */
export function limitOf({ all, limit }: { all?: boolean; limit: number }): number {
  return all ? Infinity : limit;
}
