import { Command, CommanderError } from 'commander';
import { version } from '../common/version.js';
import { addCompletion } from './completion.js';
import { addExamples } from './examples.js';
import { exits, Stop } from './exit.js';
import { addLocalCommands } from './local/local.js';
import { addAuditCommands } from './remote/audit.js';
import { addCreateTokensCommand } from './remote/tokens/create-tokens.js';
import { addDemoCommand } from './remote/demo/demo.js';
import { addEcosystemCommands } from './remote/ecosystems.js';
import { addImportCommand } from './remote/tokens/import.js';
import { addKeyCommands } from './remote/tokens/keys.js';
import { addLoginCommands } from './remote/sign-in/login.js';
import { addRoleCommands } from './remote/roles.js';
import { addTokenCommands } from './remote/tokens/tokens.js';
import { addUserCommands } from './remote/users.js';
import { type Streams, Terminal } from './terminal.js';
import { aliasesOf, withHint } from './words.js';

const more = `
Environment:
  TOKENWRIGHT_URL        address of the service, http://localhost:3000 when unset
  TOKENWRIGHT_TOKEN      secret of the token to present; else the profile's (tokenwright login)
  TOKENWRIGHT_PROFILE    the profile to use
  TOKENWRIGHT_ECOSYSTEM  the ecosystem to work in
  NO_COLOR               no colours

Exit codes:
  0 done   1 failed   2 wrong usage   3 refused   4 not found   5 not signed in
  6 unreachable or unavailable   7 the answer is no   130 interrupted`;

/** The whole command line. */
export function buildProgram(terminal: Terminal): Command {
  const { stdout, stderr } = terminal.streams;
  const program = new Command('tokenwright')
    .description('mints, verifies, lists and revokes user tokens for many tenants')
    .version(version)
    .showSuggestionAfterError()
    .showHelpAfterError('(--help shows how to use it)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(text),
      outputError: (text, write) => write(withHint(text)),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });

  program.commandsGroup('On this machine:');
  addLocalCommands(program, terminal);
  program.commandsGroup('At a running service:');
  addLoginCommands(program, terminal);
  addDemoCommand(program, terminal);
  addEcosystemCommands(program, terminal);
  addCreateTokensCommand(addUserCommands(program, terminal), terminal);
  addTokenCommands(program, terminal);
  addKeyCommands(program, terminal);
  addRoleCommands(program, terminal);
  addAuditCommands(program, terminal);
  addImportCommand(program, terminal);
  program.commandsGroup('Other:');
  addCompletion(program, terminal);
  program.addHelpText('after', more);
  addAliases(program, []);
  addExamples(program, [
    'tokenwright start',
    'tokenwright login',
    'tokenwright user create-token customer-4711',
  ]);
  return program;
}

/** Other names are understood, and not shown: one name is taught. */
function addAliases(command: Command, words: string[]): void {
  for (const child of command.commands) {
    const path = [...words, child.name()];
    child.aliases(aliasesOf(path));
    addAliases(child, path);
  }
}

/** Parses the arguments and runs the command. Never throws: it writes the error and returns the exit code. */
export async function run(args: string[], streams: Streams): Promise<number> {
  const terminal = new Terminal(streams);
  try {
    await buildProgram(terminal).parseAsync(args, { from: 'user' });
    return exits.done;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exits.done : exits.usage;
    const stop = error instanceof Stop ? error : new Stop(exits.failed, (error as Error).message);
    if (stop.problem && args.includes('--json')) terminal.say(JSON.stringify(stop.problem));
    else terminal.say(`${terminal.paint('red', 'tokenwright:')} ${stop.message}`);
    return stop.exitCode;
  }
}
