import { userReference } from '../common/identifier.js';
import type { User } from './user.entity.js';

/**
 * Those whom these references name, each by its `externalId`, else by our `id` (DESIGN §5). What can be no reference is not
 * looked for.
 *
 * @param find those whose key is one of the values
 */
export async function namedBy<Found extends Pick<User, 'id' | 'externalId'>>(
  references: string[],
  find: (key: 'id' | 'externalId', values: string[]) => Promise<Found[]>,
): Promise<Map<string, Found>> {
  const possible = [...new Set(references)].filter((reference) => userReference.test(reference));
  const byExternalId = await find('externalId', possible);
  const named = new Map(byExternalId.map((user) => [user.externalId!, user]));
  const others = possible.filter((reference) => !named.has(reference));
  for (const user of await find('id', others)) named.set(user.id, user);
  return named;
}
