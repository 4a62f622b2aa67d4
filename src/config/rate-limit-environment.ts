import { isIP } from 'node:net';
import { Transform } from 'class-transformer';
import { IsIn, IsInt, Max, Min, ValidateBy } from 'class-validator';

/** Parses a whole number. Other text stays as it is, and the field's rule refuses it. */
export const number = () => Transform(({ value }) => (/^-?\d+$/.test(String(value)) ? Number(value) : value));

const perMinute = (): PropertyDecorator => (target, name) => {
  for (const rule of [
    number(),
    IsInt({ message: 'must be a whole number of requests a minute' }),
    Min(0, { message: 'must be 0, which is no limit, or more' }),
    Max(10_000_000, { message: 'must be at most 10000000' }),
  ]) {
    rule(target, name as string);
  }
};

const onOrOff = () => IsIn(['on', 'off'], { message: 'must be on or off' });

export class RateLimitEnvironment {
  @onOrOff()
  RATE_LIMITS = 'on';

  @perMinute()
  RATE_LIMIT_PER_KEY = 60_000;

  @perMinute()
  RATE_LIMIT_PER_ADDRESS = 0;

  @perMinute()
  RATE_LIMIT_VERIFICATION = 0;

  @perMinute()
  RATE_LIMIT_FAILED_AUTH = 30;

  @onOrOff()
  VENDOR_RATE_LIMITS = 'off';

  @ValidateBy(
    { name: 'proxies', validator: { validate: (value) => value === '' || proxiesOf(value).every(isProxy) } },
    {
      message:
        'must be addresses or networks, separated by commas: 10.0.0.5, 10.0.0.0/8, or loopback, linklocal, uniquelocal',
    },
  )
  TRUST_PROXY = '';
}

export interface RateLimitConfig {
  /** Per token, verification excluded. */
  readonly perKey: number;
  /** Per client address that presents a token or signs in, verification excluded. */
  readonly perAddress: number;
  /** Verification requests per token. */
  readonly verification: number;
  /** Failed authentications per client address. */
  readonly failedAuth: number;
  /** Whether a vendor's own quota replaces `perKey` on its paths. */
  readonly vendorQuotas: boolean;
}

export function rateLimitsOf(environment: RateLimitEnvironment): RateLimitConfig {
  const isOn = environment.RATE_LIMITS === 'on';
  return Object.freeze({
    perKey: isOn ? environment.RATE_LIMIT_PER_KEY : 0,
    perAddress: isOn ? environment.RATE_LIMIT_PER_ADDRESS : 0,
    verification: isOn ? environment.RATE_LIMIT_VERIFICATION : 0,
    failedAuth: isOn ? environment.RATE_LIMIT_FAILED_AUTH : 0,
    vendorQuotas: isOn && environment.VENDOR_RATE_LIMITS === 'on',
  });
}

/** Proxies whose `X-Forwarded-For` is trusted; undefined for none. */
export function trustedProxiesOf({ TRUST_PROXY }: RateLimitEnvironment): string[] | undefined {
  return TRUST_PROXY === '' ? undefined : proxiesOf(TRUST_PROXY);
}

function proxiesOf(text: string): string[] {
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
