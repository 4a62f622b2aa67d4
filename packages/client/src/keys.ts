import type { Calls } from './calls.js';
import { List } from './list.js';
import type {
  KeyRevokedView,
  MintedView,
  MintToken,
  RotatedView,
  RotateKey,
  TokenView,
} from './native.generated.js';
import type { FiltersOf } from './operations.js';
import type { CallOptions, KeyedOptions, ReadOptions } from './options.js';

/** Tokens of the back ends of an ecosystem. They are read and revoked as `tokens`. */
export class ServerTokens {
  constructor(private readonly calls: Calls) {}

  mint(ecosystemId: string, given: MintToken = {}, options?: KeyedOptions): Promise<MintedView> {
    return this.calls.ask('mintServerToken', { path: { ecosystemId }, body: given }, options);
  }

  list(
    ecosystemId: string,
    filters: FiltersOf<'listServerTokens'> = {},
    options?: CallOptions,
  ): List<TokenView> {
    return new List((cursor) =>
      this.calls.ask('listServerTokens', { path: { ecosystemId }, query: { ...filters, cursor } }, options),
    );
  }

  /** A new secret; the old one is accepted for `overlap` seconds more. */
  rotate(
    ecosystemId: string,
    tokenId: string,
    given: RotateKey = {},
    options?: KeyedOptions,
  ): Promise<RotatedView> {
    return this.calls.ask('rotateServerToken', { path: { ecosystemId, tokenId }, body: given }, options);
  }
}

/** Tokens of operators, which hold for all ecosystems. */
export class AccountTokens {
  constructor(private readonly calls: Calls) {}

  mint(given: MintToken = {}, options?: KeyedOptions): Promise<MintedView> {
    return this.calls.ask('mintAccountToken', { body: given }, options);
  }

  list(filters: FiltersOf<'listAccountTokens'> = {}, options?: CallOptions): List<TokenView> {
    return new List((cursor) =>
      this.calls.ask('listAccountTokens', { query: { ...filters, cursor } }, options),
    );
  }

  read(tokenId: string, options: ReadOptions & { ifNoneMatch: string }): Promise<TokenView | undefined>;
  read(tokenId: string, options?: CallOptions): Promise<TokenView>;
  read(tokenId: string, options?: ReadOptions): Promise<TokenView | undefined> {
    return this.calls.read('readAccountToken', { path: { tokenId } }, options);
  }

  /** As `tokens.revoke`, for an account token. */
  revoke(
    tokenId: string,
    options?: CallOptions & { cascade?: boolean },
  ): Promise<KeyRevokedView | undefined> {
    const query = options?.cascade ? { cascade: true } : {};
    return this.calls.ask('revokeAccountToken', { path: { tokenId }, query }, options) as Promise<
      KeyRevokedView | undefined
    >;
  }

  /** A new secret; the old one is accepted for `overlap` seconds more. */
  rotate(tokenId: string, given: RotateKey = {}, options?: KeyedOptions): Promise<RotatedView> {
    return this.calls.ask('rotateAccountToken', { path: { tokenId }, body: given }, options);
  }
}
