import { Calls } from '../../packages/client/src/calls.js';
import { TokenwrightError } from '../../packages/client/src/error.js';
import { promised, routes } from '../../packages/client/src/native.generated.js';
import type { Operation } from '../../packages/client/src/operations.js';
import { Transport } from '../../packages/client/src/transport.js';
import { type Line, openLine } from './line.js';

/** What others answer with, in the place of Tokenwright. */
const foreign: [string, Record<string, string>, string][] = [
  ['HTML', { 'content-type': 'text/html; charset=utf-8' }, '<h1>Welcome</h1>'],
  ['HTML that calls itself JSON', { 'content-type': 'application/json' }, '<h1>Welcome</h1>'],
  ['text', { 'content-type': 'text/x-other' }, 'Welcome'],
  ['nothing', {}, ''],
  ['nothing, as JSON', { 'content-type': 'application/json' }, ''],
  ['true', { 'content-type': 'application/json' }, 'true'],
  ['null', { 'content-type': 'application/json' }, 'null'],
  ['a list', { 'content-type': 'application/json' }, '[]'],
  ['an object of others', { 'content-type': 'application/json' }, '{"ok":true}'],
];

describe('somebody else’s success in the place of Tokenwright’s', () => {
  let line: Line;
  let calls: Calls;

  beforeAll(async () => {
    line = await openLine('http://127.0.0.1:1');
    calls = new Calls(new Transport({ baseUrl: line.base, secret: 'tw', retries: 0 }));
  });
  afterAll(() => line.close());

  const path = new Proxy({}, { get: () => 'x' }) as Record<string, string>;
  const outcomeOf = async (work: Promise<unknown>) =>
    work.then(
      (value) => ({ resolved: value }),
      (error: unknown) => (error instanceof TokenwrightError ? error.code : error),
    );
  const operations = Object.keys(routes) as Operation[];
  const isOfLines = (operation: Operation) =>
    Object.values(promised[operation]).includes('application/x-ndjson');

  it.each(foreign)('%s is an unexpected answer to every operation', async (_, headers, body) => {
    for (const operation of operations.filter((one) => !isOfLines(one))) {
      const statuses = Object.keys(promised[operation]).map(Number);
      for (const status of body === '' ? statuses : [200]) {
        // RFC 9110 has 204 without a body, whoever sends it.
        if (
          Object.values(promised[operation])[0] === 'text/html' &&
          headers['content-type']?.startsWith('text/html')
        )
          continue;
        line.faults = [{ status, headers, body }];
        const outcome = await outcomeOf(calls.ask(operation, { path } as never));
        expect({ operation, outcome }).toEqual({ operation, outcome: 'unexpected-answer' });
      }
    }
  });

  it.each(foreign)('%s is an unexpected answer to what answers lines', async (_, headers, body) => {
    for (const operation of operations.filter(isOfLines)) {
      line.faults = [{ status: 200, headers, body }];
      const outcome = await outcomeOf(calls.lines(operation, { path }).next());
      expect({ operation, outcome }).toEqual({ operation, outcome: 'unexpected-answer' });
    }
  });

  it('a field of another kind is one too', async () => {
    line.faults = [
      { status: 200, headers: { 'content-type': 'application/json' }, body: '{"active":"yes"}' },
    ];
    const outcome = await outcomeOf(calls.ask('introspectToken', { body: { token: 'x' } }));
    expect(outcome).toBe('unexpected-answer');
  });
});
