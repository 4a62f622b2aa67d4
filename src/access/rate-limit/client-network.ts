import { isIPv4, isIPv6 } from 'node:net';

/**
 * The key for limits by address: an IPv4 address, or the /64 network of an IPv6 address, because a client
 * usually controls all of it.
 */
export function networkOf(address: string): string {
  const known = addressOf(address);
  if (known === null) return 'unknown';
  if (isIPv4(known)) return known;
  return `${groupsOf(known)
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`;
}

/** The address without port and zone; null when it is invalid. IPv4-mapped IPv6 addresses are reduced to IPv4. */
export function addressOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  // Fast path: the usual forms of a socket address.
  const usual = text.startsWith('::ffff:') ? text.slice(7) : text;
  if (isIPv4(usual)) return usual;
  const bare = withoutPort(text).split('%', 1)[0]!;
  if (isIPv4(bare)) return bare;
  if (!isIPv6(bare)) return null;
  const groups = groupsOf(bare);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMapped) return [6, 7].flatMap((at) => [groups[at]! >> 8, groups[at]! & 0xff]).join('.');
  return bare.toLowerCase();
}

/** Some proxies forward `1.2.3.4:5678` or `[2001:db8::1]:5678`. */
function withoutPort(address: string): string {
  const [, v6, v4] = /^(?:\[([^\]]*)\](?::\d+)?|(\d+\.\d+\.\d+\.\d+):\d+)$/.exec(address) ?? [];
  return v6 ?? v4 ?? address;
}

function groupsOf(address: string): number[] {
  const dotted = /(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  const [one, two, three, four] = dotted?.slice(1).map(Number) ?? [];
  const text = dotted
    ? `${address.slice(0, dotted.index)}${(one! * 256 + two!).toString(16)}:${(three! * 256 + four!).toString(16)}`
    : address;
  const [head = [], tail] = text.split('::').map((half) => half.split(':').filter(Boolean));
  if (!tail) return head.map(hex);
  const gap = Array.from({ length: 8 - head.length - tail.length }, () => 0);
  return [...head.map(hex), ...gap, ...tail.map(hex)];
}

function hex(group: string): number {
  return parseInt(group, 16);
}
