import { newTenant, newToken, newUser, type Reply, type Service } from '../../support/service.js';

/** A user's token, in an ecosystem of its own. */
export interface Victim {
  ecosystemId: string;
  userId: string;
  tokenId: string;
  secret: string;
}

export async function newVictim(
  service: Service,
  given: object = { expiryType: 'SlidingTtl', ttl: 86_400 },
): Promise<Victim> {
  const { ecosystemId } = await newTenant(service);
  const user = await newUser(service, ecosystemId);
  const { token, secret } = await newToken(service, ecosystemId, user.id, given);
  return { ecosystemId, userId: user.id, tokenId: token.id, secret };
}

/** Something that ends a token, and why it is dead from then on. */
export interface Death {
  reason: 'revoked' | 'disabled';
  act: (service: Service, victim: Victim) => Promise<Reply>;
}

const ecosystemOf = ({ ecosystemId }: Victim) => `/v1/ecosystems/${ecosystemId}`;
const userOf = (victim: Victim) => `${ecosystemOf(victim)}/users/${victim.userId}`;
const byAccount = (service: Service, method: string, path: string, json?: unknown) =>
  service.native(method, path, service.account, json);

/** One death for each kind of invalidation, and for each way to invalidate a user. */
export const deaths: Record<string, Death> = {
  'the token is revoked': {
    reason: 'revoked',
    act: (service, victim) => byAccount(service, 'DELETE', `${ecosystemOf(victim)}/tokens/${victim.tokenId}`),
  },
  'all of the user’s tokens are revoked': {
    reason: 'revoked',
    act: (service, victim) => byAccount(service, 'DELETE', `${userOf(victim)}/tokens`),
  },
  'the user is disabled': {
    reason: 'disabled',
    act: (service, victim) => byAccount(service, 'PATCH', userOf(victim), { active: false }),
  },
  'the user is deleted': {
    reason: 'disabled',
    act: (service, victim) => byAccount(service, 'DELETE', userOf(victim)),
  },
  'the ecosystem is deleted': {
    reason: 'disabled',
    act: (service, victim) => byAccount(service, 'DELETE', ecosystemOf(victim)),
  },
};
