import { domainToASCII } from 'node:url';
import { invalidField } from '../common/failure.js';

declare const normal: unique symbol;
/** A host name as DNS has it: in lower case, as punycode, without port and final dot. */
export type HostName = string & { readonly [normal]: 'host' };

/** The host in the form in which domains are stored and found; undefined for what can be none. */
export function hostNameOf(text: string): HostName | undefined {
  const host = domainToASCII(text.replace(/:\d*$/, '').replace(/\.$/, ''));
  return host !== '' && host.length <= 253 ? (host as HostName) : undefined;
}

/** The domain of an ecosystem as it is stored. @throws Failure `invalid-input` for what can be no host */
export function domainOf(text: string | null | undefined): HostName | null {
  if (text === null || text === undefined) return null;
  const host = hostNameOf(text);
  if (!host) throw invalidField('body', 'domain', 'host', 'domain must be a host name');
  return host;
}
