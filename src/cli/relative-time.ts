const units = [
  ['year', 365 * 86_400_000],
  ['month', 30 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;
const words = new Intl.RelativeTimeFormat('en');

/**
 * A moment in words for people: `in 3 days`, `2 hours ago`.
 *
 * @param moment and `now` in ms since 1970
 */
export function relativeTime(moment: number, now: number): string {
  const distance = moment - now;
  if (distance <= 0 && distance > -60_000) return 'just now';
  const [unit, length] = units.find(([, size]) => Math.abs(distance) > size * 0.995) ?? units.at(-1)!;
  return words.format(Math.round(distance / length), unit);
}
