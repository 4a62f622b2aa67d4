/** Whose token it is: a person's, a back end's of one ecosystem, or an operator's of all of them. */
export const holders = ['user', 'server', 'account'] as const;
export type Holder = (typeof holders)[number];
