/** How long something takes, in ms. */
export type Timed = () => Promise<unknown>;

/** The share of the slowest measurements that is left aside: they tell of the machine. */
const trimmed = 0.2;

/**
 * Welch's t of two things that are measured in turn, in pairs whose order is drawn, so that whatever else the machine
 * does meets both alike. Far from 0 means that they do not take the same time.
 */
export async function welchT(one: Timed, other: Timed, pairs: number): Promise<number> {
  const times: [number[], number[]] = [[], []];
  const both = [one, other];
  for (let pair = 0; pair < pairs; pair += 1) {
    const first = Math.random() < 0.5 ? 0 : 1;
    for (const which of [first, 1 - first] as (0 | 1)[]) {
      const start = performance.now();
      await both[which]!();
      times[which].push(performance.now() - start);
    }
  }
  const [a, b] = times.map(momentsOf) as [Moments, Moments];
  return (a.mean - b.mean) / Math.sqrt(a.variance / a.count + b.variance / b.count);
}

interface Moments {
  count: number;
  mean: number;
  variance: number;
}

function momentsOf(times: number[]): Moments {
  const kept = [...times].sort((a, b) => a - b).slice(0, Math.floor(times.length * (1 - trimmed)));
  const mean = kept.reduce((sum, time) => sum + time, 0) / kept.length;
  const variance = kept.reduce((sum, time) => sum + (time - mean) ** 2, 0) / (kept.length - 1);
  return { count: kept.length, mean, variance };
}

/** The smallest |t| of several runs: a real difference shows in every one, noise does not. */
export async function leastT(
  one: Timed,
  other: Timed,
  pairs: number,
  runs = 4,
  enough = 4.5,
): Promise<number> {
  let least = Infinity;
  for (let run = 0; run < runs && least >= enough; run += 1) {
    least = Math.min(least, Math.abs(await welchT(one, other, pairs)));
  }
  return least;
}
