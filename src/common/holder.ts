/** The owner of a token: a user, a back end of one ecosystem (server), or an operator of all ecosystems (account). */
export const holders = ['user', 'server', 'account'] as const;
export type Holder = (typeof holders)[number];
