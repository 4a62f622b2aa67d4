/** What people type at the top, and the commands that do it. */
const meant: Record<string, string> = {
  mint: 'tokenwright token mint USER-ID for a user, tokenwright key mint for a back end',
  verify: 'tokenwright token verify',
  introspect: 'tokenwright token verify',
  revoke: 'tokenwright token revoke, tokenwright key revoke or tokenwright user revoke-tokens',
  explain: 'tokenwright token explain',
  list: 'tokenwright token list, tokenwright key list or tokenwright user list',
  create: 'tokenwright user create, tokenwright key create or tokenwright ecosystem create',
  signin: 'tokenwright login',
  tenant: 'tokenwright ecosystem',
  server: 'tokenwright start',
  serve: 'tokenwright start',
  run: 'tokenwright start',
};

/** Other names by which commands are understood, by the name that the help shows. */
const otherNames: Record<string, string[]> = {
  user: ['users'],
  token: ['tokens'],
  key: ['keys'],
  role: ['roles'],
  ecosystem: ['ecosystems'],
  'token verify': ['check', 'introspect'],
  'user create': ['add', 'new'],
  'user create-token': ['mint'],
  'key create': ['mint', 'add', 'new'],
  'role create': ['add', 'new', 'define'],
  'ecosystem create': ['add', 'new'],
};
/** The same for the commands of every noun. */
const ofEveryNoun: Record<string, string[]> = {
  list: ['ls'],
  show: ['get'],
  delete: ['rm', 'remove'],
};

/** @param words the names that lead to a command, without `tokenwright` */
export function aliasesOf(words: string[]): string[] {
  const last = words.at(-1)!;
  return [...(otherNames[words.join(' ')] ?? []), ...(words.length > 1 ? (ofEveryNoun[last] ?? []) : [])];
}

/** Commander's complaint, with the commands that the unknown word may have meant. */
export function withHint(complaint: string): string {
  const [, word] = /^error: unknown command '(\w+)'/.exec(complaint) ?? [];
  const hint = word && Object.hasOwn(meant, word) ? meant[word] : undefined;
  return hint ? `error: unknown command '${word}'\nDid you mean ${hint}?\n` : complaint;
}
