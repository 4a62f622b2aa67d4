import type { Reply } from '../../support/service.js';
import { callers } from './tenant-matrix.callers.js';
import { type Matrix, newMatrix, type Row, variants } from './tenant-matrix.js';
import { expectedOf, facts, type Outcome } from './tenant-matrix.verdicts.js';

/** Every operation, asked by every kind of caller, about own, foreign and unknown things. */
let matrix: Matrix;

beforeAll(async () => {
  matrix = await newMatrix();
});
afterAll(() => matrix.close());

const named = ({ operation }: Row) => `${operation.method} ${operation.path}`;

function outcomeOf({ status }: Reply, expected: Outcome): Outcome {
  if (status < 400) return 'passes';
  // A hidden thing is told of as one that is not there, whatever status the dialect has for that.
  if (expected === 'hidden' && [400, 401, 403, 404, 422].includes(status)) return 'hidden';
  return status as Outcome;
}

it('lets pass whom it should, refuses whom it should, and tells no tenant that another tenant’s things are there', async () => {
  const wrong: object[] = [];
  let asked = 0;
  for (const row of matrix.rows) {
    for (const caller of callers) {
      const replies = new Map<string, Reply>();
      for (const variant of variants) {
        const reply = await matrix.ask(row, caller, variant);
        if (!reply) continue;
        asked += 1;
        replies.set(variant, reply);
        const expected = expectedOf(row, caller, variant, {
          ecosystem: matrix.names(row, 'ecosystem'),
          thing: matrix.names(row, 'thing'),
        });
        const outcome = outcomeOf(reply, expected);
        if (outcome !== expected) {
          wrong.push({ route: named(row), caller, variant, outcome, expected, status: reply.status });
        }
      }
      // What is foreign to this caller, and with what that must be the same, to the byte. To an account nothing is.
      if (caller.startsWith('account')) continue;
      const pairs = caller.startsWith('foreign')
        ? [['own', 'unknown ecosystem']]
        : [
            ['foreign ecosystem', 'unknown ecosystem'],
            ['foreign thing', 'unknown thing'],
          ];
      for (const [foreign, unknown] of pairs) {
        const [one, other] = [replies.get(foreign!), replies.get(unknown!)];
        if (!one || !other || matrix.meaning(one) === matrix.meaning(other)) continue;
        wrong.push({ route: named(row), caller, leak: [one.text, other.text] });
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(asked).toBeGreaterThan(4000);
});

it('has facts for operations that there are, and no others', () => {
  const known = matrix.rows.map(named);
  expect(Object.keys(facts).filter((one) => !known.includes(one))).toEqual([]);
});

it('would see a foreign thing told of in other words than an unknown one', async () => {
  const row = matrix.rows.find((one) => named(one) === 'GET /v1/ecosystems/{ecosystemId}/users/{userId}')!;
  const hidden = (await matrix.ask(row, 'server', 'foreign thing'))!;
  const unknown = (await matrix.ask(row, 'server', 'unknown thing'))!;
  expect(matrix.meaning(hidden)).toBe(matrix.meaning(unknown));
  expect(matrix.meaning({ ...hidden, status: 403 })).not.toBe(matrix.meaning(unknown));
  expect(matrix.meaning({ ...hidden, text: `${hidden.text} ` })).not.toBe(matrix.meaning(unknown));
});
