import { Option } from 'commander';
import type { MintToken } from '../../../../packages/client/src/index.js';
import { seconds } from '../../seconds.js';
import { several } from '../command.js';

/** The lifetime and the permissions of a new token. */
export function lifetimeOptions(): Option[] {
  return [
    new Option(
      '--expiry <type>',
      'lifetime type; FixedTtl by default: it ends after --ttl, however it is used',
    ).choices(['Infinite', 'FixedTtl', 'SlidingTtl']),
    new Option(
      '--ttl <seconds>',
      'how long it lives: 3600, or such as 15m, 1h, 30d; 1h by default, not with Infinite',
    ).argParser(seconds),
    new Option('--max-age <seconds>', 'maximum age, also when it is used; none by default').argParser(
      seconds,
    ),
    new Option('--name <text>', 'name for people'),
    new Option(
      '--permission <permission>',
      'limit the token to this permission; may be repeated; all of its holder’s by default',
    ).argParser(several),
  ];
}

export function mintOptions(): Option[] {
  return [...lifetimeOptions(), new Option('-q, --quiet', 'print the secret only')];
}

interface MintOptions extends Pick<MintToken, 'ttl' | 'maxAge' | 'name'> {
  expiry?: MintToken['expiryType'];
  permission?: MintToken['permissions'];
}

export function mintRequest(options: MintOptions): MintToken {
  const { expiry: expiryType, ttl, maxAge, name, permission: permissions } = options;
  return { expiryType, ttl, maxAge, name, permissions };
}
