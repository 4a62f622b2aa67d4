import type { Random } from '../../support/random.js';
import type { Timed } from './timing.js';

/** How unlikely a difference must be by chance before it counts. */
const alpha = 1e-6;

/** What pairs of times say of two things. */
export interface Difference {
  pairs: number;
  /** In what part of the pairs the first took longer: ½ when it makes no difference. */
  longer: number;
  /** By how much the first took longer in the middle of the pairs, in µs. */
  medianUs: number;
  /** How likely signs as uneven as these are when it makes no difference (exact, two-sided). */
  p: number;
}

/**
 * Times two things in pairs, in an order that is drawn anew for each. When it makes no difference which of the two is
 * asked, the sign of each pair is that draw and nothing else: a busy machine, a pause or a slow minute cannot make them
 * uneven, but only hide a difference.
 *
 * @param drawn the two things of the next pair
 */
export async function signsOf(
  drawn: (random: Random) => readonly [one: Timed, other: Timed],
  pairs: number,
  random: Random,
): Promise<Difference> {
  const differences: number[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    const [one, other] = drawn(random);
    const isFirst = random.next() < 0.5;
    const [first, second] = isFirst ? [one, other] : [other, one];
    const start = performance.now();
    await first();
    const middle = performance.now();
    await second();
    const end = performance.now();
    const [before, after] = [middle - start, end - middle];
    differences.push(isFirst ? before - after : after - before);
  }
  const decided = differences.filter((difference) => difference !== 0);
  const longer = decided.filter((difference) => difference > 0).length;
  const median = [...differences].sort((a, b) => a - b)[Math.floor(pairs / 2)]!;
  return {
    pairs: decided.length,
    longer: longer / decided.length,
    medianUs: Math.round(median * 1000),
    p: signTest(longer, decided.length),
  };
}

/** Whether the signs differ by more than chance. */
export const differs = ({ p }: Difference) => p < alpha;

/**
 * The difference, when two series in a row show it and in the same direction: by chance one run in a million million does.
 */
export async function sureDifference(measure: () => Promise<Difference>): Promise<Difference | undefined> {
  const first = await measure();
  if (!differs(first)) return undefined;
  const second = await measure();
  return differs(second) && first.longer > 0.5 === second.longer > 0.5 ? second : undefined;
}

/** How likely at least this uneven a number of heads is among so many throws of a fair coin. */
export function signTest(heads: number, throws: number): number {
  const fewer = Math.min(heads, throws - heads);
  // Logarithms, since a single term of many throws is smaller than any number.
  let term = -throws * Math.LN2;
  let sum = 0;
  for (let count = 0; count <= fewer; count += 1) {
    sum += Math.exp(term);
    term += Math.log(throws - count) - Math.log(count + 1);
  }
  return Math.min(1, 2 * sum);
}
