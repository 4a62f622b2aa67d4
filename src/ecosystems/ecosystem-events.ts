import type { AuditEvent } from '../audit/audit.service.js';
import type { Ecosystem } from './ecosystem.entity.js';

/**
 * Fields that the audit records with their values: they decide how requests find the ecosystem and who may
 * join.
 */
const recordedFields = ['domain', 'origins', 'registration'] as const;

function recorded(ecosystem: Partial<Ecosystem>, fields: readonly (typeof recordedFields)[number][]) {
  return Object.fromEntries(fields.map((field) => [field, ecosystem[field]]));
}

/** The names of the changed fields. Recorded fields also with their values before and after. */
export function detailOfChange(before: Ecosystem, changes: Partial<Ecosystem>): AuditEvent['detail'] {
  const fields = recordedFields.filter((field) => field in changes);
  return {
    fields: Object.keys(changes),
    ...(fields.length > 0 && { before: recorded(before, fields), after: recorded(changes, fields) }),
  };
}

export function ecosystemEvent(
  action: 'ecosystem.create' | 'ecosystem.update' | 'ecosystem.delete',
  ecosystemId: string,
  detail: AuditEvent['detail'],
): AuditEvent {
  return { action, ecosystemId, targetType: 'ecosystem', targetId: ecosystemId, detail };
}

export function detailOfCreation(ecosystem: Ecosystem): AuditEvent['detail'] {
  return { after: recorded(ecosystem, recordedFields) };
}
