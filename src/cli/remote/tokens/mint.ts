import { Option } from 'commander';
import type { MintToken } from '../../../../packages/client/src/index.js';
import { seconds } from '../../seconds.js';
import { several } from '../command.js';

/** How long a new token lives, and what it may do. */
export function lifetimeOptions(): Option[] {
  return [
    new Option('--expiry <type>', 'how it ends; FixedTtl when left out').choices([
      'Infinite',
      'FixedTtl',
      'SlidingTtl',
    ]),
    new Option('--ttl <seconds>', 'how long it lives: 3600, or such as 15m, 1h, 30d').argParser(seconds),
    new Option('--max-age <seconds>', 'an absolute end, however often it is used').argParser(seconds),
    new Option('--name <text>', 'name for people'),
    new Option('--permission <permission>', 'narrows what it may do; several times').argParser(several),
  ];
}

export function mintOptions(): Option[] {
  return [...lifetimeOptions(), new Option('-q, --quiet', 'print nothing but the secret')];
}

interface MintOptions extends Pick<MintToken, 'ttl' | 'maxAge' | 'name'> {
  expiry?: MintToken['expiryType'];
  permission?: MintToken['permissions'];
}

export function mintRequest(options: MintOptions): MintToken {
  const { expiry: expiryType, ttl, maxAge, name, permission: permissions } = options;
  return { expiryType, ttl, maxAge, name, permissions };
}
