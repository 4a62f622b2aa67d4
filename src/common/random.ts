import { randomFillSync } from 'node:crypto';

const pool = Buffer.alloc(8192);
let taken = pool.length;

/** One call to the system's generator serves some hundred askers; what was taken is wiped from the pool. */
export function takeRandom(into: Uint8Array): void {
  if (taken + into.length > pool.length) {
    randomFillSync(pool);
    taken = 0;
  }
  pool.copy(into, 0, taken, taken + into.length);
  pool.fill(0, taken, taken + into.length);
  taken += into.length;
}
