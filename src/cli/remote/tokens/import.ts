import { type Command, Option } from 'commander';
import { type ImportResult, JsonText } from '../../../../packages/client/src/index.js';
import { exits, Stop } from '../../exit.js';
import { Progress } from '../../progress.js';
import { cell } from '../../tables.js';
import type { Terminal } from '../../terminal.js';
import { patient } from '../client.js';
import { type Call, remote, wholeNumber } from '../command.js';
import { stopOf } from '../refusal.js';
import { goOn, interruptible, type Line, LineSource } from './lines.js';

/** Maximum size of one request. */
const limits = { lines: 10_000, bytes: 8 * 1024 * 1024 };

/** `tokenwright import`: imports tokens of another system by their hashes. */
export function addImportCommand(program: Command, terminal: Terminal): void {
  remote(program, terminal, {
    usage: 'import <file>',
    says: 'import tokens of another system, one JSON document a line; - is standard input',
    examples: [
      'tokenwright import tokens.ndjson --ecosystem acme',
      'tokenwright import tokens.ndjson --from 250001',
      'zcat tokens.ndjson.gz | tokenwright import - --json > results.ndjson',
    ],
    options: [
      new Option('--from <line>', 'continue with this line of the file').argParser(wholeNumber).default(1),
    ],
    isTenants: true,
    run: (call) => interruptible((signal) => importLines(call, signal)),
  });
}

async function importLines(call: Call, signal: AbortSignal) {
  const { args, options, client, url, terminal, output, ecosystemId } = call;
  const source = LineSource.open(args[0]!, terminal);
  const id = await ecosystemId();
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

  async function ask(lines: Line[]): Promise<ImportResult[]> {
    const sent = lines.map(({ text }) => new JsonText(text));
    const results: ImportResult[] = [];
    try {
      for await (const result of client.tokens.import(id, sent, { ...patient, signal })) results.push(result);
    } catch (error) {
      return goOn(stopOf(error, url), lines[0]!);
    }
    return inFile(results, lines);
  }
}

/** Replaces the line numbers of the request by those of the file. */
function inFile(results: ImportResult[], lines: Line[]): ImportResult[] {
  if (results.length !== lines.length) {
    throw new Stop(exits.failed, `The service answered ${results.length} of ${lines.length} lines.`);
  }
  return results.map((result, index) => ({ ...result, line: lines[index]!.number }));
}
