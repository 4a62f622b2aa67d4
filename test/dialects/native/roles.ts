import type { Expected } from './problem.js';

export const noRole: Expected = { status: 404, code: 'role-not-found', detail: 'There is no such role' };
export const changed: Expected = {
  status: 412,
  code: 'precondition-failed',
  detail: 'It is not at the version that If-Match names',
};

/** Everything inside an ecosystem, in the order of the closed list. */
export const everything = [
  ...['ecosystems:read', 'ecosystems:update', 'users:create', 'users:read', 'users:update', 'users:delete'],
  ...[
    'tokens:mint',
    'tokens:import',
    'tokens:list',
    'tokens:revoke',
    'tokens:introspect',
    'tokens:explain',
    'keys:mint',
  ],
  ...['roles:read', 'roles:write', 'audit:read', 'self:manage'],
];
export const support = { description: 'First line', permissions: ['users:read', 'tokens:list'] };
