import type { AuditEvent } from '../audit/audit.service.js';
import type { User } from './user.entity.js';
import { revokesTokens, type UserChanges } from './user-changes.js';

/** The audit event of a change of a user. It holds no personal data, and of a password only that it changed. */
export function userEvent(
  action: 'user.create' | 'user.update' | 'user.delete',
  { ecosystemId, id }: User,
  detail: AuditEvent['detail'],
): AuditEvent {
  return { action, ecosystemId, targetType: 'user', targetId: id, detail };
}

export function detailOfCreation({ roles, active }: User): AuditEvent['detail'] {
  return { after: { roles, active } };
}

export function detailOfDeletion({ roles, active }: User): AuditEvent['detail'] {
  return { before: { roles, active } };
}

/** The names of the changed fields. Roles and state also with their values before and after. */
export function detailOfChange(before: User, changes: UserChanges): AuditEvent['detail'] {
  const fields = Object.keys(changes).filter((field) => changes[field as keyof UserChanges] !== undefined);
  const recorded = (['roles', 'active'] as const).filter((field) => fields.includes(field));
  const of = (source: Partial<User>) => Object.fromEntries(recorded.map((field) => [field, source[field]]));
  return {
    fields: fields.filter((field) => field !== 'revokeTokens'),
    ...(recorded.length > 0 && { before: of(before), after: of(changes as Partial<User>) }),
    ...(revokesTokens(changes) && { tokensRevoked: true }),
  };
}
