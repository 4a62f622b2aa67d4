import { randomInt } from 'node:crypto';
import { v7 } from 'uuid';
import { takeRandom } from './random.js';

const alphabet = '23456789ABCDEFGHJKLMNPQRSTWXYZabcdefghijkmnopqrstuvwxyz';

/** A new id of a user or an ecosystem: 17 characters as Meteor makes them (docs/wire.md#token-and-lifetime). */
export function newId(): string {
  return Array.from({ length: 17 }, () => alphabet[randomInt(alphabet.length)]).join('');
}

const random = new Uint8Array(16);
let latest = { msecs: -Infinity, seq: 0 };

/**
 * A new id of a token or an audit entry: a UUID of version 7, so that rows stand in the order of time. Those of one
 * millisecond count up from a random number (RFC 9562 §6.2). The package would ask the system for each one's random bytes,
 * which costs more than all the rest.
 */
export function newTimeOrderedId(): string {
  takeRandom(random);
  const msecs = Date.now();
  if (msecs > latest.msecs) {
    latest = { msecs, seq: new DataView(random.buffer).getUint32(0) >>> 2 };
  } else {
    latest.seq += 1;
  }
  return v7({ random, ...latest });
}

/**
 * What can be a user's id on the wire: 1 to 128 characters without `;`, `/`, white space, and what `unseen` matches.
 */
export const userReference = /^[^\s\p{C}\p{Default_Ignorable_Code_Point}\u2800;/]{1,128}$/u;

/** What `userReference` asks for, as a refusal says it. */
export const userReferenceRule =
  '1 to 128 characters without white space, control characters, invisible characters, ; or /';

/**
 * Characters that nobody sees, that turn the direction of the text around them, or that are no characters: names that look
 * alike must not be two names.
 */
export const unseen = /[\p{C}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** What can be an ecosystem's id: no colon, because Strigo's clients send `ORG_ID:API_KEY`. */
export const ecosystemReference = /^[A-Za-z0-9_-]{1,64}$/;

/** What can be a role's name: nothing that would need an escape in JSON, by which users hold it. */
export const roleReference = /^[A-Za-z0-9_-]{1,64}$/;

/** What can be a token's id: a UUID as `newTimeOrderedId` makes it. */
export const tokenReference = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
