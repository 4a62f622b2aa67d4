import { Failure, nestedPath } from '../../common/failure.js';
import type { User } from '../user.entity.js';

/**
 * The active users that these references name, in their order.
 *
 * @param named the users that were found
 * @param field field of the body with the references, for errors that point at each unknown one
 * @throws Failure `user-not-found` with every reference that names no active user
 */
export function requireActiveUsers(
  references: string[],
  named: Map<string | null, User>,
  field?: string,
): User[] {
  const missing = new Map<string, number>();
  references.forEach((reference, index) => {
    if (!named.get(reference)?.active && !missing.has(reference)) missing.set(reference, index);
  });
  if (missing.size === 0) return references.map((reference) => named.get(reference)!);
  const ids = [...missing.keys()];
  const issues = [...missing].map(([id, index]) => ({
    place: 'body' as const,
    ...nestedPath(field!, String(index)),
    rule: 'known-user',
    message: `No such user: ${id}`,
  }));
  throw new Failure('user-not-found', `No such user: ${ids.join(', ')}`, { ids, ...(field && { issues }) });
}
