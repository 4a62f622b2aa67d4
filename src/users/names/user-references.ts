import type { User } from '../user.entity.js';
import { type Reference, referenceOf } from './user-names.js';

/**
 * Those whom these references name, each by its `externalId` or by our `id`: `user_references` has both, each name once in
 * an ecosystem. What can be no reference is not looked for.
 *
 * @param find the live users whom the rows of `user_references` with these names mean
 */
export async function resolveUsers<Found extends Pick<User, 'id' | 'externalId'>>(
  references: string[],
  find: (names: Reference[]) => Promise<Found[]>,
): Promise<Map<string, Found>> {
  const normal = new Map(references.map((reference) => [reference, referenceOf(reference)]));
  const names = new Set([...normal.values()].filter((name) => name !== undefined));
  const found = names.size > 0 ? await find([...names]) : [];
  const byName = new Map<string, Found>(found.map((user) => [user.externalId ?? user.id, user]));
  // Where an externalId of before is another user's id, the id has the name.
  for (const user of found) byName.set(user.id, user);
  const named = [...normal].map(([reference, name]) => [reference, name && byName.get(name)] as const);
  return new Map(named.filter((one): one is [string, Found] => one[1] !== undefined));
}
