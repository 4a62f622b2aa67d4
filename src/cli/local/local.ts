import { Argument, type Command } from 'commander';
import { addExamples } from '../examples.js';
import { exits, Stop } from '../exit.js';
import type { Terminal } from '../terminal.js';

/** `tokenwright start`, `migrate`, `doctor`: the service itself. It is loaded when it is needed: the other commands are quick. */
export function addLocalCommands(program: Command, terminal: Terminal): void {
  const start = program
    .command('start')
    .description('start the service; it is configured by environment variables, as the README lists them');
  addExamples(start, [
    'tokenwright start',
    'DATABASE_URL=postgres://tokenwright@db.acme.example/tokenwright WORKERS=4 tokenwright start',
  ]);
  start.action(async () => {
    await import('../../main.js');
  });

  const migrate = program
    .command('migrate')
    .description('bring the schema of the database up to date, look at it, or take the last step back')
    .addArgument(new Argument('[verb]', 'what to do').choices(['up', 'status', 'revert']).default('up'));
  addExamples(migrate, ['tokenwright migrate', 'tokenwright migrate status']);
  migrate.action(async (verb: 'up' | 'status' | 'revert') => {
    const { explain } = await import('../../say.js');
    const { migrate: work } = await import('./migrate.js');
    try {
      for (const line of await work(verb, terminal.env)) await terminal.print(line);
    } catch (error) {
      throw new Stop(exits.failed, explain(error));
    }
  });

  const doctor = program
    .command('doctor')
    .description('look at configuration, database, Redis, clock and connections, and say what to do')
    .option('--json', 'answer for programs');
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
