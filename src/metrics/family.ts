import type { Histogram } from '../common/histogram.js';

/** Labels of a series. They hold only Tokenwright's own values, never a client's text. */
export type Labels = Record<string, string>;

/**
 * One series. A distribution has a count for each bucket; the last one is unbounded. Bounds and sum in
 * seconds.
 */
export type Sample =
  { labels: Labels; value: number } | { labels: Labels; counts: number[]; bounds: number[]; sum: number };

/** All series of one metric, as plain data that processes can exchange. */
export interface Family {
  name: string;
  help: string;
  type: 'counter' | 'gauge' | 'histogram';
  samples: Sample[];
}

export function counter(name: string, help: string, samples: Sample[]): Family {
  return { name, help, type: 'counter', samples };
}

export function gauge(name: string, help: string, samples: Sample[]): Family {
  return { name, help, type: 'gauge', samples };
}

export function histogram(name: string, help: string, samples: Sample[]): Family {
  return { name, help, type: 'histogram', samples };
}

/** One series, or none when the value is unknown. */
export function single(value: number | undefined): Sample[] {
  return value === undefined ? [] : [{ labels: {}, value }];
}

export function distribution({ counts, bounds, sum }: Histogram, labels: Labels = {}): Sample {
  return { labels, counts: [...counts], bounds: bounds.map((bound) => bound / 1000), sum: sum / 1000 };
}

/** Merges the families of several processes. Each series gets the label `worker`. */
export function merged(processes: { worker: string; families: Family[] }[]): Family[] {
  const all = new Map<string, Family>();
  for (const { worker, families } of processes) {
    for (const family of families) {
      const marked = family.samples.map((sample) => ({ ...sample, labels: { ...sample.labels, worker } }));
      const known = all.get(family.name);
      if (known) known.samples.push(...marked);
      else all.set(family.name, { ...family, samples: marked });
    }
  }
  return [...all.values()];
}
