import { isIP } from 'node:net';
import { Transform } from 'class-transformer';
import { IsIn, IsInt, Matches, Max, Min, ValidateBy } from 'class-validator';
import { readableUrl } from './url-rule.js';

function all(...rules: PropertyDecorator[]): PropertyDecorator {
  return (target, name) => {
    for (const rule of rules) rule(target, name);
  };
}

/** A number; any other text stays text, for the rule that refuses it. */
const number = () => Transform(({ value }) => (/^-?\d+$/.test(String(value)) ? Number(value) : value));

/** A whole number between two bounds; `unit` is the plural of what it counts, for the texts. */
export function whole(min: number, max: number, unit = ''): PropertyDecorator {
  const counted = (count: number) =>
    unit ? `${count} ${count === 1 ? unit.replace(/s$/, '') : unit}` : count;
  return all(
    number(),
    IsInt({ message: `must be a whole number${unit && ` of ${unit}`}` }),
    Min(min, { message: min === 0 ? 'must not be negative' : `must be at least ${counted(min)}` }),
    Max(max, { message: `must be at most ${counted(max)}` }),
  );
}

/** Requests a minute; 0 is no limit. */
export function perMinute(): PropertyDecorator {
  return all(
    number(),
    IsInt({ message: 'must be a whole number of requests a minute' }),
    Min(0, { message: 'must be 0, which is no limit, or more' }),
    Max(10_000_000, { message: 'must be at most 10000000' }),
  );
}

export const onOrOff = () => IsIn(['on', 'off'], { message: 'must be on or off' });

/** An address of HTTP, with readable credentials if it has any. */
export function httpUrl(): PropertyDecorator {
  const message = 'must be an address that begins with http:// or https://';
  return all(Matches(/^https?:\/\/[^\s/]\S*$/, { message }), readableUrl());
}

/** Addresses and networks, separated by commas; empty for none. */
export const proxies = () =>
  ValidateBy(
    { name: 'proxies', validator: { validate: (value) => value === '' || proxiesIn(value).every(isProxy) } },
    {
      message:
        'must be addresses or networks, separated by commas: 10.0.0.5, 10.0.0.0/8, or loopback, linklocal, uniquelocal',
    },
  );

export function proxiesIn(text: string): string[] {
  return text.split(',').map((one) => one.trim());
}

function isProxy(text: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true;
  const [address = '', bits, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return (
    bits === undefined ||
    (/^\d{1,3}$/.test(bits) && Number(bits) > 0 && Number(bits) <= (version === 4 ? 32 : 128))
  );
}
