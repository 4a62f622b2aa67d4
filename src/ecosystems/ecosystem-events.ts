import type { AuditEvent } from '../audit/audit.service.js';
import type { Ecosystem } from './ecosystem.entity.js';

/** What the audit tells of an ecosystem: by these fields requests find it, and strangers come in. */
const recordedFields = ['domain', 'origins', 'registration'] as const;

function recorded(ecosystem: Partial<Ecosystem>, fields: readonly (typeof recordedFields)[number][]) {
  return Object.fromEntries(fields.map((field) => [field, ecosystem[field]]));
}

/** The fields that were given; of those that are told, what they were and what they are. */
export function detailOfChange(before: Ecosystem, changes: Partial<Ecosystem>): AuditEvent['detail'] {
  const fields = recordedFields.filter((field) => field in changes);
  return {
    fields: Object.keys(changes),
    ...(fields.length > 0 && { before: recorded(before, fields), after: recorded(changes, fields) }),
  };
}

/** What the audit keeps of a change of an ecosystem. */
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
