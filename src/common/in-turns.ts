import { setImmediate } from 'node:timers/promises';

/** Handles one after the other; others have their turn in between. */
export async function mapInTurns<In, Out>(all: In[], handle: (one: In) => Out): Promise<Out[]> {
  const handled: Out[] = [];
  for (const one of all) {
    if (handled.length % 500 === 499) await setImmediate();
    handled.push(handle(one));
  }
  return handled;
}
