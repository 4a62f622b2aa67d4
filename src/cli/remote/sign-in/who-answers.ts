import { exits, Stop } from '../../exit.js';

/** How long the service may take to say who it is, in ms. */
const patience = 10_000;

/**
 * Asks who answers at the address, without a secret: what listens there may be somebody else's service.
 *
 * @throws Stop when it is not Tokenwright, and as `fetch` when nothing answers
 */
export async function demandTokenwright(url: string): Promise<void> {
  const response = await fetch(`${url}/health/live`, {
    redirect: 'manual',
    signal: AbortSignal.timeout(patience),
  });
  const said = (await response.json().catch(() => undefined)) as { service?: unknown } | undefined;
  if (said?.service === 'tokenwright') return;
  throw new Stop(
    exits.unreachable,
    `Something else than Tokenwright answers at ${url}, so no token was sent there. Name the right address with --url.`,
  );
}
