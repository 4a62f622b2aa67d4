import { type CallOptions, type List, type Page, Tokenwright } from '../../../packages/client/src/index.js';
import { exits, Stop } from '../exit.js';
import { demandTokenwright } from './sign-in/who-answers.js';

/** Longest time that one attempt may take, in ms: a request for 10,000 tokens is answered at its end. */
const timeout = 300_000;

/** For long work, which should survive a restart of the service. Other commands fail at once and show why. */
export const patient: CallOptions = { retries: 7, minDelay: 500, maxDelay: 60_000 };

const longestPage = 200;

/** Calls a `list` method of the client. */
type Lister<T> = (size: { limit: number }, options?: CallOptions) => List<T>;

/**
 * The client of a running service. Before it sends the token for the first time, it checks that Tokenwright answers there:
 * another program may have taken the port since the last command.
 *
 * @throws Stop when the token cannot be sent in a header
 */
export function clientOf(url: string, token: string): Tokenwright {
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new Stop(exits.notSignedIn, 'The token holds white space or characters that no token has.');
  }
  let isKnown = false;
  const secret = async () => {
    if (!isKnown) await demandTokenwright(url);
    isKnown = true;
    return token;
  };
  return new Tokenwright({ baseUrl: url, secret, timeout, retries: 0, warn: () => undefined });
}

/** The pages of a list, up to `limit` items; `isCut` when there are more. */
export async function* pagesOf<T>(
  list: Lister<T>,
  limit: number,
): AsyncGenerator<{ items: T[]; isCut: boolean }> {
  let left = limit;
  for await (const { data, page } of allPages(list, { limit: Math.min(limit, longestPage) })) {
    const items = data.slice(0, left);
    left -= items.length;
    const isMore = page.nextCursor !== null || items.length < data.length;
    yield { items, isCut: left <= 0 && isMore };
    if (left <= 0) return;
  }
}

async function* allPages<T>(list: Lister<T>, size: { limit: number }): AsyncGenerator<Page<T>> {
  const first = await list(size).page();
  yield first;
  const { nextCursor } = first.page;
  // Retry once the list has begun, so that a broken connection does not waste the earlier pages.
  if (nextCursor !== null) yield* list(size, patient).pages(nextCursor);
}
