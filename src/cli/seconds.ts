import { InvalidArgumentError } from 'commander';

const units: Record<string, number> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 };

/** Seconds, or a number with a unit: `3600`, `90s`, `15m`, `1h`, `30d`. */
export function seconds(text: string): number {
  const [, number, unit] = /^(\d{1,12})([smhd]?)$/.exec(text) ?? [];
  if (number === undefined) {
    throw new InvalidArgumentError('It must be a number of seconds, or such as 90s, 15m, 1h, 30d.');
  }
  return Number(number) * units[unit!]!;
}
