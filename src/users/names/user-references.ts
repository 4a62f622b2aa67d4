import type { User } from '../user.entity.js';
import { type Reference, referenceOf } from './user-names.js';

const externalPrefix = 'external:';

/** The `externalId` in a reference `external:EXTERNAL_ID`; undefined for an id. */
export function externalIdIn(reference: string): string | undefined {
  return reference.startsWith(externalPrefix) ? reference.slice(externalPrefix.length) : undefined;
}

/**
 * Resolves references, each an `externalId` or an id, through `user_references`. Invalid references are
 * skipped.
 *
 * @param find loads the live users that these names reference
 */
export async function resolveUsers<Found extends Pick<User, 'id' | 'externalId'>>(
  references: string[],
  find: (names: Reference[]) => Promise<Found[]>,
): Promise<Map<string, Found>> {
  const normal = new Map(references.map((reference) => [reference, referenceOf(reference)]));
  const names = new Set([...normal.values()].filter((name) => name !== undefined));
  const found = names.size > 0 ? await find([...names]) : [];
  const byName = new Map<string, Found>(found.map((user) => [user.externalId ?? user.id, user]));
  // An id wins over another user's former externalId.
  for (const user of found) byName.set(user.id, user);
  const named = [...normal].map(([reference, name]) => [reference, name && byName.get(name)] as const);
  return new Map(named.filter((one): one is [string, Found] => one[1] !== undefined));
}
