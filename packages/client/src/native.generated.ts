// Written by `npm run client:generate` from openapi/native.json. Do not change it by hand.
export interface paths {
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Does the process live
         * @description Asks nobody else. `service` tells a client that it has reached Tokenwright, before it sends a secret.
         */
        get: operations["readLive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Can the service answer
         * @description Yes, when the database answers, has the schema and the grants that are needed, takes writes and agrees on the time,
         *     and the service is not about to end; else `checks` says what is wrong. Redis may be away: it is a cache.
         */
        get: operations["readReady"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the metrics
         * @description In the text format of Prometheus, of all processes of this machine. They tell of all tenants together: an
         *     account token with `metrics:read` is needed.
         */
        get: operations["readMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/problems": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the kinds of problems
         * @description A page for people: every `code` with its status, and a link to its own page.
         */
        get: operations["listProblems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/problems/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read about a kind of problem
         * @description A page for people: what it means, what to do, and an example. Its address is the `type` of the problems.
         */
        get: operations["readProblem"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/account-tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List account tokens
         * @description The newest first; dead ones are shown while their rows are kept.
         */
        get: operations["listAccountTokens"];
        put?: never;
        /**
         * Mint an account token
         * @description For an operator of the whole service: it sees every ecosystem.
         */
        post: operations["mintAccountToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/account-tokens/{tokenId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an account token's record
         * @description A dead one while its row is kept.
         */
        get: operations["readAccountToken"];
        put?: never;
        post?: never;
        /**
         * Revoke an account token
         * @description It is not accepted any more when this answers. Once more changes nothing. The one that is presented can revoke
         *     itself. When live keys came from it, by rotation or by minting, the answer is 200 and tells of them; `cascade=true` revokes
         *     all that came from it.
         */
        delete: operations["revokeAccountToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/account-tokens/{tokenId}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rotate an account token
         * @description As a server token is rotated.
         */
        post: operations["rotateAccountToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the account of the whole service
         * @description Of all ecosystems, deleted ones included, and of what belongs to none; the newest first.
         */
        get: operations["listAllAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export the account of the whole service
         * @description Of all ecosystems, deleted ones included, and of what belongs to none; as the export of one ecosystem.
         */
        get: operations["exportAllAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ecosystems": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List ecosystems
         * @description In the order of their ids. An account token sees all of them, any other its own only.
         */
        get: operations["listEcosystems"];
        put?: never;
        /**
         * Create an ecosystem
         * @description Makes a tenant, with the roles `admin` (may do everything inside it) and `user` (may act for oneself). The `id` of a deleted one
         *     can be taken again ten minutes later: none of its users and tokens comes back, but they stay listed, and its audit goes on. Give it to nobody
         *     else than before.
         */
        post: operations["createEcosystem"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ecosystems/{ecosystemId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an ecosystem
         * @description One of another tenant is not found.
         */
        get: operations["readEcosystem"];
        put?: never;
        post?: never;
        /**
         * Delete an ecosystem
         * @description Every token in it is dead for good when this answers. `default` is deleted only with `?confirm=default`.
         */
        delete: operations["deleteEcosystem"];
        options?: never;
        head?: never;
        /**
         * Change an ecosystem
         * @description What is left out stays as it is. The `domain` is unique in the whole service: only an account token may set it.
         */
        patch: operations["updateEcosystem"];
        trace?: never;
    };
    "/v1/ecosystems/{ecosystemId}/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the account of an ecosystem
         * @description Who minted, revoked or changed what, the newest first.
         */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ecosystems/{ecosystemId}/audit/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export the account of an ecosystem
         * @description As NDJSON (one JSON entry a line), the oldest first, however many there are. An answer that is cut off was
         *     not whole: ask again with `after`, the `id` of the last line that came.
         */
        get: operations["exportAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ecosystems/{ecosystemId}/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the roles
         * @description In the order of their names.
         */
        get: operations["listRoles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ecosystems/{ecosystemId}/roles/{role}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a role
         * @description Its permissions are those of all users who hold it.
         */
        get: operations["readRole"];
        /**
         * Define a role
         * @description Makes the role, or replaces the whole of it; what it takes holds for every live token when this answers. Nobody can
         *     put in a permission that they lack, nor change a role that has one. `admin` always keeps all permissions of an
         *     ecosystem. A name has 1 to 64 characters of `A-Z a-z 0-9 _ -`; an ecosystem has 1,000 roles at the most.
         */
        put: operations["defineRole"];
        post?: never;
        /**
         * Delete a role
         * @description It is taken from all users who hold it, and its permissions from every live token, when this answers. `admin` and
         *     `user` are built in and stay. Nobody can delete a role with a permission that they lack.
         */
        delete: operations["deleteRole"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ecosystems/{ecosystemId}/server-tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List server tokens
         * @description The newest first; dead ones are shown while their rows are kept.
         */
        get: operations["listServerTokens"];
        put?: never;
        /**
         * Mint a server token
         * @description For a back end of the ecosystem. Without `permissions` it may do all that the minter may inside the ecosystem, but
         *     not delete it. Say `"expiryType": "Infinite"` for one that never expires. A key ends no
         *     later than the token with which it is minted.
         */
        post: operations["mintServerToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ecosystems/{ecosystemId}/server-tokens/{tokenId}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rotate a server token
         * @description Mints a key with the same name, permissions and lifetime, which starts afresh. Both secrets are accepted during the
         *     overlap, then only the new one. A key may rotate itself, with an overlap of 60 s
         *     or more, and ends when it would have ended. You must have every permission that it has, and live as long. Once replaced,
         *     revoked or expired, it is not rotated any more: of two who rotate it at once, one gets 409.
         */
        post: operations["rotateServerToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ecosystems/{ecosystemId}/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List tokens
         * @description Of users and of servers, the newest first; dead ones are shown while their rows are kept.
         */
        get: operations["listTokens"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ecosystems/{ecosystemId}/tokens/{tokenId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a token's record
         * @description Of any holder in the ecosystem; dead ones while their rows are kept.
         */
        get: operations["readToken"];
        put?: never;
        post?: never;
        /**
         * Revoke a token
         * @description It is not accepted any more when this answers. Once more changes nothing. When live keys came from a key, by
         *     rotation or by minting, the answer is 200 and tells of them; `cascade=true` revokes all that came from it. What a user
         *     minted for oneself with a token always dies with that.
         */
        delete: operations["revokeToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ecosystems/{ecosystemId}/tokens/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mint tokens for many users
         * @description Up to 10,000 in one transaction, all or nothing: when an id is unknown or its user is deactivated, each such id is
         *     named in `errors`, and nothing is minted. The answer is in the order of `userIds`; each secret is shown this once.
         */
        post: operations["mintTokens"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ecosystems/{ecosystemId}/tokens/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import hashed tokens
         * @description Tokens that another software minted, by the hashes of their secrets, so that nobody has to sign in again. One JSON
         *     object a line, 1 to 10,000 lines, at most 8 MiB: `RocketchatImportLine`, `SanctumImportLine` or `DigestImportLine`
         *     by its `format`. What became of each line is one line of the answer, in the same order (`ImportResult`). A line that
         *     is refused hinders no other. The same body again changes nothing: what was imported is then `present`, also when it was
         *     revoked since. The answer comes when the tokens are accepted by every process; for the first import of a format that
         *     may take three seconds.
         */
        post: operations["importTokens"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ecosystems/{ecosystemId}/tokens/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revoke tokens by a filter
         * @description None of the tokens that the filter means is accepted any more when this answers; `dryRun` only counts them.
         *     Counted are those that were not revoked before, expired ones included. The token with which you ask is never revoked
         *     by this: revoke it by its id. For more than 10,000 tokens the work is done in parts: if the answer is an error, ask
         *     again, and it goes on with what is left.
         */
        post: operations["revokeFiltered"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ecosystems/{ecosystemId}/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List users
         * @description The newest first, those that are not active included. Each filter wants the exact value.
         */
        get: operations["listUsers"];
        put?: never;
        /**
         * Create a user
         * @description `username`, `email` and `externalId` are unique in the ecosystem. Nobody can give roles that may do more than the
         *     caller.
         */
        post: operations["createUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ecosystems/{ecosystemId}/users/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a user
         * @description A deleted one is not found.
         */
        get: operations["readUser"];
        put?: never;
        post?: never;
        /**
         * Delete a user
         * @description Every token of the user is dead when this answers, and the personal data are gone. Only an account token may
         *     delete the last active admin.
         */
        delete: operations["deleteUser"];
        options?: never;
        head?: never;
        /**
         * Change a user
         * @description With `active: false` every token of the user is dead when this answers; taken back roles hold at once. A new
         *     `password` ends the tokens of the user too, unless `revokeTokens` is `false`. With `users:update` one can set the password of
         *     anybody who may do no more than oneself, and so sign in as them: give it to nobody who may not. Only an account token may leave
         *     an ecosystem without an active admin.
         */
        patch: operations["updateUser"];
        trace?: never;
    };
    "/v1/ecosystems/{ecosystemId}/users/{userId}/permissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what a user may do
         * @description The permissions of the user's roles, and all of them together.
         */
        get: operations["readPermissions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ecosystems/{ecosystemId}/users/{userId}/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a user's tokens
         * @description The newest first; dead ones are shown while their rows are kept.
         */
        get: operations["listTokensOfUser"];
        put?: never;
        /**
         * Mint a user token
         * @description The secret is shown this once. A token never carries more than its minter may do.
         */
        post: operations["mintToken"];
        /**
         * Revoke all of a user's tokens
         * @description None of them is accepted any more when this answers.
         */
        delete: operations["revokeTokens"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/self": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who am I
         * @description The holder of the presented token, and what it may do.
         */
        get: operations["readSelf"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tokens/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Explain a token
         * @description Why the token is accepted or refused: which rule, and since when; and, when asked, why it has a permission or lacks
         *     it. It is no use of the token: nothing slides. Who asks within one ecosystem sees that one only; a token of another
         *     looks like one that is not there.
         */
        post: operations["explainToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tokens/introspect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Introspect a token
         * @description RFC 7662. Takes OAuth’s client credentials too: HTTP Basic, or `client_id` and `client_secret` in the form. Errors of
         *     a form are `application/json` (RFC 6749 §5.2). Says whether the token is live, whose it is and what it may do; it counts as
         *     a use, so that a sliding token slides. A server token sees its own ecosystem only.
         */
        post: operations["introspectToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tokens/introspect/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Introspect many tokens
         * @description Up to 1,000 at once; what is said of each is what RFC 7662 has for one, and in the same order. It counts as a use of
         *     each. A server token sees its own ecosystem only.
         */
        post: operations["introspectTokens"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tokens/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revoke a token by its secret
         * @description RFC 7009. Takes client credentials as introspection does. Your own token, or with `tokens:revoke` one of your ecosystem; for any other it answers the same and does
         *     nothing.
         */
        post: operations["revokeSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Verify for a proxy
         * @description For nginx's `auth_request`, Traefik's `forwardAuth` and the like, which hand over the client's own headers: the token is
         *     taken from `Authorization: Bearer`, else from `X-Auth-Token`, else from the cookie named in the query. It counts as a
         *     use, so that a sliding token slides. The headers of the answer are for the service behind the proxy; what is not visible
         *     ASCII in an id is percent-encoded.
         */
        get: operations["verifyForProxy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AuditEntryView: {
            /**
             * @example token.mint
             * @enum {string}
             */
            action: "ecosystem.create" | "ecosystem.update" | "ecosystem.delete" | "role.define" | "role.delete" | "user.create" | "user.update" | "user.delete" | "user.success" | "user.login-failed" | "token.mint" | "token.import" | "token.revoke" | "token.revoke-all" | "token.revoke-filtered" | "token.rotate";
            /**
             * @description ISO 8601, UTC.
             * @example 2026-11-22T10:00:00.000Z
             */
            at: string;
            /**
             * @description From where: the address of whoever asked; behind a proxy that of the client when `TRUST_PROXY` names the proxy. Null
             *     for what Tokenwright did itself, and for what was done before addresses were kept.
             * @example 192.0.2.7
             */
            callerAddress: string | null;
            /**
             * @description Who did it: the holder of the presented token, or Tokenwright itself.
             * @example server
             * @enum {string}
             */
            callerHolder: "user" | "server" | "account" | "system";
            /**
             * @description The presented token.
             * @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b10
             */
            callerTokenId: string | null;
            /** @description The user whose token was presented. */
            callerUserId: string | null;
            /**
             * @description What else is worth keeping; never a secret. Of `user.create`, `user.update`, `user.delete`, `ecosystem.create` and `ecosystem.update`:
             *     `before` and `after` hold `roles` and `active`, or `domain`, `origins` and `registration`, as far as they changed; `fields` names all that
             *     was given, and `tokensRevoked` says that a new password ended the tokens. Of `token.mint`: `holder`, `userId`, `dialect`, `expiryType`,
             *     `expiresAt` (null for never), `permissions` (null for all of the holder's), and `provedBy` where a password was shown. Of
             *     `role.define`: `permissions` and `before`, or `dialectGrants` and those of `before`. Of `user.login-failed`: how many `failures` there
             *     were in the hour that began at `hour`, for the user, or for all names of the ecosystem that are no user's; an entry is written at the
             *     first, the tenth, the hundredth failure and so on, and one with the sum within minutes after the hour.
             */
            detail: {
                [key: string]: unknown;
            } | null;
            /**
             * @description Null for what concerns the whole service.
             * @example default
             */
            ecosystemId: string | null;
            /** @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b12 */
            id: string;
            /** @description Id of the request, as in the header `X-Request-Id`. */
            requestId: string | null;
            /** @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11 */
            targetId: string;
            /**
             * @description What kind of thing it was done to.
             * @example token
             * @enum {string}
             */
            targetType: "ecosystem" | "role" | "user" | "token";
        };
        AuditListView: {
            data: components["schemas"]["AuditEntryView"][];
            page: components["schemas"]["PageView"];
        };
        CreateEcosystem: {
            /**
             * @description Host name under which Rocket.Chat clients reach this ecosystem; kept as DNS has it, in lower case and as punycode.
             * @example chat.acme.example
             */
            domain?: string;
            /**
             * @description Its id, when it must be a certain one (an organisation id that clients know already); random otherwise.
             * @example acme
             */
            id?: string;
            /**
             * @description Name for people.
             * @example Acme Ltd
             */
            name: string;
            /**
             * @description Web origins (scheme, host in lower case, port when it is not the scheme's own) of the pages on which Strigo's SDK may
             *     run: browsers may call the SDK's paths from there, and from nowhere else. At most 100; none when left out.
             * @example [
             *       "https://app.acme.example"
             *     ]
             */
            origins?: string[];
            /**
             * @description Whether anybody may make a user of their own here by Rocket.Chat's `users.register`. When left out, nobody may; in the ecosystem
             *     `default` as `ACCOUNTS_REGISTRATION_FORM` says.
             * @example closed
             * @enum {string}
             */
            registration?: "open" | "closed";
        };
        CreateUser: {
            /**
             * @description A user that is not active has no live token and gets none.
             * @example true
             */
            active?: boolean;
            /**
             * @description Unique in any case of letters. A host without a dot is taken too: `ada@localhost`.
             * @example ada@acme.example
             */
            email?: string | null;
            /**
             * @description The id of this person in your own system: by it sFOX's and Droplit's paths name the user. 1 to 128 characters.
             * @example customer-4711
             */
            externalId?: string | null;
            /**
             * @description The id that a user who moves here has had so far, so that clients that know it go on with it; a new one when left
             *     out. With an account token only, since ids are unique in the whole service. 1 to 64 characters without white space,
             *     control characters, invisible characters, ; or /.
             * @example rbAXPnMktTFbNpwtJ
             */
            id?: string;
            /**
             * @description Name for people.
             * @example Ada Lovelace
             */
            name?: string;
            /**
             * @description 8 to 1,024 characters; stored as argon2id only.
             * @example correct horse battery staple
             */
            password?: string | null;
            /**
             * @description Roles of the ecosystem; `["user"]` when left out.
             * @example [
             *       "user"
             *     ]
             */
            roles?: string[];
            /**
             * @description For signing in; unique in any case of letters. 1 to 128 characters.
             * @example ada
             */
            username?: string | null;
        };
        DefineRole: {
            /**
             * @description For people; empty when left out.
             * @example May see users and end their tokens
             */
            description?: string | null;
            /**
             * @description What the role gives to those who hold it; nobody can put in more than they have.
             * @example [
             *       "users:read",
             *       "tokens:list",
             *       "tokens:revoke"
             *     ]
             */
            permissions: ("ecosystems:create" | "ecosystems:read" | "ecosystems:update" | "ecosystems:delete" | "users:create" | "users:read" | "users:update" | "users:delete" | "tokens:mint" | "tokens:import" | "tokens:list" | "tokens:revoke" | "tokens:introspect" | "tokens:explain" | "keys:mint" | "roles:read" | "roles:write" | "audit:read" | "metrics:read" | "self:manage")[];
        };
        DigestImportLine: {
            /**
             * @description When it was minted: a `ttl` and a `maxAge` count from here; from now when left out.
             * @example 2026-11-20T10:00:00.000Z
             */
            createdAt?: string | null;
            /**
             * @description Instead of `expiryType`: a fixed end, or null for never.
             * @example 2027-11-20T10:00:00.000Z
             */
            expiresAt?: string | null;
            /**
             * @description `Infinite` never expires, `FixedTtl` counts from the creation, `SlidingTtl` from the last use; `FixedTtl` when left
             *     out.
             * @example SlidingTtl
             * @enum {string}
             */
            expiryType?: "Infinite" | "FixedTtl" | "SlidingTtl";
            /**
             * @description Which digest `hash` is.
             * @example sha256
             * @enum {string}
             */
            format: "sha256" | "sha512";
            /**
             * @description The digest of the secret, in hexadecimal digits, base64 or base64url. A secret of 16 to 512 characters without white
             *     space is found again.
             * @example b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9
             */
            hash: string;
            /**
             * @description The last use of a sliding token, from which its `ttl` counts; from now when left out.
             * @example 2026-11-21T10:00:00.000Z
             */
            lastUsedAt?: string | null;
            /**
             * @description An absolute end, in seconds from the creation, however often the token is used.
             * @example 86400
             */
            maxAge?: number;
            /**
             * @description Name for people.
             * @example Telephone of Ada
             */
            name?: string;
            /**
             * @description Narrows what the holder may do with this token; nobody can give more than they have. All of it when left out.
             * @example [
             *       "tokens:introspect"
             *     ]
             */
            permissions?: ("ecosystems:create" | "ecosystems:read" | "ecosystems:update" | "ecosystems:delete" | "users:create" | "users:read" | "users:update" | "users:delete" | "tokens:mint" | "tokens:import" | "tokens:list" | "tokens:revoke" | "tokens:introspect" | "tokens:explain" | "keys:mint" | "roles:read" | "roles:write" | "audit:read" | "metrics:read" | "self:manage")[];
            /**
             * @description Seconds, 1 to 315360000 (ten years); 3600 when left out. Not with `Infinite`.
             * @example 3600
             */
            ttl?: number;
            /**
             * @description Whose token it is: the user's `externalId`, else our `id`.
             * @example BsNr28znDkG8aeo7W
             */
            userId: string;
        };
        EcosystemListView: {
            data: components["schemas"]["EcosystemView"][];
            page: components["schemas"]["PageView"];
        };
        EcosystemView: {
            /**
             * @description ISO 8601, UTC.
             * @example 2026-11-22T10:00:00.000Z
             */
            createdAt: string;
            /**
             * @description Host name under which Rocket.Chat clients reach this ecosystem.
             * @example chat.acme.example
             */
            domain: string | null;
            /** @example acme */
            id: string;
            /** @example Acme Ltd */
            name: string;
            /**
             * @description Web origins of the pages on which Strigo's SDK may run.
             * @example [
             *       "https://app.acme.example"
             *     ]
             */
            origins: string[];
            /**
             * @description Whether anybody may make a user of their own here by Rocket.Chat's `users.register`.
             * @example closed
             * @enum {string}
             */
            registration: "open" | "closed";
            /**
             * @description ISO 8601, UTC.
             * @example 2026-11-22T10:00:00.000Z
             */
            updatedAt: string;
        };
        ExplainToken: {
            /**
             * @description A permission to explain with it.
             * @example tokens:mint
             * @enum {string}
             */
            permission?: "ecosystems:create" | "ecosystems:read" | "ecosystems:update" | "ecosystems:delete" | "users:create" | "users:read" | "users:update" | "users:delete" | "tokens:mint" | "tokens:import" | "tokens:list" | "tokens:revoke" | "tokens:introspect" | "tokens:explain" | "keys:mint" | "roles:read" | "roles:write" | "audit:read" | "metrics:read" | "self:manage";
            /**
             * @description The secret. It is not kept, and named in no log.
             * @example tw_u_5mYqJX2cVj0xhN2cO1u3lqGz8b7wTnD4aKfEoPsRrUg
             */
            token?: string;
            /**
             * @description The id of the token's record.
             * @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11
             */
            tokenId?: string;
        };
        ExplanationView: {
            /**
             * @description For people; may change.
             * @example It was revoked.
             */
            detail: string;
            /** @description There when the request named a permission. */
            permission?: components["schemas"]["PermissionExplanationView"];
            /**
             * @description The rule that refuses it, the first in the order of verification; null when it is live. `unknown` also for a token of
             *     another tenant; `malformed` for a text that cannot be a secret, or an id.
             * @example revoked
             */
            reason: ("unknown" | "expired" | "revoked" | "malformed" | "ecosystem-deleted" | "user-deleted" | "user-disabled") | null;
            /**
             * @description Since when it is refused; ISO 8601, UTC. Null when it is live, unknown or malformed.
             * @example 2026-11-22T10:00:00.000Z
             */
            since: string | null;
            /** @description The token's record; null for what is unknown or malformed. */
            token: components["schemas"]["TokenView"] | null;
            /**
             * @description What a verification would say now.
             * @example refused
             * @enum {string}
             */
            verdict: "live" | "refused";
        };
        HeldRoleView: {
            /** @example support */
            name: string;
            /**
             * @example [
             *       "users:read",
             *       "tokens:list",
             *       "tokens:revoke"
             *     ]
             */
            permissions: ("ecosystems:create" | "ecosystems:read" | "ecosystems:update" | "ecosystems:delete" | "users:create" | "users:read" | "users:update" | "users:delete" | "tokens:mint" | "tokens:import" | "tokens:list" | "tokens:revoke" | "tokens:introspect" | "tokens:explain" | "keys:mint" | "roles:read" | "roles:write" | "audit:read" | "metrics:read" | "self:manage")[];
        };
        ImportResult: {
            /**
             * @description Why it was refused: match on this.
             * @example user-not-found
             * @enum {string}
             */
            code?: "invalid-input" | "permission-denied" | "user-not-found" | "user-inactive" | "conflict" | "expired";
            /**
             * @description For people.
             * @example No such user: nobody
             */
            detail?: string;
            /**
             * @description Its number in the body, counted from 1.
             * @example 1
             */
            line: number;
            /**
             * @description `imported`; `present` when it was imported before, which changes nothing; `refused` when it was not.
             * @example imported
             * @enum {string}
             */
            result: "refused" | "imported" | "present";
            /** @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11 */
            tokenId?: string;
        };
        Introspection: {
            /** @example true */
            active: boolean;
            /**
             * @description Absent for account tokens.
             * @example default
             */
            ecosystem_id?: string;
            /**
             * @description End, in seconds since the epoch; absent when it never ends.
             * @example 1795345200
             */
            exp?: number;
            /**
             * @example SlidingTtl
             * @enum {string}
             */
            expiry_type?: "Infinite" | "FixedTtl" | "SlidingTtl";
            /**
             * @description Whose token it is.
             * @example user
             * @enum {string}
             */
            holder?: "user" | "server" | "account";
            /**
             * @description Creation, in seconds since the epoch.
             * @example 1795341600
             */
            iat?: number;
            /**
             * @description Id of the token's record.
             * @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11
             */
            jti?: string;
            /**
             * @description What the token may do now, separated by spaces; absent when that is nothing.
             * @example tokens:mint tokens:list
             */
            scope?: string;
            /**
             * @description The user's id; for keys the token's.
             * @example BsNr28znDkG8aeo7W
             */
            sub?: string;
            /**
             * @example Bearer
             * @enum {string}
             */
            token_type?: "Bearer";
        };
        IntrospectionListView: {
            data: components["schemas"]["Introspection"][];
        };
        KeyRevokedView: {
            /**
             * @description Without it: keys that were put in its place or minted with it and are still live, up to 100. Revoke with `cascade=true` unless
             *     you know them.
             */
            livingOn?: components["schemas"]["TokenView"][];
            /**
             * @description With `cascade`: how many tokens were revoked, with the one that was named.
             * @example 3
             */
            revoked?: number;
        };
        LivenessView: {
            /**
             * @example tokenwright
             * @enum {string}
             */
            service: "tokenwright";
            /**
             * @example ok
             * @enum {string}
             */
            status: "ok";
        };
        MassRevokedView: {
            /**
             * @description Whether nothing was changed.
             * @example false
             */
            dryRun: boolean;
            /** @example 3 */
            revoked: number;
        };
        MintedListView: {
            data: components["schemas"]["UserMintedView"][];
        };
        MintedView: {
            /**
             * @description Shown this once. Keep it safe: it cannot be read again.
             * @example tw_u_5mYqJX2cVj0xhN2cO1u3lqGz8b7wTnD4aKfEoPM5_-U
             */
            secret: string;
            token: components["schemas"]["TokenView"];
        };
        MintToken: {
            /**
             * @description `Infinite` never expires, `FixedTtl` counts from the creation, `SlidingTtl` from the last use; `FixedTtl` when left
             *     out.
             * @example SlidingTtl
             * @enum {string}
             */
            expiryType?: "Infinite" | "FixedTtl" | "SlidingTtl";
            /**
             * @description An absolute end, in seconds from the creation, however often the token is used.
             * @example 86400
             */
            maxAge?: number;
            /**
             * @description Name for people.
             * @example Telephone of Ada
             */
            name?: string;
            /**
             * @description Narrows what the holder may do with this token; nobody can give more than they have. All of it when left out.
             * @example [
             *       "tokens:introspect"
             *     ]
             */
            permissions?: ("ecosystems:create" | "ecosystems:read" | "ecosystems:update" | "ecosystems:delete" | "users:create" | "users:read" | "users:update" | "users:delete" | "tokens:mint" | "tokens:import" | "tokens:list" | "tokens:revoke" | "tokens:introspect" | "tokens:explain" | "keys:mint" | "roles:read" | "roles:write" | "audit:read" | "metrics:read" | "self:manage")[];
            /**
             * @description Seconds, 1 to 315360000 (ten years); 3600 when left out. Not with `Infinite`.
             * @example 3600
             */
            ttl?: number;
        };
        MintTokens: {
            /**
             * @description `Infinite` never expires, `FixedTtl` counts from the creation, `SlidingTtl` from the last use; `FixedTtl` when left
             *     out.
             * @example SlidingTtl
             * @enum {string}
             */
            expiryType?: "Infinite" | "FixedTtl" | "SlidingTtl";
            /**
             * @description An absolute end, in seconds from the creation, however often the token is used.
             * @example 86400
             */
            maxAge?: number;
            /**
             * @description Name for people.
             * @example Telephone of Ada
             */
            name?: string;
            /**
             * @description Narrows what the holder may do with this token; nobody can give more than they have. All of it when left out.
             * @example [
             *       "tokens:introspect"
             *     ]
             */
            permissions?: ("ecosystems:create" | "ecosystems:read" | "ecosystems:update" | "ecosystems:delete" | "users:create" | "users:read" | "users:update" | "users:delete" | "tokens:mint" | "tokens:import" | "tokens:list" | "tokens:revoke" | "tokens:introspect" | "tokens:explain" | "keys:mint" | "roles:read" | "roles:write" | "audit:read" | "metrics:read" | "self:manage")[];
            /**
             * @description Seconds, 1 to 315360000 (ten years); 3600 when left out. Not with `Infinite`.
             * @example 3600
             */
            ttl?: number;
            /**
             * @description Ids of the users, 1 to 10,000: our `id`, never the `externalId`. One that is named twice gets two tokens.
             * @example [
             *       "BsNr28znDkG8aeo7W"
             *     ]
             */
            userIds: string[];
        };
        OAuthError: {
            /**
             * @description Stable: match on this.
             * @example invalid_client
             * @enum {string}
             */
            error: "invalid_request" | "invalid_client" | "invalid_token" | "unauthorized_client" | "insufficient_scope" | "temporarily_unavailable" | "server_error";
            /**
             * @description For people; may change.
             * @example The token is not valid
             */
            error_description: string;
        };
        PageView: {
            /**
             * @description Hand it over as `cursor` for the next page; null on the last one.
             * @example WyIwMTk2NGYzZS03ZTljLTdhMzEtOGE0MS0wZjZkM2YxZjJiMTEiXQ
             */
            nextCursor: string | null;
        };
        PermissionExplanationView: {
            /**
             * @description What denies it: the token is refused (`verdict`); no such holder can have it (`holder`); no role of the user gives it
             *     (`roles`); the token was minted with permissions that leave it out (`token`). Null when it is granted.
             * @example roles
             */
            deniedBy: ("token" | "roles" | "holder" | "verdict") | null;
            /**
             * @description For people; may change.
             * @example No role of the user gives it. Since when, the audit tells.
             */
            detail: string;
            /**
             * @description Whether the token has it now.
             * @example false
             */
            granted: boolean;
            /**
             * @description The roles that the user holds; none for other holders.
             * @example [
             *       "user"
             *     ]
             */
            heldRoles: string[];
            /**
             * @example tokens:mint
             * @enum {string}
             */
            name: "ecosystems:create" | "ecosystems:read" | "ecosystems:update" | "ecosystems:delete" | "users:create" | "users:read" | "users:update" | "users:delete" | "tokens:mint" | "tokens:import" | "tokens:list" | "tokens:revoke" | "tokens:introspect" | "tokens:explain" | "keys:mint" | "roles:read" | "roles:write" | "audit:read" | "metrics:read" | "self:manage";
            /**
             * @description The roles of the user's ecosystem that give the permission, held or not; none for other holders.
             * @example [
             *       "admin"
             *     ]
             */
            rolesThatGrantIt: string[];
            /** @description Since when that is so; ISO 8601, UTC. Null when it is granted, and for `roles`: the audit tells who changed them when. */
            since: string | null;
        };
        Problem: {
            /**
             * @description At `/health/ready` alone: what is wrong, in words, by what was looked at (`database`, `schema`, `grants`, `writes`,
             *     `clock`).
             * @example {
             *       "writes": "refused: SqliteError, code SQLITE_FULL"
             *     }
             */
            checks?: {
                [key: string]: string;
            };
            /**
             * @description Stable: match on this.
             * @example user-not-found
             * @enum {string}
             */
            code: "bad-request" | "malformed-body" | "unsupported-media-type" | "body-too-large" | "headers-too-large" | "request-timeout" | "invalid-input" | "user-not-named" | "route-not-found" | "method-not-allowed" | "unauthenticated" | "login-refused" | "session-expired" | "permission-denied" | "wrong-holder" | "mint-refused" | "ecosystem-not-found" | "user-not-found" | "token-not-found" | "role-not-found" | "user-inactive" | "last-admin" | "conflict" | "precondition-failed" | "request-in-flight" | "idempotency-key-reused" | "rate-limited" | "overloaded" | "unavailable" | "internal";
            /**
             * @description For people; may change.
             * @example There is no such user
             */
            detail: string;
            /**
             * @description OAuth's word for it (RFC 6749 §5.2): from introspection and from revocation by secret only.
             * @example invalid_request
             * @enum {string}
             */
            error?: "invalid_request" | "invalid_client";
            /** @description Each fault of the input, for the code `invalid-input`. */
            errors?: components["schemas"]["ProblemIssue"][];
            /**
             * @description The path that was asked.
             * @example /v1/ecosystems/default/users/nobody
             */
            instance: string;
            /**
             * @description Id of the request, as in the header `X-Request-Id`.
             * @example 0b0d2a5e-7d5c-4c5e-9d55-2d5a1e3f4a6b
             */
            requestId: string;
            /**
             * @description The HTTP status.
             * @example 404
             */
            status: number;
            /**
             * @description The kind of problem in words; the same for each of its kind.
             * @example User not found
             */
            title: string;
            /**
             * @description Address of the page about this kind of problem, relative to the service.
             * @example /problems/user-not-found
             */
            type: string;
        };
        ProblemIssue: {
            /**
             * @description The rule that is broken.
             * @example max
             */
            code: string;
            /**
             * @description For people.
             * @example ttl must not be greater than 315360000
             */
            detail: string;
            /**
             * @description Where the fault lies.
             * @example body
             * @enum {string}
             */
            in: "path" | "body" | "query" | "header";
            /**
             * @description JSON Pointer (RFC 6901) to the field, in the query and the headers its name after a slash; empty for the whole.
             * @example /ttl
             */
            pointer: string;
        };
        ReadinessView: {
            /**
             * @description Only where sessions are cached in Redis. While it is `away` the database is asked instead.
             * @example ok
             * @enum {string}
             */
            redis?: "ok" | "away";
            /**
             * @example ok
             * @enum {string}
             */
            status: "ok";
        };
        RevokedView: {
            /** @example 3 */
            revoked: number;
        };
        RevokeTokens: {
            /**
             * @description All tokens of the ecosystem; must be true when nothing else is given, and is not taken together with it.
             * @example false
             */
            all?: boolean;
            /**
             * @description ISO 8601: those that were minted before.
             * @example 2026-11-22T10:00:00Z
             */
            createdBefore?: string;
            /**
             * @description ISO 8601: those that were minted then or later.
             * @example 2026-11-22T10:00:00Z
             */
            createdFrom?: string;
            /**
             * @description Only says how many there are, and changes nothing.
             * @example true
             */
            dryRun?: boolean;
            /**
             * @description Those of users, or those of servers.
             * @example user
             * @enum {string}
             */
            holder?: "user" | "server";
            /**
             * @description ISO 8601: those whose stored last use was before, or that were never used.
             * @example 2026-11-22T10:00:00Z
             */
            lastUsedBefore?: string;
            /**
             * @description ISO 8601: those whose stored last use, which is at most a minute old, was then or later.
             * @example 2026-11-22T10:00:00Z
             */
            lastUsedFrom?: string;
            /**
             * @description Those that were minted by the holder of this token (the id of its record).
             * @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11
             */
            mintedBy?: string;
            /**
             * @description Those of this user.
             * @example BsNr28znDkG8aeo7W
             */
            userId?: string;
        };
        RocketchatImportLine: {
            /** @description Of a personal access token; only shown again. */
            bypassTwoFactor?: boolean;
            /**
             * @description When the personal access token was made.
             * @example 2026-11-20T10:00:00.000Z
             */
            createdAt?: string;
            /**
             * @example rocketchat
             * @enum {string}
             */
            format: "rocketchat";
            /**
             * @description SHA-256 of the secret, in base64.
             * @example OYCv7s5/6GHD4iE9lTz2Ng7bYBGPZ9DkbOTNgIUJSZE=
             */
            hashedToken: string;
            /**
             * @description The last six characters of the secret of a personal access token.
             * @example 01mSuj
             */
            lastTokenPart?: string;
            /**
             * @description Of a personal access token.
             * @example the build server
             */
            name?: string;
            /**
             * @description Narrows what the user may do with this token; all of it when left out.
             * @example [
             *       "tokens:introspect"
             *     ]
             */
            permissions?: ("ecosystems:create" | "ecosystems:read" | "ecosystems:update" | "ecosystems:delete" | "users:create" | "users:read" | "users:update" | "users:delete" | "tokens:mint" | "tokens:import" | "tokens:list" | "tokens:revoke" | "tokens:introspect" | "tokens:explain" | "keys:mint" | "roles:read" | "roles:write" | "audit:read" | "metrics:read" | "self:manage")[];
            /**
             * @description For a personal access token, which never expires.
             * @example personalAccessToken
             * @enum {string}
             */
            type?: "personalAccessToken";
            /**
             * @description Whose token it is: the user's `externalId`, else our `id`.
             * @example BsNr28znDkG8aeo7W
             */
            userId: string;
            /**
             * @description When the login token was made: it lives `LOGIN_EXPIRATION_DAYS` from then. Needed but for a personal access token.
             * @example 2026-11-20T10:00:00.000Z
             */
            when?: string;
        };
        RoleListView: {
            data: components["schemas"]["RoleView"][];
            page: components["schemas"]["PageView"];
        };
        RoleView: {
            /** @example May see users and end their tokens */
            description: string;
            /** @example support */
            name: string;
            /**
             * @example [
             *       "users:read",
             *       "tokens:list",
             *       "tokens:revoke"
             *     ]
             */
            permissions: ("ecosystems:create" | "ecosystems:read" | "ecosystems:update" | "ecosystems:delete" | "users:create" | "users:read" | "users:update" | "users:delete" | "tokens:mint" | "tokens:import" | "tokens:list" | "tokens:revoke" | "tokens:introspect" | "tokens:explain" | "keys:mint" | "roles:read" | "roles:write" | "audit:read" | "metrics:read" | "self:manage")[];
        };
        RotatedView: {
            /**
             * @description The old key's record. It ends after the overlap at the latest, which its `maxAge` and `expiresAt` show; read it again
             *     to see by `lastUsedAt` whether somebody still uses the old secret.
             */
            replaced: components["schemas"]["TokenView"];
            /**
             * @description Shown this once. Keep it safe: it cannot be read again.
             * @example tw_u_5mYqJX2cVj0xhN2cO1u3lqGz8b7wTnD4aKfEoPM5_-U
             */
            secret: string;
            token: components["schemas"]["TokenView"];
        };
        RotateKey: {
            /**
             * @description How much longer the old secret is accepted, in seconds, 0 to 2592000 (30 days); 3600 when left out. With 0 it is
             *     revoked at once. At least 60 when a key rotates itself, so that a lost answer can be asked for again with the same
             *     `Idempotency-Key`.
             * @example 3600
             */
            overlap?: number;
        };
        SanctumImportLine: {
            /**
             * @description A list, or the text of one as the table has it. Where it is not `["*"]`, say in `permissions` what the token may do:
             *     the words of an application mean nothing here.
             * @example [
             *       "*"
             *     ]
             */
            abilities?: string[] | string | null;
            /** @example 2026-11-20T10:00:00.000Z */
            created_at?: string | null;
            /**
             * @description Null for never.
             * @example 2027-11-20T10:00:00.000Z
             */
            expires_at?: string | null;
            /**
             * @example sanctum
             * @enum {string}
             */
            format: "sanctum";
            /**
             * @description The row's id, the number before the bar of the secret; as text or as a number.
             * @example 12
             */
            id: string | number;
            /** @example 2026-11-21T10:00:00.000Z */
            last_used_at?: string | null;
            /** @example Telephone of Ada */
            name?: string | null;
            /**
             * @description Narrows what the user may do with this token; all of it when left out.
             * @example [
             *       "tokens:introspect"
             *     ]
             */
            permissions?: ("ecosystems:create" | "ecosystems:read" | "ecosystems:update" | "ecosystems:delete" | "users:create" | "users:read" | "users:update" | "users:delete" | "tokens:mint" | "tokens:import" | "tokens:list" | "tokens:revoke" | "tokens:introspect" | "tokens:explain" | "keys:mint" | "roles:read" | "roles:write" | "audit:read" | "metrics:read" | "self:manage")[];
            /**
             * @description SHA-256 of what stands behind the bar, in hexadecimal digits.
             * @example b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9
             */
            token: string;
            /**
             * @description Not looked at.
             * @example 7
             */
            tokenable_id?: string | number | null;
            /**
             * @description Not looked at.
             * @example App\Models\User
             */
            tokenable_type?: string | null;
            /**
             * @description Not looked at.
             * @example 2026-11-21T10:00:00.000Z
             */
            updated_at?: string | null;
            /**
             * @description Whose token it is: the user's `externalId`, else our `id`.
             * @example BsNr28znDkG8aeo7W
             */
            userId: string;
        };
        SelfView: {
            /** @example default */
            ecosystemId: string | null;
            /**
             * @example user
             * @enum {string}
             */
            holder: "user" | "server" | "account";
            /**
             * @description What you may do with this token.
             * @example [
             *       "tokens:mint"
             *     ]
             */
            permissions: ("ecosystems:create" | "ecosystems:read" | "ecosystems:update" | "ecosystems:delete" | "users:create" | "users:read" | "users:update" | "users:delete" | "tokens:mint" | "tokens:import" | "tokens:list" | "tokens:revoke" | "tokens:introspect" | "tokens:explain" | "keys:mint" | "roles:read" | "roles:write" | "audit:read" | "metrics:read" | "self:manage")[];
            /** @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11 */
            tokenId: string | null;
            /** @description The user, when the token is a user's. */
            user: components["schemas"]["UserView"] | null;
        };
        TokenInQuestion: {
            /**
             * @description The secret.
             * @example tw_u_5mYqJX2cVj0xhN2cO1u3lqGz8b7wTnD4aKfEoPM5_-U
             */
            token: string;
            /**
             * @description Is not needed, and not looked at.
             * @example access_token
             */
            token_type_hint?: string;
        };
        TokenListView: {
            data: components["schemas"]["TokenView"][];
            page: components["schemas"]["PageView"];
        };
        TokensInQuestion: {
            /**
             * @description The secrets, 1 to 1,000; the same one may be there twice.
             * @example [
             *       "tw_u_5mYqJX2cVj0xhN2cO1u3lqGz8b7wTnD4aKfEoPsRrUg"
             *     ]
             */
            tokens: string[];
        };
        TokenView: {
            /**
             * @description ISO 8601, UTC.
             * @example 2026-11-22T10:00:00.000Z
             */
            createdAt: string;
            /**
             * @description The face through which it was minted.
             * @example native
             */
            dialect: string;
            /**
             * @description Null for account tokens.
             * @example default
             */
            ecosystemId: string | null;
            /**
             * @description ISO 8601, UTC; null for never. A sliding token's end follows its stored last use.
             * @example 2026-11-22T11:00:00.000Z
             */
            expiresAt: string | null;
            /**
             * @example SlidingTtl
             * @enum {string}
             */
            expiryType: "Infinite" | "FixedTtl" | "SlidingTtl";
            /**
             * @description Whose token it is.
             * @example user
             * @enum {string}
             */
            holder: "user" | "server" | "account";
            /** @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11 */
            id: string;
            /**
             * @description ISO 8601, UTC: the last use that was stored, at most a minute old.
             * @example 2026-11-22T10:30:00.000Z
             */
            lastUsedAt: string | null;
            /**
             * @description Absolute end, in seconds from the creation.
             * @example 86400
             */
            maxAge: number | null;
            /**
             * @description Token of the caller who minted it.
             * @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b00
             */
            mintedBy: string | null;
            /** @example Telephone of Ada */
            name: string | null;
            /**
             * @description Token with which this one dies: the one that was presented when somebody minted it for oneself. Absent for most.
             * @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b13
             */
            parent?: string;
            /**
             * @description What narrows it; null leaves the holder all.
             * @example [
             *       "tokens:introspect"
             *     ]
             */
            permissions: ("ecosystems:create" | "ecosystems:read" | "ecosystems:update" | "ecosystems:delete" | "users:create" | "users:read" | "users:update" | "users:delete" | "tokens:mint" | "tokens:import" | "tokens:list" | "tokens:revoke" | "tokens:introspect" | "tokens:explain" | "keys:mint" | "roles:read" | "roles:write" | "audit:read" | "metrics:read" | "self:manage")[] | null;
            /**
             * @description Token that a rotation put in this one's place; `lastUsedAt` tells whether this one is still in use.
             * @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b12
             */
            replacedBy: string | null;
            /** @description ISO 8601, UTC; null while it is not revoked. */
            revokedAt: string | null;
            /**
             * @description Whether it lives; a token of a deactivated user is shown with its own state.
             * @example live
             * @enum {string}
             */
            state: "expired" | "revoked" | "live";
            /**
             * @description Seconds; null when infinite.
             * @example 3600
             */
            ttl: number | null;
            /** @example BsNr28znDkG8aeo7W */
            userId: string | null;
        };
        UpdateEcosystem: {
            /**
             * @description Host name under which Rocket.Chat clients reach this ecosystem; null takes it away. With an account token only: by it
             *     a tenant could stand where others sign in.
             * @example chat.acme.example
             */
            domain?: string | null;
            /**
             * @description Name for people.
             * @example Acme Ltd
             */
            name?: string;
            /**
             * @description Web origins (scheme, host in lower case, port when it is not the scheme's own) of the pages on which Strigo's SDK may
             *     run: browsers may call the SDK's paths from there, and from nowhere else. At most 100; an empty list takes them away.
             * @example [
             *       "https://app.acme.example"
             *     ]
             */
            origins?: string[];
            /**
             * @description Whether anybody may make a user of their own here by Rocket.Chat's `users.register`.
             * @example closed
             * @enum {string}
             */
            registration?: "open" | "closed";
        };
        UpdateUser: {
            /**
             * @description A user that is not active has no live token and gets none.
             * @example true
             */
            active?: boolean;
            /**
             * @description Unique in any case of letters. A host without a dot is taken too: `ada@localhost`.
             * @example ada@acme.example
             */
            email?: string | null;
            /**
             * @description The id of this person in your own system: by it sFOX's and Droplit's paths name the user. 1 to 128 characters.
             * @example customer-4711
             */
            externalId?: string | null;
            /**
             * @description Name for people.
             * @example Ada Lovelace
             */
            name?: string;
            /**
             * @description 8 to 1,024 characters; stored as argon2id only.
             * @example correct horse battery staple
             */
            password?: string | null;
            /**
             * @description With `password`: whether all tokens that the user has are dead when this answers. When left out they are, unless the
             *     user changes the own password.
             * @example true
             */
            revokeTokens?: boolean;
            /**
             * @description Roles of the ecosystem; `["user"]` when left out.
             * @example [
             *       "user"
             *     ]
             */
            roles?: string[];
            /**
             * @description For signing in; unique in any case of letters. 1 to 128 characters.
             * @example ada
             */
            username?: string | null;
        };
        UserListView: {
            data: components["schemas"]["UserView"][];
            page: components["schemas"]["PageView"];
        };
        UserMintedView: {
            /**
             * @description Shown this once. Keep it safe: it cannot be read again.
             * @example tw_u_5mYqJX2cVj0xhN2cO1u3lqGz8b7wTnD4aKfEoPM5_-U
             */
            secret: string;
            token: components["schemas"]["TokenView"];
            /** @example BsNr28znDkG8aeo7W */
            userId: string;
        };
        UserPermissionsView: {
            /**
             * @description What the roles give together: a token of the user may do this, or less when it is narrowed. While the user is not
             *     active, no token may do anything.
             * @example [
             *       "users:read",
             *       "tokens:list",
             *       "tokens:revoke"
             *     ]
             */
            permissions: ("ecosystems:create" | "ecosystems:read" | "ecosystems:update" | "ecosystems:delete" | "users:create" | "users:read" | "users:update" | "users:delete" | "tokens:mint" | "tokens:import" | "tokens:list" | "tokens:revoke" | "tokens:introspect" | "tokens:explain" | "keys:mint" | "roles:read" | "roles:write" | "audit:read" | "metrics:read" | "self:manage")[];
            roles: components["schemas"]["HeldRoleView"][];
        };
        UserView: {
            /** @example true */
            active: boolean;
            /**
             * @description ISO 8601, UTC.
             * @example 2026-11-22T10:00:00.000Z
             */
            createdAt: string;
            /** @example default */
            ecosystemId: string;
            /** @example ada@acme.example */
            email: string | null;
            /** @example customer-4711 */
            externalId: string | null;
            /**
             * @description Whether the user can sign in with a password.
             * @example true
             */
            hasPassword: boolean;
            /**
             * @description 17 characters.
             * @example BsNr28znDkG8aeo7W
             */
            id: string;
            /** @example Ada Lovelace */
            name: string;
            /**
             * @example [
             *       "user"
             *     ]
             */
            roles: string[];
            /**
             * @description ISO 8601, UTC.
             * @example 2026-11-22T10:00:00.000Z
             */
            updatedAt: string;
            /** @example ada */
            username: string | null;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type AuditEntryView = components['schemas']['AuditEntryView'];
export type AuditListView = components['schemas']['AuditListView'];
export type CreateEcosystem = components['schemas']['CreateEcosystem'];
export type CreateUser = components['schemas']['CreateUser'];
export type DefineRole = components['schemas']['DefineRole'];
export type DigestImportLine = components['schemas']['DigestImportLine'];
export type EcosystemListView = components['schemas']['EcosystemListView'];
export type EcosystemView = components['schemas']['EcosystemView'];
export type ExplainToken = components['schemas']['ExplainToken'];
export type ExplanationView = components['schemas']['ExplanationView'];
export type HeldRoleView = components['schemas']['HeldRoleView'];
export type ImportResult = components['schemas']['ImportResult'];
export type Introspection = components['schemas']['Introspection'];
export type IntrospectionListView = components['schemas']['IntrospectionListView'];
export type KeyRevokedView = components['schemas']['KeyRevokedView'];
export type LivenessView = components['schemas']['LivenessView'];
export type MassRevokedView = components['schemas']['MassRevokedView'];
export type MintedListView = components['schemas']['MintedListView'];
export type MintedView = components['schemas']['MintedView'];
export type MintToken = components['schemas']['MintToken'];
export type MintTokens = components['schemas']['MintTokens'];
export type OAuthError = components['schemas']['OAuthError'];
export type PageView = components['schemas']['PageView'];
export type PermissionExplanationView = components['schemas']['PermissionExplanationView'];
export type Problem = components['schemas']['Problem'];
export type ProblemIssue = components['schemas']['ProblemIssue'];
export type ReadinessView = components['schemas']['ReadinessView'];
export type RevokedView = components['schemas']['RevokedView'];
export type RevokeTokens = components['schemas']['RevokeTokens'];
export type RocketchatImportLine = components['schemas']['RocketchatImportLine'];
export type RoleListView = components['schemas']['RoleListView'];
export type RoleView = components['schemas']['RoleView'];
export type RotatedView = components['schemas']['RotatedView'];
export type RotateKey = components['schemas']['RotateKey'];
export type SanctumImportLine = components['schemas']['SanctumImportLine'];
export type SelfView = components['schemas']['SelfView'];
export type TokenInQuestion = components['schemas']['TokenInQuestion'];
export type TokenListView = components['schemas']['TokenListView'];
export type TokensInQuestion = components['schemas']['TokensInQuestion'];
export type TokenView = components['schemas']['TokenView'];
export type UpdateEcosystem = components['schemas']['UpdateEcosystem'];
export type UpdateUser = components['schemas']['UpdateUser'];
export type UserListView = components['schemas']['UserListView'];
export type UserMintedView = components['schemas']['UserMintedView'];
export type UserPermissionsView = components['schemas']['UserPermissionsView'];
export type UserView = components['schemas']['UserView'];
export type $defs = Record<string, never>;
export interface operations {
    readLive: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok",
                     *       "service": "tokenwright"
                     *     }
                     */
                    "application/json": components["schemas"]["LivenessView"];
                };
            };
        };
    };
    readReady: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok",
                     *       "redis": "ok"
                     *     }
                     */
                    "application/json": components["schemas"]["ReadinessView"];
                };
            };
        };
    };
    readMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The metrics */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example # HELP tokenwright_verifications_total Verifications of a secret, by verdict and by the tier that gave it
                     *     # TYPE tokenwright_verifications_total counter
                     *     tokenwright_verifications_total{tier="memory",verdict="live"} 4711
                     */
                    "text/plain": string;
                };
            };
        };
    };
    listProblems: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list, as a page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example <!doctype html><title>…</title> */
                    "text/html": string;
                };
            };
        };
    };
    readProblem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The `code` of the problem
                 * @example user-not-found
                 */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example <!doctype html><title>…</title> */
                    "text/html": string;
                };
            };
        };
    };
    listAccountTokens: {
        parameters: {
            query?: {
                /** @description Only such as were minted before this moment. */
                createdBefore?: string;
                /** @description Only such as were minted at this moment or later. */
                createdFrom?: string;
                /** @description `page.nextCursor` of the page before. */
                cursor?: string;
                /** @description Only such as were not used since this moment, or never. */
                lastUsedBefore?: string;
                /** @description Only such as were last used at this moment or later. */
                lastUsedFrom?: string;
                /** @description How many at the most, 1 to 200; 50 when left out. */
                limit?: number;
                /** @description Only such as were minted with this token: its `id`. */
                mintedBy?: string;
                /** @description Only such as are in this state now; a sliding token ends here up to a minute later than it does in truth. */
                state?: "live" | "expired" | "revoked";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11",
                     *           "ecosystemId": "default",
                     *           "holder": "user",
                     *           "userId": "BsNr28znDkG8aeo7W",
                     *           "name": "Telephone of Ada",
                     *           "dialect": "native",
                     *           "state": "live",
                     *           "expiryType": "SlidingTtl",
                     *           "ttl": 3600,
                     *           "maxAge": 86400,
                     *           "permissions": [
                     *             "tokens:introspect"
                     *           ],
                     *           "expiresAt": "2026-11-22T11:00:00.000Z",
                     *           "createdAt": "2026-11-22T10:00:00.000Z",
                     *           "mintedBy": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b00",
                     *           "lastUsedAt": "2026-11-22T10:30:00.000Z",
                     *           "revokedAt": null,
                     *           "replacedBy": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b12",
                     *           "parent": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b13"
                     *         }
                     *       ],
                     *       "page": {
                     *         "nextCursor": "WyIwMTk2NGYzZS03ZTljLTdhMzEtOGE0MS0wZjZkM2YxZjJiMTEiXQ"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["TokenListView"];
                };
            };
        };
    };
    mintAccountToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "expiryType": "SlidingTtl",
                 *       "ttl": 3600,
                 *       "maxAge": 86400,
                 *       "name": "Telephone of Ada",
                 *       "permissions": [
                 *         "tokens:introspect"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["MintToken"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "token": {
                     *         "id": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11",
                     *         "ecosystemId": "default",
                     *         "holder": "user",
                     *         "userId": "BsNr28znDkG8aeo7W",
                     *         "name": "Telephone of Ada",
                     *         "dialect": "native",
                     *         "state": "live",
                     *         "expiryType": "SlidingTtl",
                     *         "ttl": 3600,
                     *         "maxAge": 86400,
                     *         "permissions": [
                     *           "tokens:introspect"
                     *         ],
                     *         "expiresAt": "2026-11-22T11:00:00.000Z",
                     *         "createdAt": "2026-11-22T10:00:00.000Z",
                     *         "mintedBy": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b00",
                     *         "lastUsedAt": "2026-11-22T10:30:00.000Z",
                     *         "revokedAt": null,
                     *         "replacedBy": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b12",
                     *         "parent": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b13"
                     *       },
                     *       "secret": "tw_u_5mYqJX2cVj0xhN2cO1u3lqGz8b7wTnD4aKfEoPM5_-U"
                     *     }
                     */
                    "application/json": components["schemas"]["MintedView"];
                };
            };
        };
    };
    readAccountToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the token’s record, a UUID
                 * @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b33
                 */
                tokenId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11",
                     *       "ecosystemId": "default",
                     *       "holder": "user",
                     *       "userId": "BsNr28znDkG8aeo7W",
                     *       "name": "Telephone of Ada",
                     *       "dialect": "native",
                     *       "state": "live",
                     *       "expiryType": "SlidingTtl",
                     *       "ttl": 3600,
                     *       "maxAge": 86400,
                     *       "permissions": [
                     *         "tokens:introspect"
                     *       ],
                     *       "expiresAt": "2026-11-22T11:00:00.000Z",
                     *       "createdAt": "2026-11-22T10:00:00.000Z",
                     *       "mintedBy": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b00",
                     *       "lastUsedAt": "2026-11-22T10:30:00.000Z",
                     *       "revokedAt": null,
                     *       "replacedBy": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b12",
                     *       "parent": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b13"
                     *     }
                     */
                    "application/json": components["schemas"]["TokenView"];
                };
            };
        };
    };
    revokeAccountToken: {
        parameters: {
            query?: {
                /**
                 * @description `true` also revokes what came from it: the keys that rotations put in its place, and all that it and they minted, also for
                 *     users, through however many hands.
                 */
                cascade?: boolean;
            };
            header?: never;
            path: {
                /**
                 * @description Id of the token’s record, a UUID
                 * @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b33
                 */
                tokenId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is revoked; this is what came from it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "revoked": 3,
                     *       "livingOn": [
                     *         {
                     *           "id": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11",
                     *           "ecosystemId": "default",
                     *           "holder": "user",
                     *           "userId": "BsNr28znDkG8aeo7W",
                     *           "name": "Telephone of Ada",
                     *           "dialect": "native",
                     *           "state": "live",
                     *           "expiryType": "SlidingTtl",
                     *           "ttl": 3600,
                     *           "maxAge": 86400,
                     *           "permissions": [
                     *             "tokens:introspect"
                     *           ],
                     *           "expiresAt": "2026-11-22T11:00:00.000Z",
                     *           "createdAt": "2026-11-22T10:00:00.000Z",
                     *           "mintedBy": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b00",
                     *           "lastUsedAt": "2026-11-22T10:30:00.000Z",
                     *           "revokedAt": null,
                     *           "replacedBy": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b12",
                     *           "parent": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b13"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["KeyRevokedView"];
                };
            };
            /** @description It is revoked, and no live key came from it */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    rotateAccountToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the token’s record, a UUID
                 * @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b33
                 */
                tokenId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "overlap": 3600
                 *     }
                 */
                "application/json": components["schemas"]["RotateKey"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "token": {
                     *         "id": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11",
                     *         "ecosystemId": "default",
                     *         "holder": "user",
                     *         "userId": "BsNr28znDkG8aeo7W",
                     *         "name": "Telephone of Ada",
                     *         "dialect": "native",
                     *         "state": "live",
                     *         "expiryType": "SlidingTtl",
                     *         "ttl": 3600,
                     *         "maxAge": 86400,
                     *         "permissions": [
                     *           "tokens:introspect"
                     *         ],
                     *         "expiresAt": "2026-11-22T11:00:00.000Z",
                     *         "createdAt": "2026-11-22T10:00:00.000Z",
                     *         "mintedBy": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b00",
                     *         "lastUsedAt": "2026-11-22T10:30:00.000Z",
                     *         "revokedAt": null,
                     *         "replacedBy": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b12",
                     *         "parent": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b13"
                     *       },
                     *       "secret": "tw_u_5mYqJX2cVj0xhN2cO1u3lqGz8b7wTnD4aKfEoPM5_-U",
                     *       "replaced": {
                     *         "id": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11",
                     *         "ecosystemId": "default",
                     *         "holder": "user",
                     *         "userId": "BsNr28znDkG8aeo7W",
                     *         "name": "Telephone of Ada",
                     *         "dialect": "native",
                     *         "state": "live",
                     *         "expiryType": "SlidingTtl",
                     *         "ttl": 3600,
                     *         "maxAge": 86400,
                     *         "permissions": [
                     *           "tokens:introspect"
                     *         ],
                     *         "expiresAt": "2026-11-22T11:00:00.000Z",
                     *         "createdAt": "2026-11-22T10:00:00.000Z",
                     *         "mintedBy": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b00",
                     *         "lastUsedAt": "2026-11-22T10:30:00.000Z",
                     *         "revokedAt": null,
                     *         "replacedBy": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b12",
                     *         "parent": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b13"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["RotatedView"];
                };
            };
        };
    };
    listAllAudit: {
        parameters: {
            query?: {
                /** @description Only deeds of this kind. */
                action?: string;
                /** @description Only what was done before this moment. */
                before?: string;
                /** @description Only what was done from this address. */
                callerAddress?: string;
                /** @description Only what was done with tokens of these holders, or by Tokenwright itself. */
                callerHolder?: "account" | "server" | "user" | "system";
                /** @description Only what was done with this token: its `id`. */
                callerTokenId?: string;
                /** @description Only what this user did. */
                callerUserId?: string;
                /** @description `page.nextCursor` of the page before. */
                cursor?: string;
                /**
                 * @description Only what was done in this ecosystem, also in a deleted one.
                 * @example default
                 */
                ecosystemId?: string;
                /** @description Only what was done at this moment or later. */
                from?: string;
                /** @description How many at the most, 1 to 200; 50 when left out. */
                limit?: number;
                /** @description Only what this request did: its `X-Request-Id`. */
                requestId?: string;
                /** @description Only what was done to the thing with this id. */
                targetId?: string;
                /** @description Only what was done to such things. */
                targetType?: "ecosystem" | "role" | "user" | "token";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "detail": null,
                     *           "id": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b12",
                     *           "at": "2026-11-22T10:00:00.000Z",
                     *           "ecosystemId": "default",
                     *           "action": "token.mint",
                     *           "targetType": "token",
                     *           "targetId": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11",
                     *           "callerHolder": "server",
                     *           "callerTokenId": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b10",
                     *           "callerUserId": null,
                     *           "callerAddress": "192.0.2.7",
                     *           "requestId": null
                     *         }
                     *       ],
                     *       "page": {
                     *         "nextCursor": "WyIwMTk2NGYzZS03ZTljLTdhMzEtOGE0MS0wZjZkM2YxZjJiMTEiXQ"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["AuditListView"];
                };
            };
        };
    };
    exportAllAudit: {
        parameters: {
            query?: {
                /** @description Only deeds of this kind. */
                action?: string;
                /** @description Begins after the entry with this `id`: the last one of an export before. */
                after?: string;
                /** @description Only what was done before this moment. */
                before?: string;
                /** @description Only what was done from this address. */
                callerAddress?: string;
                /** @description Only what was done with tokens of these holders, or by Tokenwright itself. */
                callerHolder?: "account" | "server" | "user" | "system";
                /** @description Only what was done with this token: its `id`. */
                callerTokenId?: string;
                /** @description Only what this user did. */
                callerUserId?: string;
                /**
                 * @description Only what was done in this ecosystem, also in a deleted one.
                 * @example default
                 */
                ecosystemId?: string;
                /** @description Only what was done at this moment or later. */
                from?: string;
                /** @description Only what this request did: its `X-Request-Id`. */
                requestId?: string;
                /** @description Only what was done to the thing with this id. */
                targetId?: string;
                /** @description Only what was done to such things. */
                targetType?: "ecosystem" | "role" | "user" | "token";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One entry a line, each as in the list; the oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example {"id":"01964f3e-7e9c-7a31-8a41-0f6d3f1f2b12","at":"2026-11-22T10:00:00.000Z","ecosystemId":"default","action":"token.mint","targetType":"token","targetId":"01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11","callerHolder":"server","callerTokenId":"01964f3e-7e9c-7a31-8a41-0f6d3f1f2b10","callerUserId":null,"callerAddress":"192.0.2.7","requestId":"0b0d2a5e-7d5c-4c5e-9d55-2d5a1e3f4a6b","detail":null} */
                    "application/x-ndjson": string;
                };
            };
        };
    };
    listEcosystems: {
        parameters: {
            query?: {
                /** @description `page.nextCursor` of the page before. */
                cursor?: string;
                /** @description Only the one with this domain, in any case of letters. */
                domain?: string;
                /** @description How many at the most, 1 to 200; 50 when left out. */
                limit?: number;
                /** @description Only such as have exactly this name. */
                name?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "acme",
                     *           "name": "Acme Ltd",
                     *           "domain": "chat.acme.example",
                     *           "origins": [
                     *             "https://app.acme.example"
                     *           ],
                     *           "registration": "closed",
                     *           "createdAt": "2026-11-22T10:00:00.000Z",
                     *           "updatedAt": "2026-11-22T10:00:00.000Z"
                     *         }
                     *       ],
                     *       "page": {
                     *         "nextCursor": "WyIwMTk2NGYzZS03ZTljLTdhMzEtOGE0MS0wZjZkM2YxZjJiMTEiXQ"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["EcosystemListView"];
                };
            };
        };
    };
    createEcosystem: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "id": "acme",
                 *       "name": "Acme Ltd",
                 *       "domain": "chat.acme.example",
                 *       "origins": [
                 *         "https://app.acme.example"
                 *       ],
                 *       "registration": "closed"
                 *     }
                 */
                "application/json": components["schemas"]["CreateEcosystem"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "acme",
                     *       "name": "Acme Ltd",
                     *       "domain": "chat.acme.example",
                     *       "origins": [
                     *         "https://app.acme.example"
                     *       ],
                     *       "registration": "closed",
                     *       "createdAt": "2026-11-22T10:00:00.000Z",
                     *       "updatedAt": "2026-11-22T10:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["EcosystemView"];
                };
            };
        };
    };
    readEcosystem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the ecosystem
                 * @example default
                 */
                ecosystemId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "acme",
                     *       "name": "Acme Ltd",
                     *       "domain": "chat.acme.example",
                     *       "origins": [
                     *         "https://app.acme.example"
                     *       ],
                     *       "registration": "closed",
                     *       "createdAt": "2026-11-22T10:00:00.000Z",
                     *       "updatedAt": "2026-11-22T10:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["EcosystemView"];
                };
            };
        };
    };
    deleteEcosystem: {
        parameters: {
            query?: {
                /** @description The id of the ecosystem once more. `default` is deleted only with it. */
                confirm?: string;
            };
            header?: never;
            path: {
                /**
                 * @description Id of the ecosystem
                 * @example acme
                 */
                ecosystemId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    updateEcosystem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the ecosystem
                 * @example acme
                 */
                ecosystemId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Acme Ltd",
                 *       "domain": "chat.acme.example",
                 *       "origins": [
                 *         "https://app.acme.example"
                 *       ],
                 *       "registration": "closed"
                 *     }
                 */
                "application/json": components["schemas"]["UpdateEcosystem"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "acme",
                     *       "name": "Acme Ltd",
                     *       "domain": "chat.acme.example",
                     *       "origins": [
                     *         "https://app.acme.example"
                     *       ],
                     *       "registration": "closed",
                     *       "createdAt": "2026-11-22T10:00:00.000Z",
                     *       "updatedAt": "2026-11-22T10:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["EcosystemView"];
                };
            };
        };
    };
    listAudit: {
        parameters: {
            query?: {
                /** @description Only deeds of this kind. */
                action?: string;
                /** @description Only what was done before this moment. */
                before?: string;
                /** @description Only what was done from this address. */
                callerAddress?: string;
                /** @description Only what was done with tokens of these holders, or by Tokenwright itself. */
                callerHolder?: "account" | "server" | "user" | "system";
                /** @description Only what was done with this token: its `id`. */
                callerTokenId?: string;
                /** @description Only what this user did. */
                callerUserId?: string;
                /** @description `page.nextCursor` of the page before. */
                cursor?: string;
                /** @description Only what was done at this moment or later. */
                from?: string;
                /** @description How many at the most, 1 to 200; 50 when left out. */
                limit?: number;
                /** @description Only what this request did: its `X-Request-Id`. */
                requestId?: string;
                /** @description Only what was done to the thing with this id. */
                targetId?: string;
                /** @description Only what was done to such things. */
                targetType?: "ecosystem" | "role" | "user" | "token";
            };
            header?: never;
            path: {
                /**
                 * @description Id of the ecosystem
                 * @example default
                 */
                ecosystemId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "detail": null,
                     *           "id": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b12",
                     *           "at": "2026-11-22T10:00:00.000Z",
                     *           "ecosystemId": "default",
                     *           "action": "token.mint",
                     *           "targetType": "token",
                     *           "targetId": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11",
                     *           "callerHolder": "server",
                     *           "callerTokenId": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b10",
                     *           "callerUserId": null,
                     *           "callerAddress": "192.0.2.7",
                     *           "requestId": null
                     *         }
                     *       ],
                     *       "page": {
                     *         "nextCursor": "WyIwMTk2NGYzZS03ZTljLTdhMzEtOGE0MS0wZjZkM2YxZjJiMTEiXQ"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["AuditListView"];
                };
            };
        };
    };
    exportAudit: {
        parameters: {
            query?: {
                /** @description Only deeds of this kind. */
                action?: string;
                /** @description Begins after the entry with this `id`: the last one of an export before. */
                after?: string;
                /** @description Only what was done before this moment. */
                before?: string;
                /** @description Only what was done from this address. */
                callerAddress?: string;
                /** @description Only what was done with tokens of these holders, or by Tokenwright itself. */
                callerHolder?: "account" | "server" | "user" | "system";
                /** @description Only what was done with this token: its `id`. */
                callerTokenId?: string;
                /** @description Only what this user did. */
                callerUserId?: string;
                /** @description Only what was done at this moment or later. */
                from?: string;
                /** @description Only what this request did: its `X-Request-Id`. */
                requestId?: string;
                /** @description Only what was done to the thing with this id. */
                targetId?: string;
                /** @description Only what was done to such things. */
                targetType?: "ecosystem" | "role" | "user" | "token";
            };
            header?: never;
            path: {
                /**
                 * @description Id of the ecosystem
                 * @example default
                 */
                ecosystemId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One entry a line, each as in the list; the oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example {"id":"01964f3e-7e9c-7a31-8a41-0f6d3f1f2b12","at":"2026-11-22T10:00:00.000Z","ecosystemId":"default","action":"token.mint","targetType":"token","targetId":"01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11","callerHolder":"server","callerTokenId":"01964f3e-7e9c-7a31-8a41-0f6d3f1f2b10","callerUserId":null,"callerAddress":"192.0.2.7","requestId":"0b0d2a5e-7d5c-4c5e-9d55-2d5a1e3f4a6b","detail":null} */
                    "application/x-ndjson": string;
                };
            };
        };
    };
    listRoles: {
        parameters: {
            query?: {
                /** @description `page.nextCursor` of the page before. */
                cursor?: string;
                /** @description How many at the most, 1 to 200; 50 when left out. */
                limit?: number;
            };
            header?: never;
            path: {
                /**
                 * @description Id of the ecosystem
                 * @example default
                 */
                ecosystemId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "name": "support",
                     *           "description": "May see users and end their tokens",
                     *           "permissions": [
                     *             "users:read",
                     *             "tokens:list",
                     *             "tokens:revoke"
                     *           ]
                     *         }
                     *       ],
                     *       "page": {
                     *         "nextCursor": "WyIwMTk2NGYzZS03ZTljLTdhMzEtOGE0MS0wZjZkM2YxZjJiMTEiXQ"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["RoleListView"];
                };
            };
        };
    };
    readRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the ecosystem
                 * @example default
                 */
                ecosystemId: string;
                /**
                 * @description Name of the role
                 * @example support
                 */
                role: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "support",
                     *       "description": "May see users and end their tokens",
                     *       "permissions": [
                     *         "users:read",
                     *         "tokens:list",
                     *         "tokens:revoke"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["RoleView"];
                };
            };
        };
    };
    defineRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the ecosystem
                 * @example acme
                 */
                ecosystemId: string;
                /**
                 * @description Name of the role
                 * @example support
                 */
                role: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "description": "May see users and end their tokens",
                 *       "permissions": [
                 *         "users:read",
                 *         "tokens:list",
                 *         "tokens:revoke"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["DefineRole"];
            };
        };
        responses: {
            /** @description It was there */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "support",
                     *       "description": "May see users and end their tokens",
                     *       "permissions": [
                     *         "users:read",
                     *         "tokens:list",
                     *         "tokens:revoke"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["RoleView"];
                };
            };
            /** @description It is new */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "support",
                     *       "description": "May see users and end their tokens",
                     *       "permissions": [
                     *         "users:read",
                     *         "tokens:list",
                     *         "tokens:revoke"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["RoleView"];
                };
            };
        };
    };
    deleteRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the ecosystem
                 * @example acme
                 */
                ecosystemId: string;
                /**
                 * @description Name of the role
                 * @example support
                 */
                role: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listServerTokens: {
        parameters: {
            query?: {
                /** @description Only such as were minted before this moment. */
                createdBefore?: string;
                /** @description Only such as were minted at this moment or later. */
                createdFrom?: string;
                /** @description `page.nextCursor` of the page before. */
                cursor?: string;
                /** @description Only such as were not used since this moment, or never. */
                lastUsedBefore?: string;
                /** @description Only such as were last used at this moment or later. */
                lastUsedFrom?: string;
                /** @description How many at the most, 1 to 200; 50 when left out. */
                limit?: number;
                /** @description Only such as were minted with this token: its `id`. */
                mintedBy?: string;
                /** @description Only such as are in this state now; a sliding token ends here up to a minute later than it does in truth. */
                state?: "live" | "expired" | "revoked";
            };
            header?: never;
            path: {
                /**
                 * @description Id of the ecosystem
                 * @example default
                 */
                ecosystemId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11",
                     *           "ecosystemId": "default",
                     *           "holder": "user",
                     *           "userId": "BsNr28znDkG8aeo7W",
                     *           "name": "Telephone of Ada",
                     *           "dialect": "native",
                     *           "state": "live",
                     *           "expiryType": "SlidingTtl",
                     *           "ttl": 3600,
                     *           "maxAge": 86400,
                     *           "permissions": [
                     *             "tokens:introspect"
                     *           ],
                     *           "expiresAt": "2026-11-22T11:00:00.000Z",
                     *           "createdAt": "2026-11-22T10:00:00.000Z",
                     *           "mintedBy": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b00",
                     *           "lastUsedAt": "2026-11-22T10:30:00.000Z",
                     *           "revokedAt": null,
                     *           "replacedBy": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b12",
                     *           "parent": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b13"
                     *         }
                     *       ],
                     *       "page": {
                     *         "nextCursor": "WyIwMTk2NGYzZS03ZTljLTdhMzEtOGE0MS0wZjZkM2YxZjJiMTEiXQ"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["TokenListView"];
                };
            };
        };
    };
    mintServerToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the ecosystem
                 * @example default
                 */
                ecosystemId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "expiryType": "SlidingTtl",
                 *       "ttl": 3600,
                 *       "maxAge": 86400,
                 *       "name": "Telephone of Ada",
                 *       "permissions": [
                 *         "tokens:introspect"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["MintToken"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "token": {
                     *         "id": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11",
                     *         "ecosystemId": "default",
                     *         "holder": "user",
                     *         "userId": "BsNr28znDkG8aeo7W",
                     *         "name": "Telephone of Ada",
                     *         "dialect": "native",
                     *         "state": "live",
                     *         "expiryType": "SlidingTtl",
                     *         "ttl": 3600,
                     *         "maxAge": 86400,
                     *         "permissions": [
                     *           "tokens:introspect"
                     *         ],
                     *         "expiresAt": "2026-11-22T11:00:00.000Z",
                     *         "createdAt": "2026-11-22T10:00:00.000Z",
                     *         "mintedBy": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b00",
                     *         "lastUsedAt": "2026-11-22T10:30:00.000Z",
                     *         "revokedAt": null,
                     *         "replacedBy": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b12",
                     *         "parent": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b13"
                     *       },
                     *       "secret": "tw_u_5mYqJX2cVj0xhN2cO1u3lqGz8b7wTnD4aKfEoPM5_-U"
                     *     }
                     */
                    "application/json": components["schemas"]["MintedView"];
                };
            };
        };
    };
    rotateServerToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the ecosystem
                 * @example acme
                 */
                ecosystemId: string;
                /**
                 * @description Id of the token’s record, a UUID
                 * @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b22
                 */
                tokenId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "overlap": 3600
                 *     }
                 */
                "application/json": components["schemas"]["RotateKey"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "token": {
                     *         "id": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11",
                     *         "ecosystemId": "default",
                     *         "holder": "user",
                     *         "userId": "BsNr28znDkG8aeo7W",
                     *         "name": "Telephone of Ada",
                     *         "dialect": "native",
                     *         "state": "live",
                     *         "expiryType": "SlidingTtl",
                     *         "ttl": 3600,
                     *         "maxAge": 86400,
                     *         "permissions": [
                     *           "tokens:introspect"
                     *         ],
                     *         "expiresAt": "2026-11-22T11:00:00.000Z",
                     *         "createdAt": "2026-11-22T10:00:00.000Z",
                     *         "mintedBy": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b00",
                     *         "lastUsedAt": "2026-11-22T10:30:00.000Z",
                     *         "revokedAt": null,
                     *         "replacedBy": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b12",
                     *         "parent": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b13"
                     *       },
                     *       "secret": "tw_u_5mYqJX2cVj0xhN2cO1u3lqGz8b7wTnD4aKfEoPM5_-U",
                     *       "replaced": {
                     *         "id": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11",
                     *         "ecosystemId": "default",
                     *         "holder": "user",
                     *         "userId": "BsNr28znDkG8aeo7W",
                     *         "name": "Telephone of Ada",
                     *         "dialect": "native",
                     *         "state": "live",
                     *         "expiryType": "SlidingTtl",
                     *         "ttl": 3600,
                     *         "maxAge": 86400,
                     *         "permissions": [
                     *           "tokens:introspect"
                     *         ],
                     *         "expiresAt": "2026-11-22T11:00:00.000Z",
                     *         "createdAt": "2026-11-22T10:00:00.000Z",
                     *         "mintedBy": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b00",
                     *         "lastUsedAt": "2026-11-22T10:30:00.000Z",
                     *         "revokedAt": null,
                     *         "replacedBy": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b12",
                     *         "parent": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b13"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["RotatedView"];
                };
            };
        };
    };
    listTokens: {
        parameters: {
            query?: {
                /** @description Only such as were minted before this moment. */
                createdBefore?: string;
                /** @description Only such as were minted at this moment or later. */
                createdFrom?: string;
                /** @description `page.nextCursor` of the page before. */
                cursor?: string;
                /** @description Only the tokens of such holders. */
                holder?: "user" | "server";
                /** @description Only such as were not used since this moment, or never. */
                lastUsedBefore?: string;
                /** @description Only such as were last used at this moment or later. */
                lastUsedFrom?: string;
                /** @description How many at the most, 1 to 200; 50 when left out. */
                limit?: number;
                /** @description Only such as were minted with this token: its `id`. */
                mintedBy?: string;
                /** @description Only such as are in this state now; a sliding token ends here up to a minute later than it does in truth. */
                state?: "live" | "expired" | "revoked";
                /**
                 * @description Only the tokens of this user.
                 * @example BsNr28znDkG8aeo7W
                 */
                userId?: string;
            };
            header?: never;
            path: {
                /**
                 * @description Id of the ecosystem
                 * @example default
                 */
                ecosystemId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11",
                     *           "ecosystemId": "default",
                     *           "holder": "user",
                     *           "userId": "BsNr28znDkG8aeo7W",
                     *           "name": "Telephone of Ada",
                     *           "dialect": "native",
                     *           "state": "live",
                     *           "expiryType": "SlidingTtl",
                     *           "ttl": 3600,
                     *           "maxAge": 86400,
                     *           "permissions": [
                     *             "tokens:introspect"
                     *           ],
                     *           "expiresAt": "2026-11-22T11:00:00.000Z",
                     *           "createdAt": "2026-11-22T10:00:00.000Z",
                     *           "mintedBy": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b00",
                     *           "lastUsedAt": "2026-11-22T10:30:00.000Z",
                     *           "revokedAt": null,
                     *           "replacedBy": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b12",
                     *           "parent": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b13"
                     *         }
                     *       ],
                     *       "page": {
                     *         "nextCursor": "WyIwMTk2NGYzZS03ZTljLTdhMzEtOGE0MS0wZjZkM2YxZjJiMTEiXQ"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["TokenListView"];
                };
            };
        };
    };
    readToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the ecosystem
                 * @example default
                 */
                ecosystemId: string;
                /**
                 * @description Id of the token’s record, a UUID
                 * @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11
                 */
                tokenId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11",
                     *       "ecosystemId": "default",
                     *       "holder": "user",
                     *       "userId": "BsNr28znDkG8aeo7W",
                     *       "name": "Telephone of Ada",
                     *       "dialect": "native",
                     *       "state": "live",
                     *       "expiryType": "SlidingTtl",
                     *       "ttl": 3600,
                     *       "maxAge": 86400,
                     *       "permissions": [
                     *         "tokens:introspect"
                     *       ],
                     *       "expiresAt": "2026-11-22T11:00:00.000Z",
                     *       "createdAt": "2026-11-22T10:00:00.000Z",
                     *       "mintedBy": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b00",
                     *       "lastUsedAt": "2026-11-22T10:30:00.000Z",
                     *       "revokedAt": null,
                     *       "replacedBy": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b12",
                     *       "parent": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b13"
                     *     }
                     */
                    "application/json": components["schemas"]["TokenView"];
                };
            };
        };
    };
    revokeToken: {
        parameters: {
            query?: {
                /**
                 * @description `true` also revokes what came from it: the keys that rotations put in its place, and all that it and they minted, also for
                 *     users, through however many hands.
                 */
                cascade?: boolean;
            };
            header?: never;
            path: {
                /**
                 * @description Id of the ecosystem
                 * @example acme
                 */
                ecosystemId: string;
                /**
                 * @description Id of the token’s record, a UUID
                 * @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11
                 */
                tokenId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is revoked; this is what came from it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "revoked": 3,
                     *       "livingOn": [
                     *         {
                     *           "id": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11",
                     *           "ecosystemId": "default",
                     *           "holder": "user",
                     *           "userId": "BsNr28znDkG8aeo7W",
                     *           "name": "Telephone of Ada",
                     *           "dialect": "native",
                     *           "state": "live",
                     *           "expiryType": "SlidingTtl",
                     *           "ttl": 3600,
                     *           "maxAge": 86400,
                     *           "permissions": [
                     *             "tokens:introspect"
                     *           ],
                     *           "expiresAt": "2026-11-22T11:00:00.000Z",
                     *           "createdAt": "2026-11-22T10:00:00.000Z",
                     *           "mintedBy": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b00",
                     *           "lastUsedAt": "2026-11-22T10:30:00.000Z",
                     *           "revokedAt": null,
                     *           "replacedBy": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b12",
                     *           "parent": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b13"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["KeyRevokedView"];
                };
            };
            /** @description It is revoked, and no live key came from it */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    mintTokens: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the ecosystem
                 * @example default
                 */
                ecosystemId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "expiryType": "SlidingTtl",
                 *       "ttl": 3600,
                 *       "maxAge": 86400,
                 *       "name": "Telephone of Ada",
                 *       "permissions": [
                 *         "tokens:introspect"
                 *       ],
                 *       "userIds": [
                 *         "BsNr28znDkG8aeo7W"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["MintTokens"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "token": {
                     *             "id": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11",
                     *             "ecosystemId": "default",
                     *             "holder": "user",
                     *             "userId": "BsNr28znDkG8aeo7W",
                     *             "name": "Telephone of Ada",
                     *             "dialect": "native",
                     *             "state": "live",
                     *             "expiryType": "SlidingTtl",
                     *             "ttl": 3600,
                     *             "maxAge": 86400,
                     *             "permissions": [
                     *               "tokens:introspect"
                     *             ],
                     *             "expiresAt": "2026-11-22T11:00:00.000Z",
                     *             "createdAt": "2026-11-22T10:00:00.000Z",
                     *             "mintedBy": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b00",
                     *             "lastUsedAt": "2026-11-22T10:30:00.000Z",
                     *             "revokedAt": null,
                     *             "replacedBy": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b12",
                     *             "parent": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b13"
                     *           },
                     *           "secret": "tw_u_5mYqJX2cVj0xhN2cO1u3lqGz8b7wTnD4aKfEoPM5_-U",
                     *           "userId": "BsNr28znDkG8aeo7W"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["MintedListView"];
                };
            };
        };
    };
    importTokens: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the ecosystem
                 * @example default
                 */
                ecosystemId: string;
            };
            cookie?: never;
        };
        /** @description One token a line */
        requestBody: {
            content: {
                "application/x-ndjson": string;
            };
        };
        responses: {
            /** @description What became of each line */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example {"line":1,"result":"imported","tokenId":"01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11"} */
                    "application/x-ndjson": string;
                };
            };
        };
    };
    revokeFiltered: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the ecosystem
                 * @example acme
                 */
                ecosystemId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "userId": "BsNr28znDkG8aeo7W",
                 *       "holder": "user",
                 *       "mintedBy": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11",
                 *       "createdFrom": "2026-11-22T10:00:00Z",
                 *       "createdBefore": "2026-11-22T10:00:00Z",
                 *       "lastUsedFrom": "2026-11-22T10:00:00Z",
                 *       "lastUsedBefore": "2026-11-22T10:00:00Z",
                 *       "all": false,
                 *       "dryRun": true
                 *     }
                 */
                "application/json": components["schemas"]["RevokeTokens"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "revoked": 3,
                     *       "dryRun": false
                     *     }
                     */
                    "application/json": components["schemas"]["MassRevokedView"];
                };
            };
        };
    };
    listUsers: {
        parameters: {
            query?: {
                /** @description Only such as are active, or only such as are not. */
                active?: boolean;
                /** @description `page.nextCursor` of the page before. */
                cursor?: string;
                /** @description Only the one with this e-mail address, in any case of letters. */
                email?: string;
                /** @description Only the one whom your own system knows by this id. */
                externalId?: string;
                /** @description How many at the most, 1 to 200; 50 when left out. */
                limit?: number;
                /**
                 * @description Only such as have this role.
                 * @example support
                 */
                role?: string;
                /** @description Only the one with this username, in any case of letters. */
                username?: string;
            };
            header?: never;
            path: {
                /**
                 * @description Id of the ecosystem
                 * @example default
                 */
                ecosystemId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "BsNr28znDkG8aeo7W",
                     *           "ecosystemId": "default",
                     *           "username": "ada",
                     *           "email": "ada@acme.example",
                     *           "name": "Ada Lovelace",
                     *           "externalId": "customer-4711",
                     *           "roles": [
                     *             "user"
                     *           ],
                     *           "active": true,
                     *           "hasPassword": true,
                     *           "createdAt": "2026-11-22T10:00:00.000Z",
                     *           "updatedAt": "2026-11-22T10:00:00.000Z"
                     *         }
                     *       ],
                     *       "page": {
                     *         "nextCursor": "WyIwMTk2NGYzZS03ZTljLTdhMzEtOGE0MS0wZjZkM2YxZjJiMTEiXQ"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["UserListView"];
                };
            };
        };
    };
    createUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the ecosystem
                 * @example default
                 */
                ecosystemId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "id": "rbAXPnMktTFbNpwtJ",
                 *       "username": "ada",
                 *       "email": "ada@acme.example",
                 *       "name": "Ada Lovelace",
                 *       "externalId": "customer-4711",
                 *       "password": "correct horse battery staple",
                 *       "roles": [
                 *         "user"
                 *       ],
                 *       "active": true
                 *     }
                 */
                "application/json": components["schemas"]["CreateUser"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "BsNr28znDkG8aeo7W",
                     *       "ecosystemId": "default",
                     *       "username": "ada",
                     *       "email": "ada@acme.example",
                     *       "name": "Ada Lovelace",
                     *       "externalId": "customer-4711",
                     *       "roles": [
                     *         "user"
                     *       ],
                     *       "active": true,
                     *       "hasPassword": true,
                     *       "createdAt": "2026-11-22T10:00:00.000Z",
                     *       "updatedAt": "2026-11-22T10:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["UserView"];
                };
            };
        };
    };
    readUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the ecosystem
                 * @example default
                 */
                ecosystemId: string;
                /**
                 * @description Id of the user, 17 characters
                 * @example BsNr28znDkG8aeo7W
                 */
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "BsNr28znDkG8aeo7W",
                     *       "ecosystemId": "default",
                     *       "username": "ada",
                     *       "email": "ada@acme.example",
                     *       "name": "Ada Lovelace",
                     *       "externalId": "customer-4711",
                     *       "roles": [
                     *         "user"
                     *       ],
                     *       "active": true,
                     *       "hasPassword": true,
                     *       "createdAt": "2026-11-22T10:00:00.000Z",
                     *       "updatedAt": "2026-11-22T10:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["UserView"];
                };
            };
        };
    };
    deleteUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the ecosystem
                 * @example acme
                 */
                ecosystemId: string;
                /**
                 * @description Id of the user, 17 characters
                 * @example BsNr28znDkG8aeo7W
                 */
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    updateUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the ecosystem
                 * @example acme
                 */
                ecosystemId: string;
                /**
                 * @description Id of the user, 17 characters
                 * @example BsNr28znDkG8aeo7W
                 */
                userId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "revokeTokens": true,
                 *       "username": "ada",
                 *       "email": "ada@acme.example",
                 *       "name": "Ada Lovelace",
                 *       "externalId": "customer-4711",
                 *       "password": "correct horse battery staple",
                 *       "roles": [
                 *         "user"
                 *       ],
                 *       "active": true
                 *     }
                 */
                "application/json": components["schemas"]["UpdateUser"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "BsNr28znDkG8aeo7W",
                     *       "ecosystemId": "default",
                     *       "username": "ada",
                     *       "email": "ada@acme.example",
                     *       "name": "Ada Lovelace",
                     *       "externalId": "customer-4711",
                     *       "roles": [
                     *         "user"
                     *       ],
                     *       "active": true,
                     *       "hasPassword": true,
                     *       "createdAt": "2026-11-22T10:00:00.000Z",
                     *       "updatedAt": "2026-11-22T10:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["UserView"];
                };
            };
        };
    };
    readPermissions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the ecosystem
                 * @example default
                 */
                ecosystemId: string;
                /**
                 * @description Id of the user, 17 characters
                 * @example BsNr28znDkG8aeo7W
                 */
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "roles": [
                     *         {
                     *           "name": "support",
                     *           "permissions": [
                     *             "users:read",
                     *             "tokens:list",
                     *             "tokens:revoke"
                     *           ]
                     *         }
                     *       ],
                     *       "permissions": [
                     *         "users:read",
                     *         "tokens:list",
                     *         "tokens:revoke"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["UserPermissionsView"];
                };
            };
        };
    };
    listTokensOfUser: {
        parameters: {
            query?: {
                /** @description Only such as were minted before this moment. */
                createdBefore?: string;
                /** @description Only such as were minted at this moment or later. */
                createdFrom?: string;
                /** @description `page.nextCursor` of the page before. */
                cursor?: string;
                /** @description Only such as were not used since this moment, or never. */
                lastUsedBefore?: string;
                /** @description Only such as were last used at this moment or later. */
                lastUsedFrom?: string;
                /** @description How many at the most, 1 to 200; 50 when left out. */
                limit?: number;
                /** @description Only such as were minted with this token: its `id`. */
                mintedBy?: string;
                /** @description Only such as are in this state now; a sliding token ends here up to a minute later than it does in truth. */
                state?: "live" | "expired" | "revoked";
            };
            header?: never;
            path: {
                /**
                 * @description Id of the ecosystem
                 * @example default
                 */
                ecosystemId: string;
                /**
                 * @description Id of the user, 17 characters
                 * @example BsNr28znDkG8aeo7W
                 */
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11",
                     *           "ecosystemId": "default",
                     *           "holder": "user",
                     *           "userId": "BsNr28znDkG8aeo7W",
                     *           "name": "Telephone of Ada",
                     *           "dialect": "native",
                     *           "state": "live",
                     *           "expiryType": "SlidingTtl",
                     *           "ttl": 3600,
                     *           "maxAge": 86400,
                     *           "permissions": [
                     *             "tokens:introspect"
                     *           ],
                     *           "expiresAt": "2026-11-22T11:00:00.000Z",
                     *           "createdAt": "2026-11-22T10:00:00.000Z",
                     *           "mintedBy": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b00",
                     *           "lastUsedAt": "2026-11-22T10:30:00.000Z",
                     *           "revokedAt": null,
                     *           "replacedBy": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b12",
                     *           "parent": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b13"
                     *         }
                     *       ],
                     *       "page": {
                     *         "nextCursor": "WyIwMTk2NGYzZS03ZTljLTdhMzEtOGE0MS0wZjZkM2YxZjJiMTEiXQ"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["TokenListView"];
                };
            };
        };
    };
    mintToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the ecosystem
                 * @example default
                 */
                ecosystemId: string;
                /**
                 * @description Id of the user, 17 characters
                 * @example BsNr28znDkG8aeo7W
                 */
                userId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "expiryType": "SlidingTtl",
                 *       "ttl": 3600,
                 *       "maxAge": 86400,
                 *       "name": "Telephone of Ada",
                 *       "permissions": [
                 *         "tokens:introspect"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["MintToken"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "token": {
                     *         "id": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11",
                     *         "ecosystemId": "default",
                     *         "holder": "user",
                     *         "userId": "BsNr28znDkG8aeo7W",
                     *         "name": "Telephone of Ada",
                     *         "dialect": "native",
                     *         "state": "live",
                     *         "expiryType": "SlidingTtl",
                     *         "ttl": 3600,
                     *         "maxAge": 86400,
                     *         "permissions": [
                     *           "tokens:introspect"
                     *         ],
                     *         "expiresAt": "2026-11-22T11:00:00.000Z",
                     *         "createdAt": "2026-11-22T10:00:00.000Z",
                     *         "mintedBy": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b00",
                     *         "lastUsedAt": "2026-11-22T10:30:00.000Z",
                     *         "revokedAt": null,
                     *         "replacedBy": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b12",
                     *         "parent": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b13"
                     *       },
                     *       "secret": "tw_u_5mYqJX2cVj0xhN2cO1u3lqGz8b7wTnD4aKfEoPM5_-U"
                     *     }
                     */
                    "application/json": components["schemas"]["MintedView"];
                };
            };
        };
    };
    revokeTokens: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the ecosystem
                 * @example acme
                 */
                ecosystemId: string;
                /**
                 * @description Id of the user, 17 characters
                 * @example BsNr28znDkG8aeo7W
                 */
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "revoked": 3
                     *     }
                     */
                    "application/json": components["schemas"]["RevokedView"];
                };
            };
        };
    };
    readSelf: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "holder": "user",
                     *       "tokenId": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11",
                     *       "ecosystemId": "default",
                     *       "user": {
                     *         "id": "BsNr28znDkG8aeo7W",
                     *         "ecosystemId": "default",
                     *         "username": "ada",
                     *         "email": "ada@acme.example",
                     *         "name": "Ada Lovelace",
                     *         "externalId": "customer-4711",
                     *         "roles": [
                     *           "user"
                     *         ],
                     *         "active": true,
                     *         "hasPassword": true,
                     *         "createdAt": "2026-11-22T10:00:00.000Z",
                     *         "updatedAt": "2026-11-22T10:00:00.000Z"
                     *       },
                     *       "permissions": [
                     *         "tokens:mint"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["SelfView"];
                };
            };
        };
    };
    explainToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExplainToken"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "verdict": "refused",
                     *       "reason": "revoked",
                     *       "since": "2026-11-22T10:00:00.000Z",
                     *       "detail": "It was revoked.",
                     *       "token": {
                     *         "id": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11",
                     *         "ecosystemId": "default",
                     *         "holder": "user",
                     *         "userId": "BsNr28znDkG8aeo7W",
                     *         "name": "Telephone of Ada",
                     *         "dialect": "native",
                     *         "state": "live",
                     *         "expiryType": "SlidingTtl",
                     *         "ttl": 3600,
                     *         "maxAge": 86400,
                     *         "permissions": [
                     *           "tokens:introspect"
                     *         ],
                     *         "expiresAt": "2026-11-22T11:00:00.000Z",
                     *         "createdAt": "2026-11-22T10:00:00.000Z",
                     *         "mintedBy": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b00",
                     *         "lastUsedAt": "2026-11-22T10:30:00.000Z",
                     *         "revokedAt": null,
                     *         "replacedBy": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b12",
                     *         "parent": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b13"
                     *       },
                     *       "permission": {
                     *         "name": "tokens:mint",
                     *         "granted": false,
                     *         "deniedBy": "roles",
                     *         "since": null,
                     *         "detail": "No role of the user gives it. Since when, the audit tells.",
                     *         "heldRoles": [
                     *           "user"
                     *         ],
                     *         "rolesThatGrantIt": [
                     *           "admin"
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ExplanationView"];
                };
            };
        };
    };
    introspectToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "tw_u_5mYqJX2cVj0xhN2cO1u3lqGz8b7wTnD4aKfEoPM5_-U",
                 *       "token_type_hint": "access_token"
                 *     }
                 */
                "application/json": components["schemas"]["TokenInQuestion"];
                /**
                 * @example {
                 *       "token": "tw_u_5mYqJX2cVj0xhN2cO1u3lqGz8b7wTnD4aKfEoPM5_-U",
                 *       "token_type_hint": "access_token"
                 *     }
                 */
                "application/x-www-form-urlencoded": components["schemas"]["TokenInQuestion"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "active": true,
                     *       "sub": "BsNr28znDkG8aeo7W",
                     *       "exp": 1795345200,
                     *       "iat": 1795341600,
                     *       "scope": "tokens:mint tokens:list",
                     *       "token_type": "Bearer",
                     *       "jti": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11",
                     *       "ecosystem_id": "default",
                     *       "holder": "user",
                     *       "expiry_type": "SlidingTtl"
                     *     }
                     */
                    "application/json": components["schemas"]["Introspection"];
                };
            };
        };
    };
    introspectTokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "tokens": [
                 *         "tw_u_5mYqJX2cVj0xhN2cO1u3lqGz8b7wTnD4aKfEoPsRrUg"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["TokensInQuestion"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "active": true,
                     *           "sub": "BsNr28znDkG8aeo7W",
                     *           "exp": 1795345200,
                     *           "iat": 1795341600,
                     *           "scope": "tokens:mint tokens:list",
                     *           "token_type": "Bearer",
                     *           "jti": "01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11",
                     *           "ecosystem_id": "default",
                     *           "holder": "user",
                     *           "expiry_type": "SlidingTtl"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["IntrospectionListView"];
                };
            };
        };
    };
    revokeSecret: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "tw_u_5mYqJX2cVj0xhN2cO1u3lqGz8b7wTnD4aKfEoPM5_-U",
                 *       "token_type_hint": "access_token"
                 *     }
                 */
                "application/json": components["schemas"]["TokenInQuestion"];
                /**
                 * @example {
                 *       "token": "tw_u_5mYqJX2cVj0xhN2cO1u3lqGz8b7wTnD4aKfEoPM5_-U",
                 *       "token_type_hint": "access_token"
                 *     }
                 */
                "application/x-www-form-urlencoded": components["schemas"]["TokenInQuestion"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    verifyForProxy: {
        parameters: {
            query: {
                /** @description Name of a cookie that may carry the token too. */
                cookie?: string;
                /** @description The token must be of this ecosystem, or an account's. */
                ecosystem: string;
                /** @description Whose token it must be; given several times, any of them. Of any holder when left out. */
                holder?: ("user" | "server" | "account")[];
                /** @description What the token must be allowed to do; given several times, all of it. */
                permission?: ("ecosystems:create" | "ecosystems:read" | "ecosystems:update" | "ecosystems:delete" | "users:create" | "users:read" | "users:update" | "users:delete" | "tokens:mint" | "tokens:import" | "tokens:list" | "tokens:revoke" | "tokens:introspect" | "tokens:explain" | "keys:mint" | "roles:read" | "roles:write" | "audit:read" | "metrics:read" | "self:manage")[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The token is live, and may do what is demanded */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}

/** Method and path of each operation, by its `operationId`. */
export const routes = {
  createEcosystem: ['POST', '/v1/ecosystems'],
  createUser: ['POST', '/v1/ecosystems/{ecosystemId}/users'],
  defineRole: ['PUT', '/v1/ecosystems/{ecosystemId}/roles/{role}'],
  deleteEcosystem: ['DELETE', '/v1/ecosystems/{ecosystemId}'],
  deleteRole: ['DELETE', '/v1/ecosystems/{ecosystemId}/roles/{role}'],
  deleteUser: ['DELETE', '/v1/ecosystems/{ecosystemId}/users/{userId}'],
  explainToken: ['POST', '/v1/tokens/explain'],
  exportAllAudit: ['GET', '/v1/audit/export'],
  exportAudit: ['GET', '/v1/ecosystems/{ecosystemId}/audit/export'],
  importTokens: ['POST', '/v1/ecosystems/{ecosystemId}/tokens/import'],
  introspectToken: ['POST', '/v1/tokens/introspect'],
  introspectTokens: ['POST', '/v1/tokens/introspect/bulk'],
  listAccountTokens: ['GET', '/v1/account-tokens'],
  listAllAudit: ['GET', '/v1/audit'],
  listAudit: ['GET', '/v1/ecosystems/{ecosystemId}/audit'],
  listEcosystems: ['GET', '/v1/ecosystems'],
  listProblems: ['GET', '/problems'],
  listRoles: ['GET', '/v1/ecosystems/{ecosystemId}/roles'],
  listServerTokens: ['GET', '/v1/ecosystems/{ecosystemId}/server-tokens'],
  listTokens: ['GET', '/v1/ecosystems/{ecosystemId}/tokens'],
  listTokensOfUser: ['GET', '/v1/ecosystems/{ecosystemId}/users/{userId}/tokens'],
  listUsers: ['GET', '/v1/ecosystems/{ecosystemId}/users'],
  mintAccountToken: ['POST', '/v1/account-tokens'],
  mintServerToken: ['POST', '/v1/ecosystems/{ecosystemId}/server-tokens'],
  mintToken: ['POST', '/v1/ecosystems/{ecosystemId}/users/{userId}/tokens'],
  mintTokens: ['POST', '/v1/ecosystems/{ecosystemId}/tokens/bulk'],
  readAccountToken: ['GET', '/v1/account-tokens/{tokenId}'],
  readEcosystem: ['GET', '/v1/ecosystems/{ecosystemId}'],
  readLive: ['GET', '/health/live'],
  readMetrics: ['GET', '/metrics'],
  readPermissions: ['GET', '/v1/ecosystems/{ecosystemId}/users/{userId}/permissions'],
  readProblem: ['GET', '/problems/{code}'],
  readReady: ['GET', '/health/ready'],
  readRole: ['GET', '/v1/ecosystems/{ecosystemId}/roles/{role}'],
  readSelf: ['GET', '/v1/self'],
  readToken: ['GET', '/v1/ecosystems/{ecosystemId}/tokens/{tokenId}'],
  readUser: ['GET', '/v1/ecosystems/{ecosystemId}/users/{userId}'],
  revokeAccountToken: ['DELETE', '/v1/account-tokens/{tokenId}'],
  revokeFiltered: ['POST', '/v1/ecosystems/{ecosystemId}/tokens/revoke'],
  revokeSecret: ['POST', '/v1/tokens/revoke'],
  revokeToken: ['DELETE', '/v1/ecosystems/{ecosystemId}/tokens/{tokenId}'],
  revokeTokens: ['DELETE', '/v1/ecosystems/{ecosystemId}/users/{userId}/tokens'],
  rotateAccountToken: ['POST', '/v1/account-tokens/{tokenId}/rotate'],
  rotateServerToken: ['POST', '/v1/ecosystems/{ecosystemId}/server-tokens/{tokenId}/rotate'],
  updateEcosystem: ['PATCH', '/v1/ecosystems/{ecosystemId}'],
  updateUser: ['PATCH', '/v1/ecosystems/{ecosystemId}/users/{userId}'],
  verifyForProxy: ['GET', '/v1/verify'],
} as const satisfies Record<keyof operations, readonly [string, string]>;

/** What each operation promises by its status: the name of a shape, a content type, or nothing. */
export const promised = {
  createEcosystem: {"201":"EcosystemView"},
  createUser: {"201":"UserView"},
  defineRole: {"200":"RoleView","201":"RoleView"},
  deleteEcosystem: {"204":""},
  deleteRole: {"204":""},
  deleteUser: {"204":""},
  explainToken: {"200":"ExplanationView"},
  exportAllAudit: {"200":"application/x-ndjson"},
  exportAudit: {"200":"application/x-ndjson"},
  importTokens: {"200":"application/x-ndjson"},
  introspectToken: {"200":"Introspection"},
  introspectTokens: {"200":"IntrospectionListView"},
  listAccountTokens: {"200":"TokenListView"},
  listAllAudit: {"200":"AuditListView"},
  listAudit: {"200":"AuditListView"},
  listEcosystems: {"200":"EcosystemListView"},
  listProblems: {"200":"text/html"},
  listRoles: {"200":"RoleListView"},
  listServerTokens: {"200":"TokenListView"},
  listTokens: {"200":"TokenListView"},
  listTokensOfUser: {"200":"TokenListView"},
  listUsers: {"200":"UserListView"},
  mintAccountToken: {"201":"MintedView"},
  mintServerToken: {"201":"MintedView"},
  mintToken: {"201":"MintedView"},
  mintTokens: {"201":"MintedListView"},
  readAccountToken: {"200":"TokenView"},
  readEcosystem: {"200":"EcosystemView"},
  readLive: {"200":"LivenessView"},
  readMetrics: {"200":"text/plain"},
  readPermissions: {"200":"UserPermissionsView"},
  readProblem: {"200":"text/html"},
  readReady: {"200":"ReadinessView"},
  readRole: {"200":"RoleView"},
  readSelf: {"200":"SelfView"},
  readToken: {"200":"TokenView"},
  readUser: {"200":"UserView"},
  revokeAccountToken: {"200":"KeyRevokedView","204":""},
  revokeFiltered: {"200":"MassRevokedView"},
  revokeSecret: {"200":""},
  revokeToken: {"200":"KeyRevokedView","204":""},
  revokeTokens: {"200":"RevokedView"},
  rotateAccountToken: {"201":"RotatedView"},
  rotateServerToken: {"201":"RotatedView"},
  updateEcosystem: {"200":"EcosystemView"},
  updateUser: {"200":"UserView"},
  verifyForProxy: {"200":""},
} as const satisfies Record<keyof operations, Readonly<Record<number, string>>>;

/** The shape of each line, where an operation answers lines. */
export const lineShapes = {
  exportAllAudit: "AuditEntryView",
  exportAudit: "AuditEntryView",
  importTokens: "ImportResult",
} as const satisfies { [O in keyof operations]?: string };

/**
 * The fields of each shape, with the kinds of value that they have: what `typeof` says, null, another shape, or a list
 * of these; undefined where one may be missing.
 */
export const shapes = {
  AuditEntryView: {"detail":["object","null"],"id":["string"],"at":["string"],"ecosystemId":["string","null"],"action":["string"],"targetType":["string"],"targetId":["string"],"callerHolder":["string"],"callerTokenId":["string","null"],"callerUserId":["string","null"],"callerAddress":["string","null"],"requestId":["string","null"]},
  AuditListView: {"data":["AuditEntryView[]"],"page":["PageView"]},
  EcosystemListView: {"data":["EcosystemView[]"],"page":["PageView"]},
  EcosystemView: {"id":["string"],"name":["string"],"domain":["string","null"],"origins":["string[]"],"registration":["string"],"createdAt":["string"],"updatedAt":["string"]},
  ExplanationView: {"verdict":["string"],"reason":["string","null"],"since":["string","null"],"detail":["string"],"token":["TokenView","null"],"permission":["PermissionExplanationView","undefined"]},
  HeldRoleView: {"name":["string"],"permissions":["string[]"]},
  ImportResult: {"line":["number"],"result":["string"],"tokenId":["string","undefined"],"code":["string","undefined"],"detail":["string","undefined"]},
  Introspection: {"active":["boolean"],"sub":["string","undefined"],"exp":["number","undefined"],"iat":["number","undefined"],"scope":["string","undefined"],"token_type":["string","undefined"],"jti":["string","undefined"],"ecosystem_id":["string","undefined"],"holder":["string","undefined"],"expiry_type":["string","undefined"]},
  IntrospectionListView: {"data":["Introspection[]"]},
  KeyRevokedView: {"revoked":["number","undefined"],"livingOn":["TokenView[]","undefined"]},
  LivenessView: {"status":["string"],"service":["string"]},
  MassRevokedView: {"revoked":["number"],"dryRun":["boolean"]},
  MintedListView: {"data":["UserMintedView[]"]},
  MintedView: {"token":["TokenView"],"secret":["string"]},
  PageView: {"nextCursor":["string","null"]},
  PermissionExplanationView: {"name":["string"],"granted":["boolean"],"deniedBy":["string","null"],"since":["string","null"],"detail":["string"],"heldRoles":["string[]"],"rolesThatGrantIt":["string[]"]},
  ReadinessView: {"status":["string"],"redis":["string","undefined"]},
  RevokedView: {"revoked":["number"]},
  RoleListView: {"data":["RoleView[]"],"page":["PageView"]},
  RoleView: {"name":["string"],"description":["string"],"permissions":["string[]"]},
  RotatedView: {"token":["TokenView"],"secret":["string"],"replaced":["TokenView"]},
  SelfView: {"holder":["string"],"tokenId":["string","null"],"ecosystemId":["string","null"],"user":["UserView","null"],"permissions":["string[]"]},
  TokenListView: {"data":["TokenView[]"],"page":["PageView"]},
  TokenView: {"id":["string"],"ecosystemId":["string","null"],"holder":["string"],"userId":["string","null"],"name":["string","null"],"dialect":["string"],"state":["string"],"expiryType":["string"],"ttl":["number","null"],"maxAge":["number","null"],"permissions":["array","null"],"expiresAt":["string","null"],"createdAt":["string"],"mintedBy":["string","null"],"lastUsedAt":["string","null"],"revokedAt":["string","null"],"replacedBy":["string","null"],"parent":["string","undefined"]},
  UserListView: {"data":["UserView[]"],"page":["PageView"]},
  UserMintedView: {"token":["TokenView"],"secret":["string"],"userId":["string"]},
  UserPermissionsView: {"roles":["HeldRoleView[]"],"permissions":["string[]"]},
  UserView: {"id":["string"],"ecosystemId":["string"],"username":["string","null"],"email":["string","null"],"name":["string"],"externalId":["string","null"],"roles":["string[]"],"active":["boolean"],"hasPassword":["boolean"],"createdAt":["string"],"updatedAt":["string"]},
} as const;
