/** A length in ms as whole seconds, rounded up: rotations and imports make fractions. Null stays null. */
export function wholeSeconds(ms: number): number;
export function wholeSeconds(ms: number | null): number | null;
export function wholeSeconds(ms: number | null): number | null {
  return ms === null ? null : Math.ceil(ms / 1000);
}
