import { Failure } from './failure.js';
import { type Permission, permissions } from './permission.js';

/** The authenticated caller; `system` is Tokenwright itself (first boot, pruner). */
export interface Caller {
  holder: 'account' | 'server' | 'user' | 'system';
  /** Id of the presented token; null for `system`. */
  tokenId: string | null;
  /** The only visible ecosystem; null for a caller that sees all. */
  ecosystemId: string | null;
  /** The user whose token was presented; null for other holders. */
  userId: string | null;
  permissions: readonly Permission[];
  /** The presented token's own permissions; null when it has all of its holder's. */
  narrowedTo: readonly Permission[] | null;
  /** The end of the presented token, as far as is known now; null for never, and for `system`. */
  endsAt: number | null;
  /** Whether the presented token was minted for a password, and not for another token. */
  isSignedIn: boolean;
  requestId: string | null;
  /** The client's address; null for `system`, and when it is unknown. */
  address: string | null;
}

export const systemCaller: Caller = {
  holder: 'system',
  tokenId: null,
  ecosystemId: null,
  userId: null,
  permissions,
  narrowedTo: null,
  endsAt: null,
  isSignedIn: false,
  requestId: null,
  address: null,
};

/** Names that are unique in the whole service: by taking one, a tenant could impersonate another. */
interface ServiceNames {
  ecosystemId?: string;
  domain?: string | null;
  userId?: string;
}

const wordsFor: Record<keyof ServiceNames, string> = {
  ecosystemId: 'choose the id of an ecosystem',
  domain: 'set the domain of an ecosystem',
  userId: 'choose the id of a user',
};

/** @throws Failure `wrong-holder` unless the caller sees all ecosystems, as only account tokens do */
export function demandAccount(caller: Caller, toDo = 'do this'): void {
  if (caller.ecosystemId === null) return;
  throw new Failure('wrong-holder', `Only an account token may ${toDo}`);
}

/**
 * Checks a change of names that are unique in the whole service, their removal included.
 *
 * @param names the names that the request sets; undefined for those that it leaves alone
 * @throws Failure `wrong-holder` when one is given and the caller is bound to one ecosystem
 */
export function demandMayName(names: ServiceNames, caller: Caller): void {
  for (const [name, value] of Object.entries(names) as [keyof ServiceNames, unknown][]) {
    if (value !== undefined) demandAccount(caller, wordsFor[name]);
  }
}
