import { domainToASCII } from 'node:url';
import { unseen, userReference } from '../../common/ids/identifier.js';

declare const normal: unique symbol;
type Normal<Kind extends string> = string & { readonly [normal]: Kind };

export type UsernameKey = Normal<'username'>;
export type EmailKey = Normal<'email'>;
/** A normalised id or `externalId`. Case counts. */
export type Reference = Normal<'reference'>;

/** A display form and its unique lookup key. */
export interface Keyed<Key> {
  text: string;
  key: Key;
}

const longestEmail = 254;
const email = /^[^@\s]+@[^@\s]+$/;
const printableAscii = /^[\x21-\x7e]+$/;

/** The username in NFC. Its key ignores case and width (RFC 8265 §3.3). Undefined for an invalid name. */
export function usernameOf(text: string): Keyed<UsernameKey> | undefined {
  const username = text.normalize('NFC');
  const key = lowerCase(narrow(username));
  if (!userReference.test(username) || /[\s;/]/.test(key)) return undefined;
  return { text: username, key: key as UsernameKey };
}

/** The e-mail address in NFC. Its key has the domain in DNS form. Undefined for an invalid address. */
export function emailOf(text: string): Keyed<EmailKey> | undefined {
  const address = text.normalize('NFC');
  if (address.length > longestEmail || !email.test(address) || unseen.test(address)) return undefined;
  const [mailbox, domain] = address.split('@') as [string, string];
  const host = printableAscii.test(domain) ? domain : domainToASCII(domain) || domain;
  return { text: address, key: lowerCase(`${mailbox}@${host}`) as EmailKey };
}

/** The id or `externalId` in NFC; undefined when invalid. */
export function referenceOf(text: string): Reference | undefined {
  const reference = text.normalize('NFC');
  return userReference.test(reference) ? (reference as Reference) : undefined;
}

/** The display name in NFC; undefined when it holds control or bidirectional override characters. */
export function displayNameOf(text: string): string | undefined {
  const name = text.normalize('NFC');
  return name.length <= 400 && [...name].length <= 200 && !/[\p{Cc}\p{Cs}\p{Bidi_Control}]/u.test(name)
    ? name
    : undefined;
}

/** Case-insensitive form for substring search. */
export function searchTextOf(text: string): string {
  return lowerCase(text.normalize('NFC'));
}

/** RFC 8265 lowers case without folding: dotless i and ß stay distinct. A final sigma equals a sigma. */
function lowerCase(text: string): string {
  return text.toLowerCase().replaceAll('ς', 'σ').normalize('NFC');
}

/** Maps full-width letters to ordinary ones. */
function narrow(text: string): string {
  return text.replace(/[\uFF01-\uFF5E]/g, (letter) => letter.normalize('NFKC'));
}
