import { parseClientJson } from '../../../common/client-json.js';
import { Failure, invalidField } from '../../../common/failure.js';
import { validate } from '../../shared/validation/validate.js';
import type { ImportFormat } from '../../../tokens/secrets/imported-secret.js';
import type { ImportedToken } from '../../../tokens/import/imports.service.js';
import type { Lifetime } from '../../../sessions/lifetime.js';
import { importLines } from './import.wire.js';
import { DigestImportLine, type RocketchatImportLine, type SanctumImportLine } from './import-lines.wire.js';
import { importMomentOf } from './import-moment.js';
import { mintRequestOf } from '../tokens/tokens.wire.js';

/** Values beside the line that an import depends on. */
export interface ImportContext {
  /** Lifetime of a Rocket.Chat login, in ms. */
  loginExpirationMs: number;
  now: number;
}

/** Converts a line for the core. @throws Failure `invalid-input` */
export function importedTokenOf(text: string, context: ImportContext): ImportedToken {
  const line = parsed(text);
  const format = (line as { format?: unknown }).format;
  if (typeof format !== 'string' || !Object.hasOwn(importLines, format)) {
    throw refusal('format', `format must be one of ${Object.keys(importLines).join(', ')}`);
  }
  const checked = validate<object>(importLines[format as ImportFormat], line, 'body');
  if (checked instanceof DigestImportLine) return ofDigest(checked, context);
  return format === 'sanctum'
    ? ofSanctum(checked as SanctumImportLine, context)
    : ofRocketchat(checked as RocketchatImportLine, context);
}

function parsed(text: string): object {
  try {
    const value = parseClientJson(text, 'body');
    if (typeof value === 'object' && value !== null) return value;
  } catch (error) {
    if (error instanceof Failure) throw error;
  }
  throw refusal('', 'the line must be a JSON object');
}

function ofRocketchat(line: RocketchatImportLine, { loginExpirationMs, now }: ImportContext): ImportedToken {
  const { userId, hashedToken, type, name, permissions, lastTokenPart = '', bypassTwoFactor = false } = line;
  const common = {
    userReference: userId,
    secret: { format: 'rocketchat', digest: Buffer.from(hashedToken, 'base64') },
    dialect: 'rocketchat',
    permissions,
  } as const;
  if (type === undefined) {
    if (name !== undefined) throw refusal('name', 'name is for a personalAccessToken');
    const createdAt = importMomentOf(line.when) ?? neededMoment('when');
    return {
      ...common,
      name: null,
      createdAt,
      lifetime: fixed(notAfter(now, 'when', createdAt), createdAt + loginExpirationMs),
    };
  }
  if (name === undefined) throw refusal('name', 'name is needed for a personalAccessToken');
  const createdAt = notAfter(now, 'createdAt', importMomentOf(line.createdAt ?? line.when));
  const dialectDetail = { lastTokenPart, bypassTwoFactor };
  return { ...common, name, createdAt, lifetime: { expiryType: 'Infinite' }, dialectDetail };
}

function ofSanctum(line: SanctumImportLine, { now }: ImportContext): ImportedToken {
  const { userId, id, token, name, permissions } = line;
  if (!permissions && !isEverything(line.abilities)) {
    throw refusal('permissions', 'permissions must say what a token with other abilities than * may do');
  }
  const createdAt = notAfter(now, 'created_at', importMomentOf(line.created_at)) ?? now;
  return {
    userReference: userId,
    secret: { format: 'sanctum', id, digest: Buffer.from(token, 'hex') },
    dialect: 'native',
    name: name ?? null,
    permissions: permissions ?? undefined,
    createdAt,
    lastUsedAt: notAfter(now, 'last_used_at', importMomentOf(line.last_used_at)),
    lifetime: fixed(createdAt, importMomentOf(line.expires_at)),
  };
}

function ofDigest(line: DigestImportLine, { now }: ImportContext): ImportedToken {
  const { format, userId, hash, name, permissions, expiryType, expiresAt } = line;
  const createdAt = notAfter(now, 'createdAt', importMomentOf(line.createdAt)) ?? now;
  const hasEnd = expiresAt !== undefined;
  if (hasEnd === (expiryType !== undefined && expiryType !== null)) {
    throw refusal('expiresAt', 'either expiresAt or expiryType must be given');
  }
  if (hasEnd && (line.ttl || line.maxAge)) throw refusal('ttl', 'ttl and maxAge go with expiryType');
  return {
    userReference: userId,
    secret: { format, digest: digestOf(hash, format) },
    dialect: 'native',
    name: name ?? null,
    permissions: permissions ?? undefined,
    createdAt,
    lastUsedAt: notAfter(now, 'lastUsedAt', importMomentOf(line.lastUsedAt)),
    lifetime: hasEnd ? fixed(createdAt, importMomentOf(expiresAt)) : mintRequestOf(line).lifetime,
  };
}

/** A fixed lifetime from creation to `end`; infinite without `end`. */
function fixed(createdAt: number | undefined, end: number | undefined): Lifetime {
  if (end === undefined) return { expiryType: 'Infinite' };
  // An end before the creation is refused like any dead token.
  return { expiryType: 'FixedTtl', ttl: Math.max(0, end - createdAt!) };
}

function digestOf(text: string, format: 'sha256' | 'sha512'): Buffer {
  const bytes = format === 'sha256' ? 32 : 64;
  const isHex = text.length === 2 * bytes && /^[0-9a-fA-F]+$/.test(text);
  // Buffer accepts both base64 alphabets.
  const digest = Buffer.from(text, isHex ? 'hex' : 'base64');
  if (digest.length !== bytes) throw refusal('hash', `hash must be the ${bytes} bytes of a ${format}`);
  return digest;
}

function isEverything(abilities: SanctumImportLine['abilities']): boolean {
  if (abilities === undefined || abilities === null) return true;
  const text = typeof abilities === 'string' ? abilities : JSON.stringify(abilities);
  return text.replaceAll(/\s/g, '') === '["*"]';
}

function notAfter(now: number, field: string, moment: number | undefined): number | undefined {
  if (moment !== undefined && moment > now) throw refusal(field, `${field} must not be in the future`);
  return moment;
}

function neededMoment(field: string): never {
  throw refusal(field, `${field} is needed`);
}

function refusal(field: string, message: string): Failure {
  return invalidField('body', field, 'import', message);
}
