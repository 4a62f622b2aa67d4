import type { Access } from '../../../src/access/access.decorators.js';
import { ecosystemPermissions, permissions } from '../../../src/common/permission.js';
import { named, type Stage } from '../../dialects/examples.js';
import { newToken, newUser } from '../../support/service.js';
import { deadSecrets } from '../../support/vendors.js';

/** Who has no live token, in every way there is. */
export const dead: string[] = ['nobody', ...Object.keys(deadSecrets)];

export const callers = [
  ...dead,
  'user',
  'admin',
  'server',
  'server without',
  'foreign server',
  'foreign admin',
  'account',
  'account without',
];

type Credentials = Record<string, string>;

/** Nobody gives a key that lives longer than their own. */
const endless = { expiryType: 'Infinite' };

/** How each caller authenticates, where there is such a caller. */
export async function credentialsOn(
  { service, server }: Stage,
  foreignId: string,
): Promise<(caller: string, access: Access, organisation?: string) => Promise<Credentials | undefined>> {
  const secrets = new Map([['account', service.account]]);
  const ids = new Map<string, string>();
  for (const [name, make] of Object.entries(deadSecrets)) {
    secrets.set(name, await make(service, { ecosystemId: 'default', key: server }));
  }
  for (const [name, ecosystemId, roles] of [
    ['user', 'default', ['user']],
    ['admin', 'default', ['admin']],
    ['foreign admin', foreignId, ['admin']],
  ] as const) {
    const user = await newUser(service, ecosystemId, { roles });
    ids.set(name, user.id);
    secrets.set(name, (await newToken(service, ecosystemId, user.id, endless)).secret);
  }
  const mint = async (path: string, given: object) =>
    (await service.native('POST', path, service.account, { ...endless, ...given })).body.secret as string;
  for (const [name, ecosystemId] of [
    ['server', 'default'],
    ['foreign server', foreignId],
  ] as const) {
    secrets.set(name, await mint(`/v1/ecosystems/${ecosystemId}/server-tokens`, {}));
  }
  const narrow = new Map<string, string>();
  for (const permission of permissions) {
    const but = (all: readonly string[]) => ({ permissions: all.filter((one) => one !== permission) });
    narrow.set(`account ${permission}`, await mint('/v1/account-tokens', but(permissions)));
    narrow.set(
      `server ${permission}`,
      await mint('/v1/ecosystems/default/server-tokens', but(ecosystemPermissions)),
    );
  }
  return async (caller, { rule, credentials }, organisation): Promise<Credentials | undefined> => {
    if (caller === 'nobody') return {};
    const [holder, without] = caller.split(' without');
    if (without !== undefined && typeof rule !== 'object') return undefined;
    const secret =
      without === undefined
        ? secrets.get(caller)!
        : narrow.get(`${holder} ${(rule as { permission: string }).permission}`)!;
    if (credentials !== 'auth-token') {
      return { authorization: `Bearer ${organisation ? `${organisation}:` : ''}${secret}` };
    }
    return { 'x-auth-token': secret, 'x-user-id': ids.get(caller) ?? named.userId };
  };
}
