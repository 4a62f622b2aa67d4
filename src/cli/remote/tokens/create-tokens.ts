import { type Command, Option } from 'commander';
import type { UserMintedView } from '../../../../packages/client/src/index.js';
import { Progress } from '../../progress.js';
import type { Terminal } from '../../terminal.js';
import { patient } from '../client.js';
import { type Call, remote, wholeNumber } from '../command.js';
import { stopOf } from '../refusal.js';
import { goOn, interruptible, type Line, LineSource } from './lines.js';
import { lifetimeOptions, mintRequest } from './mint.js';

/** Maximum size of one request. */
const limits = { lines: 10_000, bytes: 2 * 1024 * 1024 };

/** `tokenwright user create-tokens`: a token for each of many users. */
export function addCreateTokensCommand(user: Command, terminal: Terminal): void {
  remote(user, terminal, {
    usage: 'create-tokens <file>',
    says: 'mint a token for each user id in a file, one a line; - is standard input',
    examples: [
      'tokenwright user create-tokens ids.txt --expiry SlidingTtl --ttl 30d > secrets.tsv',
      'tokenwright user list --all --json | jq -r .id | tokenwright user create-tokens - --json',
    ],
    options: [
      ...lifetimeOptions(),
      new Option('--from <line>', 'continue with this line of the file').argParser(wholeNumber).default(1),
    ],
    isTenants: true,
    run: (call) => interruptible((signal) => createTokens(call, signal)),
  });
}

async function createTokens(call: Call, signal: AbortSignal) {
  const { args, options, client, url, terminal, output, ecosystemId } = call;
  const source = LineSource.open(args[0]!, terminal);
  const id = await ecosystemId();
  const progress = new Progress(terminal, 'Reading');
  let count = 0;
  try {
    for await (const { lines, share } of source.batches(limits, options.from, signal)) {
      progress.show(`Lines ${lines[0]!.number} to ${lines.at(-1)!.number} are under way`);
      for (const minted of await ask(lines)) {
        const { userId, token, secret } = minted;
        await terminal.print(output.isJson ? JSON.stringify(minted) : `${userId}\t${token.id}\t${secret}`);
      }
      count += lines.length;
      progress.show(`Line ${lines.at(-1)!.number}${share}: ${count} minted`);
    }
  } finally {
    progress.clear();
    terminal.say(`${count} minted.`);
  }

  async function ask(lines: Line[]): Promise<UserMintedView[]> {
    const userIds = lines.map(({ text }) => text);
    try {
      return await client.tokens.mintMany(id, { ...mintRequest(options), userIds }, { ...patient, signal });
    } catch (error) {
      return goOn(stopOf(error, url), lines[0]!);
    }
  }
}
