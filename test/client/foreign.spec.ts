import { Calls } from '../../packages/client/src/calls.js';
import { TokenwrightError } from '../../packages/client/src/error.js';
import { promised, routes } from '../../packages/client/src/native.generated.js';
import type { Operation } from '../../packages/client/src/operations.js';
import { Tokens } from '../../packages/client/src/tokens.js';
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

  const json = { 'content-type': 'application/json' };
  const isOfItems = (operation: Operation) =>
    Object.values(promised[operation] as Record<number, string>).some((name) => name.endsWith('ListView'));
  const items = [
    '1',
    'null',
    '"x"',
    '{}',
    '[]',
    '{"ok":true}',
    '{"id":1}',
    '{"active":"yes"}',
    '{"name":null}',
  ];

  it.each(items)('a list with the item %s is one too, to every operation', async (item) => {
    const body = `{"data":[${item}],"page":{"nextCursor":null}}`;
    expect(operations.filter(isOfItems).length).toBeGreaterThan(9);
    for (const operation of operations.filter(isOfItems)) {
      line.faults = [{ status: Number(Object.keys(promised[operation])[0]), headers: json, body }];
      const outcome = await outcomeOf(calls.ask(operation, { path } as never));
      expect({ operation, outcome }).toEqual({ operation, outcome: 'unexpected-answer' });
    }
  });

  it.each(['{}', '{"nextCursor":1}', 'null', '[]'])(
    'a page that says %s of the next one is one too',
    async (page) => {
      line.faults = [{ status: 200, headers: json, body: `{"data":[],"page":${page}}` }];
      expect(await outcomeOf(calls.ask('listUsers', { path } as never))).toBe('unexpected-answer');
    },
  );

  it.each(items)('the line %s is one too', async (item) => {
    for (const operation of operations.filter(isOfLines)) {
      line.faults = [{ status: 200, headers: { 'content-type': 'application/x-ndjson' }, body: `${item}\n` }];
      const outcome = await outcomeOf(calls.lines(operation, { path }).next());
      expect({ operation, outcome }).toEqual({ operation, outcome: 'unexpected-answer' });
    }
  });

  it.each(['1', 'null', '"x"', '[]'])('the line %s is none of an exchange', async (item) => {
    line.faults = [{ status: 200, headers: { 'content-type': 'application/x-ndjson' }, body: `${item}\n` }];
    expect(await outcomeOf(calls.exchange(['GET', '/v1/x']).next())).toBe('unexpected-answer');
  });

  it.each([0, 1, 3])('%i answers to two questions are one too', async (count) => {
    const tokens = new Tokens(calls);
    const data = Array<object>(count).fill({ active: true });
    line.faults = [{ status: 200, headers: json, body: JSON.stringify({ data }) }];
    expect(await outcomeOf(tokens.introspectMany(['a', 'b']))).toBe('unexpected-answer');
    if (count > 0) return;
    line.faults = [{ status: 201, headers: json, body: JSON.stringify({ data }) }];
    expect(await outcomeOf(tokens.mintMany('default', { userIds: ['a', 'b'] }))).toBe('unexpected-answer');
  });
});
