import { Failure } from './failure.js';
import type { Permission } from './permission.js';
import { permissions } from './permission.js';

/** Who is asking, after the guard; `system` is Tokenwright itself (first boot, pruner). */
export interface Caller {
  holder: 'account' | 'server' | 'user' | 'system';
  /** Record of the presented token; null for `system`. */
  tokenId: string | null;
  /** The only ecosystem that the caller may see; null for those who may see all. */
  ecosystemId: string | null;
  /** The user whose token was presented; null for other holders. */
  userId: string | null;
  permissions: readonly Permission[];
  /** The presented token's own permissions; null when it leaves the holder all of theirs. */
  narrowedTo: readonly Permission[] | null;
  /** When the presented token ends, as far as is known now; null for never, and for `system`. */
  endsAt: number | null;
  /** Whether the presented token was had for a password, and not for another token. */
  isSignedIn: boolean;
  requestId: string | null;
  /** From where the request came; null for `system`, and when that is not known. */
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

/** Names that are unique in the whole service: by taking one, a tenant could stand in the place of another. */
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

/** @throws Failure `wrong-holder` unless the caller may see all ecosystems, which only an account token does */
export function demandAccount(caller: Caller, toDo = 'do this'): void {
  if (caller.ecosystemId === null) return;
  throw new Failure('wrong-holder', `Only an account token may ${toDo}`);
}

/**
 * Every name of the service's own namespace is set through this check, also where it is taken away.
 *
 * @param names those that the request gives; undefined where it gives none
 * @throws Failure `wrong-holder` when one is given and the caller is bound to one ecosystem
 */
export function demandMayName(names: ServiceNames, caller: Caller): void {
  for (const [name, value] of Object.entries(names) as [keyof ServiceNames, unknown][]) {
    if (value !== undefined) demandAccount(caller, wordsFor[name]);
  }
}
