import { type Calls, randomKey } from './calls.js';
import type { JsonText } from './lines.js';
import { List } from './list.js';
import type {
  DigestImportLine,
  ExplainToken,
  ExplanationView,
  ImportResult,
  Introspection,
  KeyRevokedView,
  MassRevokedView,
  MintedView,
  MintTokens,
  MintUserToken,
  RevokedView,
  RevokeTokens,
  RocketchatImportLine,
  SanctumImportLine,
  TokenView,
  UserMintedView,
} from './native.generated.js';
import type { FiltersOf } from './operations.js';
import type { CallOptions, KeyedOptions, ReadOptions } from './options.js';
import { demandEach } from './promised.js';

/** A token that another software minted, by the hash of its secret. */
export type ImportLine = RocketchatImportLine | SanctumImportLine | DigestImportLine;

/** The tokens of an ecosystem, and what can be asked about any secret. */
export class Tokens {
  constructor(private readonly calls: Calls) {}

  /**
   * Mints a token for a user; without `ttl` and `expiryType` it lives for an hour. The `secret` is shown this once. With
   * `createUser` and the user id `external:EXTERNAL_ID`, a user who does not exist is created in the same transaction.
   */
  mint(
    ecosystemId: string,
    userId: string,
    given: MintUserToken = {},
    options?: KeyedOptions,
  ): Promise<MintedView> {
    return this.calls.ask('mintToken', { path: { ecosystemId, userId }, body: given }, options);
  }

  /** Mints for 1 to 10,000 users, all or nothing, in the order of `userIds`. */
  async mintMany(ecosystemId: string, given: MintTokens, options?: KeyedOptions): Promise<UserMintedView[]> {
    const { data } = await this.calls.ask('mintTokens', { path: { ecosystemId }, body: given }, options);
    return demandEach(data, given.userIds);
  }

  /**
   * Imports tokens that another software minted, 1 to 10,000 in at most 8 MiB. What became of each is yielded in their
   * order; a line that is refused hinders no other, and the same again changes nothing. An array is sent again where the
   * answer breaks off.
   */
  import(
    ecosystemId: string,
    lines: Iterable<ImportLine | JsonText> | AsyncIterable<ImportLine | JsonText>,
    options?: KeyedOptions,
  ): AsyncGenerator<ImportResult, void, undefined> {
    // With the same key each time, so that the answer tells what the first request did.
    const keyed = { ...options, idempotencyKey: options?.idempotencyKey ?? randomKey() };
    const send = () =>
      this.calls.lines<ImportResult>('importTokens', { path: { ecosystemId }, lines }, keyed);
    if (!Array.isArray(lines)) return send();
    return this.calls.resumed<ImportResult>((last) => resultsAfter(last?.line ?? 0, send()), options);
  }

  list(ecosystemId: string, filters: FiltersOf<'listTokens'> = {}, options?: CallOptions): List<TokenView> {
    return new List((cursor) =>
      this.calls.ask('listTokens', { path: { ecosystemId }, query: { ...filters, cursor } }, options),
    );
  }

  listOfUser(
    ecosystemId: string,
    userId: string,
    filters: FiltersOf<'listTokensOfUser'> = {},
    options?: CallOptions,
  ): List<TokenView> {
    const path = { ecosystemId, userId };
    return new List((cursor) =>
      this.calls.ask('listTokensOfUser', { path, query: { ...filters, cursor } }, options),
    );
  }

  read(
    ecosystemId: string,
    tokenId: string,
    options: ReadOptions & { ifNoneMatch: string },
  ): Promise<TokenView | undefined>;
  read(ecosystemId: string, tokenId: string, options?: CallOptions): Promise<TokenView>;
  read(ecosystemId: string, tokenId: string, options?: ReadOptions): Promise<TokenView | undefined> {
    return this.calls.read('readToken', { path: { ecosystemId, tokenId } }, options);
  }

  /**
   * Revokes a token. Of a key, it resolves to the live keys that came from it, if there are any; with `cascade` these, and all
   * that was minted with them, are revoked too.
   */
  revoke(
    ecosystemId: string,
    tokenId: string,
    options?: CallOptions & { cascade?: boolean },
  ): Promise<KeyRevokedView | undefined> {
    const query = options?.cascade ? { cascade: true } : {};
    return this.calls.ask('revokeToken', { path: { ecosystemId, tokenId }, query }, options) as Promise<
      KeyRevokedView | undefined
    >;
  }

  /** Revokes all tokens of a user. */
  revokeOfUser(ecosystemId: string, userId: string, options?: CallOptions): Promise<RevokedView> {
    return this.calls.ask('revokeTokens', { path: { ecosystemId, userId } }, options);
  }

  /** Revokes what a filter matches, but not the token that you present; with `dryRun` only counts. */
  revokeMatching(
    ecosystemId: string,
    filter: RevokeTokens,
    options?: KeyedOptions,
  ): Promise<MassRevokedView> {
    return this.calls.ask('revokeFiltered', { path: { ecosystemId }, body: filter }, options);
  }

  /** Is it live, whose is it, what may it do (RFC 7662)? Counts as a use. */
  introspect(secret: string, options?: KeyedOptions): Promise<Introspection> {
    return this.calls.ask('introspectToken', { body: { token: secret } }, options);
  }

  /** As `introspect`, of 1 to 1,000 secrets, in their order. */
  async introspectMany(secrets: string[], options?: KeyedOptions): Promise<Introspection[]> {
    const { data } = await this.calls.ask('introspectTokens', { body: { tokens: secrets } }, options);
    return demandEach(data, secrets);
  }

  /** Revokes the token of a secret (RFC 7009); one that is unknown or dead is no error. */
  revokeSecret(secret: string, options?: KeyedOptions): Promise<void> {
    return this.calls.ask('revokeSecret', { body: { token: secret } }, options);
  }

  /** Why a token is refused, or a permission denied; no use of the token. */
  explain(question: ExplainToken, options?: KeyedOptions): Promise<ExplanationView> {
    return this.calls.ask('explainToken', { body: question }, options);
  }
}

async function* resultsAfter(
  line: number,
  results: AsyncGenerator<ImportResult, void, undefined>,
): AsyncGenerator<ImportResult, void, undefined> {
  for await (const result of results) if (result.line > line) yield result;
}
