import { domainToASCII } from 'node:url';

declare const normal: unique symbol;
/** A host name as DNS has it: in lower case, as punycode, without port and final dot. */
export type HostName = string & { readonly [normal]: 'host' };

/** The host in the form in which domains are stored and found; undefined for what can be none. */
export function hostNameOf(text: string): HostName | undefined {
  const host = domainToASCII(text.replace(/:\d*$/, '').replace(/\.$/, ''));
  return host !== '' && host.length <= 253 ? (host as HostName) : undefined;
}
