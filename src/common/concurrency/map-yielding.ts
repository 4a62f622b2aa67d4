import { setImmediate } from 'node:timers/promises';

/** Maximum time without yielding, in ms. */
const longestTurn = 10;

/** Maps synchronously, yielding to the event loop in between. */
export async function mapYielding<In, Out>(all: In[], handle: (one: In) => Out): Promise<Out[]> {
  const handled: Out[] = [];
  let begun = performance.now();
  for (const one of all) {
    if (performance.now() - begun > longestTurn) {
      await setImmediate();
      begun = performance.now();
    }
    handled.push(handle(one));
  }
  return handled;
}
