import { dead } from './tenant-matrix.callers.js';
import type { Row, Variant } from './tenant-matrix.js';

/** How a request ends: with success, with a status, or as if what it names were not there. */
export type Outcome = 'passes' | 'hidden' | 401 | 403;

/** What an operation is that is not simply about one thing of one ecosystem. */
type Fact =
  /** A list: what it is filtered by need not be there. */
  | 'filters'
  | 'filters by ecosystem'
  /** It makes what is not there, or tells of each item by itself whether it could. */
  | 'makes'
  /** It answers about any secret, and says no more of a foreign one than of an unknown one. */
  | 'judges'
  /** Rocket.Chat: it is about the caller only, who needs no permission. */
  | 'of oneself'
  /** It names further things of the first ecosystem, which are not there for another. */
  | 'names more'
  /** It is about a thing of one user's only. */
  | 'of one user'
  /** It is about the caller only, of whom its example demands what an admin of the ecosystem has. */
  | 'demands';

export const facts: Record<string, Fact> = {
  'GET /v1/ecosystems/{ecosystemId}/users': 'filters',
  'GET /v1/ecosystems/{ecosystemId}/tokens': 'filters',
  'GET /v1/ecosystems/{ecosystemId}/server-tokens': 'filters',
  'GET /v1/ecosystems/{ecosystemId}/audit': 'filters',
  'GET /v1/ecosystems/{ecosystemId}/audit/export': 'filters',
  'GET /v1/account-tokens': 'filters',
  'GET /v1/audit': 'filters by ecosystem',
  'GET /v1/audit/export': 'filters by ecosystem',
  'PUT /v1/ecosystems/{ecosystemId}/roles/{role}': 'makes',
  'POST /v1/ecosystems/{ecosystemId}/tokens/import': 'makes',
  'PUT /api/users/{subject}': 'makes',
  'PUT /v0/api/users/{subject}': 'makes',
  'POST /v1/tokens/introspect': 'judges',
  'POST /v1/tokens/revoke': 'judges',
  'POST /v1/tokens/explain': 'judges',
  'POST /v1/enterprise/user-tokens': 'names more',
  'POST /v1/enterprise/register-account': 'names more',
  'GET /v1/verify': 'demands',
  'POST /api/v1/logout': 'of oneself',
  'GET /api/v1/logout': 'of oneself',
  'GET /api/v1/me': 'of oneself',
  'GET /api/v1/permissions.listAll': 'of oneself',
  'GET /api/v1/roles.list': 'of oneself',
  'GET /api/v1/users.getPersonalAccessTokens': 'of oneself',
  'POST /api/v1/users.generatePersonalAccessToken': 'of oneself',
  'POST /api/v1/users.logoutOtherClients': 'of oneself',
  'POST /api/v1/users.removeOtherTokens': 'of oneself',
  'POST /api/v1/users.regeneratePersonalAccessToken': 'of one user',
  'POST /api/v1/users.removePersonalAccessToken': 'of one user',
};

const ofTheWholeService = ['ecosystems:create', 'ecosystems:delete'];

const holderOf = (caller: string) =>
  caller.includes('server') ? 'server' : caller.includes('account') ? 'account' : 'user';

/** What must come of it; `names` says what the request names. */
export function expectedOf(
  { operation, access }: Row,
  caller: string,
  variant: Variant,
  names: { ecosystem: boolean; thing: boolean },
): Outcome {
  const fact = facts[`${operation.method} ${operation.path}`];
  const { rule, holders, credentials } = access;
  const holder = holderOf(caller);
  if (dead.includes(caller)) return 401;
  if (credentials === 'auth-token' && holder !== 'user') return 401;
  if (credentials === 'auth-token' && caller === 'user') return fact === 'of oneself' ? 'passes' : 'hidden';
  // Whose credentials name another ecosystem than theirs is nobody there.
  const isThere = caller === 'account' || isTheirs(caller, variant);
  if (operation.document === 'strigo' && names.ecosystem && !isThere) return 'hidden';
  if (holders && !holders.includes(holder)) return 403;
  if (caller.endsWith(' without')) return 403;
  if (typeof rule === 'object') {
    if (caller === 'user') return 403;
    if (holder !== 'account' && ofTheWholeService.includes(rule.permission)) return 403;
  }
  if (fact === 'judges' || fact === 'filters by ecosystem') return 'passes';
  if (fact === 'demands') {
    return holder === 'user' && caller !== 'user' && isTheirs(caller, variant) ? 'passes' : 'hidden';
  }
  if (fact === 'of one user') return 'hidden';
  if (!names.ecosystem && !names.thing) {
    return fact === 'names more' && caller.startsWith('foreign') ? 'hidden' : 'passes';
  }
  return isFound(caller, variant, names.ecosystem, fact) ? 'passes' : 'hidden';
}

/** Whether the ecosystem of this variant is the caller's. */
function isTheirs(caller: string, variant: Variant): boolean {
  if (caller.startsWith('foreign')) return variant === 'foreign ecosystem';
  return variant !== 'foreign ecosystem' && variant !== 'unknown ecosystem';
}

function isFound(caller: string, variant: Variant, namesEcosystem: boolean, fact: Fact | undefined): boolean {
  const isForeign = caller.startsWith('foreign');
  const isForAll = fact === 'filters' || fact === 'makes';
  if (isForAll && !namesEcosystem) return true;
  switch (variant) {
    case 'own':
      return !isForeign;
    case 'foreign ecosystem':
      return caller === 'account' || (isForeign && fact !== 'names more');
    case 'unknown ecosystem':
      return false;
    case 'foreign thing':
      return isForeign ? !namesEcosystem && fact !== 'names more' : isForAll;
    case 'unknown thing':
      return !isForeign && isForAll;
  }
}
