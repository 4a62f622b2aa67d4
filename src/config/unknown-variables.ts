import { fileVariables, variables } from './config.js';

/** Variables of the command line, and those that Kubernetes adds for a service with one of these names. */
const others =
  /^TOKENWRIGHT_(URL|TOKEN|PROFILE|ECOSYSTEM)$|_SERVICE_(HOST|PORT(_\w+)?)$|_PORT(_\d+_(TCP|UDP)(_(PROTO|PORT|ADDR))?)?$/;

/** Prefixes that only our variables have. */
const families =
  /^(TOKENWRIGHT|REDIS_(URL|URI|PREFIX)|DATABASE_(URL|URI|POOL)|RATE_LIMIT|VENDOR_RATE|SESSION_CACHE|CREATE_TOKENS|SFOX_VER|ACCOUNTS_REG|LOGIN_EXP|RETENTION_|TRUST(ED)?_PROX)/;

/** Warnings about variables that look like ours but are not. They have no effect. */
export function unknownVariables(source: NodeJS.ProcessEnv): string[] {
  const known = [...variables, ...fileVariables];
  return Object.keys(source).flatMap((name) => {
    if (known.includes(name) || others.test(name) || !source[name]) return [];
    const [nearest] = known
      .filter((one) => one.length >= 7)
      .map((one) => ({ one, distance: distanceOf(name, one) }))
      .filter(({ one, distance }) => distance <= Math.max(1, Math.floor(one.length / 5)))
      .sort((one, other) => one.distance - other.distance);
    if (nearest) return [`The variable ${name} is not known and changes nothing: is ${nearest.one} meant?`];
    return families.test(name) ? [`The variable ${name} is not known and changes nothing.`] : [];
  });
}

/** Edit distance: insertions, deletions and replacements between the two texts. */
function distanceOf(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const isSame = one[i - 1] === other[j - 1];
      next.push(Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (isSame ? 0 : 1)));
    }
    row = next;
  }
  return row[other.length]!;
}
