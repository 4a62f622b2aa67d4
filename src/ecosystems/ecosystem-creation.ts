import { newId } from '../common/ids/identifier.js';
import { ecosystemPermissions, ofOneself } from '../common/permission.js';
import type { Ecosystem, Registration } from './ecosystem.entity.js';
import { domainOf } from './host-name.js';
import type { Role } from './roles/role.entity.js';

/** Fields of a new ecosystem. Without `id` it gets a random one. */
export interface NewEcosystem {
  id?: string;
  name: string;
  domain?: string | null;
  origins?: string[];
  registration?: Registration;
}

/** @param now in ms */
export function newEcosystem(given: NewEcosystem, now: number): Ecosystem {
  return {
    id: given.id ?? newId(),
    name: given.name,
    domain: domainOf(given.domain),
    origins: given.origins?.length ? given.origins : null,
    registration: given.registration ?? null,
    version: 1,
    createdAt: now,
    updatedAt: now,
    deletedAt: null,
  };
}

export function firstRoles(ecosystemId: string): Role[] {
  const first = { ecosystemId, version: 1 };
  return [
    { ...first, name: 'admin', description: 'May do everything', permissions: [...ecosystemPermissions] },
    { ...first, name: 'user', description: 'May act for oneself', permissions: [ofOneself] },
  ];
}
