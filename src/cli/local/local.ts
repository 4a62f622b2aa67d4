import { Argument, type Command, Option } from 'commander';
import { addExamples } from '../examples.js';
import { exits, Stop } from '../exit.js';
import { seconds } from '../seconds.js';
import type { Terminal } from '../terminal.js';

/** `tokenwright start`, `migrate`, `doctor`. They load the service lazily, so that other commands start fast. */
export function addLocalCommands(program: Command, terminal: Terminal): void {
  const start = program
    .command('start')
    .description('start the service; environment variables configure it, see docs/configuration.md');
  addExamples(start, [
    'tokenwright start',
    'DATABASE_URL=postgres://tokenwright@db.acme.example/tokenwright WORKERS=4 tokenwright start',
  ]);
  start.action(async () => {
    await import('../../main.js');
  });

  const migrate = program
    .command('migrate')
    .description('update the schema of the database, show its status, or revert the last migration')
    .addArgument(new Argument('[verb]', 'action').choices(['up', 'status', 'revert']).default('up'))
    .option('--force', 'with revert: also while the service is connected');
  addExamples(migrate, ['tokenwright migrate', 'tokenwright migrate status']);
  migrate.action(async (verb: 'up' | 'status' | 'revert') => {
    const isForced = Boolean(migrate.opts<{ force?: boolean }>().force);
    const { explain } = await import('../../startup-errors.js');
    const { migrate: work } = await import('./migrate.js');
    try {
      for (const line of await work(verb, terminal.env, isForced)) await terminal.print(line);
    } catch (error) {
      throw new Stop(exits.failed, explain(error));
    }
  });

  const accountToken = program
    .command('account-token')
    .description('recover when no account token is left: works directly on the database, without a token');
  addExamples(accountToken, ['tokenwright account-token create']);
  const create = accountToken
    .command('create')
    .description('mint an account token with all permissions; needs access to the database and is audited')
    .option('--name <text>', 'name for people', 'Made by tokenwright account-token create')
    .addOption(new Option('--ttl <seconds>', 'lifetime, such as 1h; unlimited by default').argParser(seconds))
    .option('-q, --quiet', 'print the secret only');
  addExamples(create, [
    'tokenwright account-token create',
    'DATABASE_URL=postgres://tokenwright@db.acme.example/tokenwright tokenwright account-token create --ttl 1h',
  ]);
  create.action(async () => {
    const { explain } = await import('../../startup-errors.js');
    const { createAccountToken } = await import('./account-token.js');
    const { name, ttl, quiet } = create.opts<{ name: string; ttl?: number; quiet?: boolean }>();
    const made = await createAccountToken(name, ttl, terminal.env).catch((error) => {
      const hint = String(error).includes('database is locked')
        ? ' Stop it, and start it again afterwards.'
        : '';
      throw new Stop(exits.failed, `${explain(error)}${hint}`);
    });
    await terminal.print(quiet ? made.secret : `export TW=${made.secret}`);
    if (!quiet) {
      terminal.say(
        `Token ${made.id} in ${made.store}: it may do everything, and its secret is shown this once.`,
      );
    }
  });

  const doctor = program
    .command('doctor')
    .description('check configuration, database, Redis, clock and connections, and suggest remedies')
    .option('--json', 'print JSON for programs');
  addExamples(doctor, ['tokenwright doctor', 'tokenwright doctor --json']);
  doctor.action(async () => {
    const { examine } = await import('./doctor.js');
    const isJson = Boolean(doctor.opts<{ json?: boolean }>().json);
    let isWell = true;
    for await (const finding of examine(terminal.env)) {
      isWell &&= finding.state !== 'fault';
      if (isJson) await terminal.print(JSON.stringify(finding));
      else {
        const colour = { ok: 'green', warning: 'yellow', fault: 'red' }[finding.state] as 'green';
        const { about, says, remedy } = finding;
        const state = terminal.paintResult(colour, finding.state.padEnd(7));
        await terminal.print(`${state}  ${about}: ${says}${remedy ? `\n         ${remedy}` : ''}`);
      }
    }
    if (!isWell) throw new Stop(exits.no, 'There are faults.');
  });
}
