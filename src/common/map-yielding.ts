import { setImmediate } from 'node:timers/promises';

/** After so long, in ms, others have their turn. */
const turn = 10;

/** Maps one after the other, and yields to the event loop in between. */
export async function mapYielding<In, Out>(all: In[], handle: (one: In) => Out): Promise<Out[]> {
  const handled: Out[] = [];
  let begun = performance.now();
  for (const one of all) {
    if (performance.now() - begun > turn) {
      await setImmediate();
      begun = performance.now();
    }
    handled.push(handle(one));
  }
  return handled;
}
