import { domainToASCII } from 'node:url';
import { unseen, userReference } from '../../common/identifier.js';

declare const normal: unique symbol;
type Normal<Kind extends string> = string & { readonly [normal]: Kind };

/** By this a username is unique and found. */
export type UsernameKey = Normal<'username'>;
/** By this an e-mail address is unique and found. */
export type EmailKey = Normal<'email'>;
/** An id or an `externalId` as it is stored and found; the case of its letters counts. */
export type Reference = Normal<'reference'>;

/** A name as people see it, and the key by which it is unique and found. */
export interface Keyed<Key> {
  text: string;
  key: Key;
}

const longestEmail = 254;
const email = /^[^@\s]+@[^@\s]+$/;
const printableAscii = /^[\x21-\x7e]+$/;

/** The username in NFC, and its key in any case and width of letters (RFC 8265 §3.3); undefined for what can be none. */
export function usernameOf(text: string): Keyed<UsernameKey> | undefined {
  const username = text.normalize('NFC');
  const key = lowerCase(narrow(username));
  if (!userReference.test(username) || /[\s;/]/.test(key)) return undefined;
  return { text: username, key: key as UsernameKey };
}

/** The e-mail address in NFC, and its key with the domain as DNS has it; undefined for what can be none. */
export function emailOf(text: string): Keyed<EmailKey> | undefined {
  const address = text.normalize('NFC');
  if (address.length > longestEmail || !email.test(address) || unseen.test(address)) return undefined;
  const [mailbox, domain] = address.split('@') as [string, string];
  const host = printableAscii.test(domain) ? domain : domainToASCII(domain) || domain;
  return { text: address, key: lowerCase(`${mailbox}@${host}`) as EmailKey };
}

/** The id or the `externalId` in NFC; undefined for what can be none. */
export function referenceOf(text: string): Reference | undefined {
  const reference = text.normalize('NFC');
  return userReference.test(reference) ? (reference as Reference) : undefined;
}

/** The name for people in NFC; undefined when it holds a control character or turns the direction of what follows. */
export function displayNameOf(text: string): string | undefined {
  const name = text.normalize('NFC');
  return name.length <= 400 && [...name].length <= 200 && !/[\p{Cc}\p{Cs}\p{Bidi_Control}]/u.test(name)
    ? name
    : undefined;
}

/** A text in the form in which names and addresses are looked through, in any case of letters. */
export function searchTextOf(text: string): string {
  return lowerCase(text.normalize('NFC'));
}

/** RFC 8265 has lower case and no folding: the dotless i and the ß stay letters of their own. A final sigma is a sigma. */
function lowerCase(text: string): string {
  return text.toLowerCase().replaceAll('ς', 'σ').normalize('NFC');
}

/** Full-width letters are the letters themselves. */
function narrow(text: string): string {
  return text.replace(/[\uFF01-\uFF5E]/g, (letter) => letter.normalize('NFKC'));
}
