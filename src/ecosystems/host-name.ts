import { domainToASCII } from 'node:url';
import { invalidField } from '../common/failure.js';

declare const normal: unique symbol;
/** A normalised host name: lower case, punycode, without port and final dot. */
export type HostName = string & { readonly [normal]: 'host' };

/** The normalised host name; undefined when the text cannot be one. */
export function hostNameOf(text: string): HostName | undefined {
  const host = domainToASCII(text.replace(/:\d*$/, '').replace(/\.$/, ''));
  return host !== '' && host.length <= 253 ? (host as HostName) : undefined;
}

/** The domain in stored form. @throws Failure `invalid-input` when it cannot be a host name */
export function domainOf(text: string | null | undefined): HostName | null {
  if (text === null || text === undefined) return null;
  const host = hostNameOf(text);
  if (!host) throw invalidField('body', 'domain', 'host', 'domain must be a host name');
  return host;
}
