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
  requestId: null,
  address: null,
};
