import { emailOf, referenceOf, usernameOf } from '../names/user-names.js';
import type { UserFilter } from '../users.repository.js';

/** Filter by keys. Omitted fields match everything. */
export interface UserQuery extends Pick<UserFilter, 'role' | 'active'> {
  /** Case-insensitive. */
  username?: string;
  /** Case-insensitive. */
  email?: string;
  externalId?: string;
}

/** The stored form of the filter; undefined when a name in it is invalid, so that nobody can match. */
export function filterOf({ username, email, externalId, role, active }: UserQuery): UserFilter | undefined {
  const filter: UserFilter = { role, active };
  if (username !== undefined && !(filter.usernameKey = usernameOf(username)?.key)) return undefined;
  if (email !== undefined && !(filter.emailKey = emailOf(email)?.key)) return undefined;
  if (externalId !== undefined && !(filter.externalId = referenceOf(externalId))) return undefined;
  return filter;
}
