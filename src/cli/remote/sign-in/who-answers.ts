import { Tokenwright, TokenwrightError } from '../../../../packages/client/src/index.js';
import { exits, Stop } from '../../exit.js';

/** Longest time for the answer, in ms. */
const timeout = 10_000;

/**
 * Checks, without sending a secret, that Tokenwright answers at the address: another service may listen there.
 *
 * @throws Stop when it is not Tokenwright, and TokenwrightError when nothing answers
 */
export async function demandTokenwright(url: string): Promise<void> {
  const open = new Tokenwright({ baseUrl: url, timeout, retries: 0 });
  const live = await open.health.live().catch((error: unknown) => {
    const isSilent = error instanceof TokenwrightError && error.status === undefined;
    if (isSilent) throw error;
    return undefined;
  });
  if (live?.service === 'tokenwright') return;
  throw new Stop(
    exits.unreachable,
    `Something else than Tokenwright answers at ${url}, so no token was sent there. Name the right address with --url.`,
  );
}
