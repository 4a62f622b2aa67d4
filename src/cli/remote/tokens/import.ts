import { type Command, Option } from 'commander';
import { exits, Stop } from '../../exit.js';
import { Progress } from '../../progress.js';
import { cell } from '../../tables.js';
import type { Terminal } from '../../terminal.js';
import { type Call, remote, wholeNumber } from '../command.js';
import { goOn, interruptible, type Line, LineSource } from './lines.js';

/** What the service takes in one request. */
const limits = { lines: 10_000, bytes: 8 * 1024 * 1024 };

/** What became of one line. */
interface Outcome {
  line: number;
  result: 'imported' | 'present' | 'refused';
  tokenId?: string;
  code?: string;
  detail?: string;
}

/** `tokenwright import`: tokens of another system, known by their hashes. */
export function addImportCommand(program: Command, terminal: Terminal): void {
  remote(program, terminal, {
    usage: 'import <file>',
    says: 'take over tokens of another system, one JSON document a line; - is standard input',
    examples: [
      'tokenwright import tokens.ndjson --ecosystem acme',
      'tokenwright import tokens.ndjson --from 250001',
      'zcat tokens.ndjson.gz | tokenwright import - --json > results.ndjson',
    ],
    options: [
      new Option('--from <line>', 'go on with this line of the file').argParser(wholeNumber).default(1),
    ],
    isTenants: true,
    run: (call) => interruptible((signal) => importLines(call, signal)),
  });
}

async function importLines({ args, options, service, terminal, output, tenant }: Call, signal: AbortSignal) {
  const source = LineSource.open(args[0]!, terminal);
  const path = `${await tenant()}/tokens/import`;
  const counts = { imported: 0, present: 0, refused: 0 };
  const progress = new Progress(terminal, 'Reading');
  const say = (text: string) => {
    progress.clear();
    terminal.say(text);
  };
  const summary = () =>
    `${counts.imported} imported, ${counts.present} present before, ${counts.refused} refused`;
  try {
    for await (const { lines, share } of source.batches(limits, options.from, signal)) {
      progress.show(`Lines ${lines[0]!.number} to ${lines.at(-1)!.number} are under way`);
      const outcomes = await ask(lines);
      for (const outcome of outcomes) {
        counts[outcome.result] += 1;
        if (output.isJson) await terminal.print(JSON.stringify(outcome));
        if (outcome.result === 'refused') {
          say(`Line ${outcome.line}: ${cell(outcome.detail)} (${cell(outcome.code)})`);
        }
      }
      progress.show(`Line ${lines.at(-1)!.number}${share}: ${summary()}`);
    }
  } finally {
    say(`${summary()}.`);
  }
  if (counts.refused > 0) throw new Stop(exits.no, 'Lines were refused: correct them and import them again.');

  /** A request that failed on its way is sent again: what it did import is present then. */
  async function ask(lines: Line[]): Promise<Outcome[]> {
    try {
      const text = lines.map((line) => `${line.text}\n`).join('');
      const accept = 'application/x-ndjson, application/problem+json';
      const answer = await service.insist<string>('POST', path, { lines: text, accept, signal });
      return outcomesOf(answer, lines);
    } catch (error) {
      return goOn(error, lines[0]!);
    }
  }
}

/** The service counts the lines of the request; people want those of the file. */
function outcomesOf(answer: string, lines: Line[]): Outcome[] {
  const outcomes = answer
    .split('\n')
    .filter((text) => text !== '')
    .map((text) => JSON.parse(text) as Outcome);
  if (outcomes.length !== lines.length) {
    throw new Stop(exits.failed, `The service answered ${outcomes.length} of ${lines.length} lines.`);
  }
  return outcomes.map((outcome, index) => ({ ...outcome, line: lines[index]!.number }));
}
