import { emailOf, referenceOf, usernameOf } from '../names/user-names.js';
import type { UserFilter } from '../users.repository.js';

/** Which users are meant; what is left out does not matter. */
export interface UserQuery extends Pick<UserFilter, 'role' | 'active'> {
  /** In any case of letters. */
  username?: string;
  /** In any case of letters. */
  email?: string;
  externalId?: string;
}

/** The query by keys; undefined when a name in it can be nobody's. */
export function filterOf({ username, email, externalId, role, active }: UserQuery): UserFilter | undefined {
  const filter: UserFilter = { role, active };
  if (username !== undefined && !(filter.usernameKey = usernameOf(username)?.key)) return undefined;
  if (email !== undefined && !(filter.emailKey = emailOf(email)?.key)) return undefined;
  if (externalId !== undefined && !(filter.externalId = referenceOf(externalId))) return undefined;
  return filter;
}
