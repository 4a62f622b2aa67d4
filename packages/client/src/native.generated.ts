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
         * Check that the process is alive
         * @description Checks no dependency. `service` lets a client verify that it has reached Tokenwright before it
         *     sends a secret.
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
         * Check that the service is ready
         * @description Ready means: the database answers, has the required schema and grants, accepts writes and agrees
         *     on the time, and the service is not stopping. Otherwise `checks` names what fails. Redis may be
         *     unavailable: it is only a cache.
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
         * @description In the Prometheus text format, for all processes of this machine. They cover all tenants, so you
         *     need an account token with `metrics:read`.
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
         * List the problem codes
         * @description An HTML page with every `code`, its status and a link to its page.
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
         * Read about a problem code
         * @description An HTML page: the meaning of the problem, what to do, and an example. It is the `type` of the
         *     problems with this code.
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
         * @description Newest first. Dead tokens are listed until they are pruned.
         */
        get: operations["listAccountTokens"];
        put?: never;
        /**
         * Mint an account token
         * @description For an operator of the whole service. It has access to every ecosystem.
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
         * Read the record of an account token
         * @description Dead tokens are found until they are pruned.
         */
        get: operations["readAccountToken"];
        put?: never;
        post?: never;
        /**
         * Revoke an account token
         * @description The token is refused everywhere when the response arrives. Repeating the call changes nothing. A
         *     token can revoke itself. When live keys descend from it, by rotation or minting, the response is 200 and
         *     lists them; `cascade=true` revokes them too.
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
         * @description As the rotation of a server token.
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
         * List the audit of the whole service
         * @description All ecosystems, deleted ones included, and service-wide events, newest first.
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
         * Export the audit of the whole service
         * @description All ecosystems, deleted ones included, and service-wide events. The format is that of an
         *     ecosystem's export.
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
         * @description Sorted by id. An account token sees all ecosystems, any other token its own.
         */
        get: operations["listEcosystems"];
        put?: never;
        /**
         * Create an ecosystem
         * @description Creates a tenant with the roles `admin` (every permission in it) and `user` (acting for oneself).
         *     The `id` of a deleted ecosystem can be reused after ten minutes. Its users and tokens stay dead but
         *     listed, and its audit continues: reuse the id only for the same organisation.
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
         * @description Another tenant's ecosystem is reported as not found.
         */
        get: operations["readEcosystem"];
        put?: never;
        post?: never;
        /**
         * Delete an ecosystem
         * @description Every token in it is dead for good when the response arrives. Deleting `default` needs
         *     `?confirm=default`.
         */
        delete: operations["deleteEcosystem"];
        options?: never;
        head?: never;
        /**
         * Change an ecosystem
         * @description Omitted fields stay as they are. The `domain` is unique in the whole service, so only an account
         *     token may set it.
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
         * List the audit of an ecosystem
         * @description Shows who minted, revoked or changed what, newest first.
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
         * Export the audit of an ecosystem
         * @description All entries as NDJSON, one JSON object a line, oldest first. A connection that breaks means an
         *     incomplete export: continue with `after`, the `id` of the last line that you received.
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
         * List roles
         * @description Sorted by name.
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
         * @description Every user with the role has its permissions.
         */
        get: operations["readRole"];
        /**
         * Define a role
         * @description Creates the role, or replaces it completely. Removed permissions are lost by every live token
         *     when the response arrives. You cannot add a permission that you lack, nor change a role that has one.
         *     `admin` always keeps all permissions of an ecosystem. A name has 1 to 64 characters of `A-Z a-z 0-9 _ -`;
         *     an ecosystem has at most 1,000 roles.
         */
        put: operations["defineRole"];
        post?: never;
        /**
         * Delete a role
         * @description All users lose the role, and every live token its permissions, when the response arrives.
         *     `admin` and `user` are built in and cannot be deleted. You cannot delete a role with a permission that
         *     you lack.
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
         * @description Newest first. Dead tokens are listed until they are pruned.
         */
        get: operations["listServerTokens"];
        put?: never;
        /**
         * Mint a server token
         * @description For a back end of the ecosystem. Without `permissions` it gets all of the minter's permissions
         *     inside the ecosystem, except deleting it. Set `"expiryType": "Infinite"` for a key that never expires. A
         *     key never outlives the token that minted it.
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
         * @description Mints a key with the same name, permissions and lifetime, counted from now. Both secrets are
         *     valid during the overlap, then only the new one. A key may rotate itself, with an overlap of at least 60
         *     s; the new key then ends when the old one would have. You need every permission of the key, and your
         *     token must live as long. A replaced, revoked or expired key cannot be rotated: of two concurrent
         *     rotations, one gets 409.
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
         * @description Tokens of users and servers, newest first. Dead tokens are listed until they are pruned.
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
         * Read the record of a token
         * @description Any holder in the ecosystem. Dead tokens are found until they are pruned.
         */
        get: operations["readToken"];
        put?: never;
        post?: never;
        /**
         * Revoke a token
         * @description The token is refused everywhere when the response arrives. Repeating the call changes nothing.
         *     When live keys descend from a key, by rotation or minting, the response is 200 and lists them;
         *     `cascade=true` revokes them too. Tokens that a user minted for themselves with this token always die with
         *     it.
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
         * @description Up to 10,000 in one transaction, all or nothing. When ids are unknown or their users inactive,
         *     `errors` names each, and nothing is minted. The answer is in the order of `userIds`. Each secret is shown
         *     only once.
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
         * @description Imports tokens of another system by the hashes of their secrets, so that nobody has to sign in
         *     again. Send one JSON object a line, 1 to 10,000 lines, at most 8 MiB: `RocketchatImportLine`,
         *     `SanctumImportLine` or `DigestImportLine`, selected by `format`. The answer has one `ImportResult` a
         *     line, in the same order. A refused line does not affect the others. Sending the same body again changes
         *     nothing: lines imported before are `present`, even when revoked since. When the response arrives, every
         *     process accepts the tokens; the first import of a format may take three seconds.
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
         * @description All matching tokens are refused everywhere when the response arrives; `dryRun` only counts them.
         *     The count includes expired tokens, but not those revoked before. The presented token is never revoked
         *     here: revoke it by its id. More than 10,000 tokens are revoked in parts: after an error, repeat the call
         *     to revoke the rest.
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
         * @description Newest first, inactive users included. Filters match exactly.
         */
        get: operations["listUsers"];
        put?: never;
        /**
         * Create a user
         * @description `username`, `email` and `externalId` are unique in the ecosystem. You cannot assign roles with a
         *     permission that you lack.
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
         * @description A deleted user is not found.
         */
        get: operations["readUser"];
        put?: never;
        post?: never;
        /**
         * Delete a user
         * @description Every token of the user is dead and the personal data are erased when the response arrives. Only
         *     an account token may delete the last active admin.
         */
        delete: operations["deleteUser"];
        options?: never;
        head?: never;
        /**
         * Change a user
         * @description With `active: false` every token of the user is refused when the response arrives; removed roles
         *     take effect at once. A new `password` also ends the user's tokens, unless `revokeTokens` is `false`. A
         *     caller with `users:update` can set the password of any user whose permissions do not exceed their own,
         *     and then sign in as that user: grant it with care. Only an account token may leave an ecosystem without
         *     an active admin.
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
         * Read the permissions of a user
         * @description The permissions of each of the user's roles, and their union.
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
         * List the tokens of a user
         * @description Newest first. Dead tokens are listed until they are pruned.
         */
        get: operations["listTokensOfUser"];
        put?: never;
        /**
         * Mint a user token
         * @description The secret is shown only once. A token never has more permissions than its minter. With `createUser` and
         *     `external:EXTERNAL_ID` in the path, the user is created in the same transaction when nobody has the `externalId`.
         */
        post: operations["mintToken"];
        /**
         * Revoke all tokens of a user
         * @description All of them are refused everywhere when the response arrives.
         */
        delete: operations["revokeTokens"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ecosystems/{ecosystemId}/users/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create many users
         * @description Up to 10,000 in at most 4 MiB. A refused user does not affect the others: `data` has the `id` or the `problem`
         *     of each, in their order; `errors` of the first 100 faults. Every 500 users are one transaction; with an
         *     `Idempotency-Key` all are. Sent again without a key, users who have a name are refused with `conflict`. Set
         *     passwords by a change of each user.
         */
        post: operations["createUsers"];
        delete?: never;
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
         * Read the caller
         * @description The holder and the permissions of the presented token.
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
         * @description Shows which rule accepts or refuses the token, and since when; on request also why it has or
         *     lacks a permission. Does not count as a use: nothing slides. A caller inside one ecosystem sees only its
         *     tokens; others look unknown.
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
         * @description RFC 7662: whether the token is live, its holder and its permissions. Accepts OAuth client
         *     credentials too: HTTP Basic, or `client_id` and `client_secret` in the form. Errors for a form are
         *     `application/json` (RFC 6749 §5.2). Counts as a use, so a sliding token slides. A server token sees only
         *     its own ecosystem.
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
         * @description Up to 1,000 secrets. The answers are those of RFC 7662, in the same order. Counts as a use of
         *     each token. A server token sees only its own ecosystem.
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
         * @description RFC 7009. Accepts client credentials, as introspection does. Revokes your own token, or with
         *     `tokens:revoke` any of your ecosystem. For any other token the answer is the same, without effect.
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
         * @description For nginx's `auth_request`, Traefik's `forwardAuth` and similar, which forward the client's
         *     headers. The token comes from `Authorization: Bearer`, else from `X-Auth-Token`, else from the cookie
         *     named in the query. Counts as a use, so a sliding token slides. The response headers are for the service
         *     behind the proxy; characters of ids outside visible ASCII are percent-encoded.
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
             * @description Client address; behind a proxy it needs `TRUST_PROXY`. Null for actions of Tokenwright itself, and for
             *     entries from before addresses were recorded.
             * @example 192.0.2.7
             */
            callerAddress: string | null;
            /**
             * @description Actor: the holder of the presented token, or Tokenwright itself (`system`).
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
             * @description Further facts, never a secret. `user.create`, `user.update`, `user.delete`, `ecosystem.create` and
             *     `ecosystem.update`: `before` and `after` hold the changed ones of `roles` and `active`, or of `domain`,
             *     `origins` and `registration`; `fields` names all given fields; `tokensRevoked` is set when a new password
             *     ended the tokens. `token.mint`: `holder`, `userId`, `dialect`, `expiryType`, `expiresAt` (null for
             *     never), `permissions` (null for all of the holder's), and `provedBy` when a password was presented.
             *     `role.define`: `permissions` and `before`, or `dialectGrants` and those of `before`. `user.login-failed`:
             *     the number of `failures` in the hour that starts at `hour`, for the user, or for all unknown names of the
             *     ecosystem together; an entry is written at the 1st, 10th, 100th failure and so on, and one with the sum
             *     within minutes after the hour.
             */
            detail: {
                [key: string]: unknown;
            } | null;
            /**
             * @description Null for service-wide events.
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
             * @description Kind of the target.
             * @example token
             * @enum {string}
             */
            targetType: "ecosystem" | "role" | "user" | "token";
        };
        AuditListView: {
            data: components["schemas"]["AuditEntryView"][];
            page: components["schemas"]["PageView"];
        };
        CreatedUsersView: {
            data: components["schemas"]["CreatedUserView"][];
        };
        CreatedUserView: {
            /** @example BsNr28znDkG8aeo7W */
            id?: string;
            /**
             * @description Place in `users`, from 0.
             * @example 0
             */
            index: number;
            problem?: components["schemas"]["ItemProblem"];
            /**
             * @description 201 when created, else the status of the problem.
             * @example 201
             */
            status: number;
        };
        CreateEcosystem: {
            /**
             * @description Host name by which Rocket.Chat clients reach this ecosystem. Stored in lower case and as punycode.
             * @example chat.acme.example
             */
            domain?: string;
            /**
             * @description Id of the ecosystem, when clients already know one; random by default.
             * @example acme
             */
            id?: string;
            /**
             * @description Display name.
             * @example Acme Ltd
             */
            name: string;
            /**
             * @description Web origins (scheme, host in lower case, port unless it is the default) of pages that may run Strigo's
             *     SDK. Browsers may call the SDK's paths from these origins only. At most 100; none by default.
             * @example [
             *       "https://app.acme.example"
             *     ]
             */
            origins?: string[];
            /**
             * @description Whether anybody may register here by Rocket.Chat's `users.register`. Default: `closed`, and for the
             *     ecosystem `default` the value of `ACCOUNTS_REGISTRATION_FORM`.
             * @example closed
             * @enum {string}
             */
            registration?: "open" | "closed";
        };
        CreateUser: {
            /**
             * @description An inactive user has no live token and cannot get one.
             * @example true
             */
            active?: boolean;
            /**
             * @description Unique, ignoring case. A host without a dot is valid: `ada@localhost`.
             * @example ada@acme.example
             */
            email?: string | null;
            /**
             * @description Id of this person in your own system, by which the paths of sFOX and Droplit name the user. 1 to 128
             *     characters.
             * @example customer-4711
             */
            externalId?: string | null;
            /**
             * @description Id of a migrated user, so that clients can keep using it; random by default. Needs an account token,
             *     because ids are unique in the whole service. 1 to 64 characters without white space, control characters,
             *     invisible characters, ; or /.
             * @example rbAXPnMktTFbNpwtJ
             */
            id?: string;
            /**
             * @description Display name.
             * @example Ada Lovelace
             */
            name?: string;
            /**
             * @description 8 to 1,024 characters. Stored as argon2id only.
             * @example correct horse battery staple
             */
            password?: string | null;
            /**
             * @description Roles of the ecosystem; `["user"]` by default.
             * @example [
             *       "user"
             *     ]
             */
            roles?: string[];
            /**
             * @description Sign-in name. Unique, ignoring case. 1 to 128 characters.
             * @example ada
             */
            username?: string | null;
        };
        CreateUsers: {
            /** @description 1 to 10,000. Each is validated and created by itself. */
            users: components["schemas"]["UserInBulk"][];
        };
        DefineRole: {
            /**
             * @description For people; empty by default.
             * @example May see users and end their tokens
             */
            description?: string | null;
            /**
             * @description Permissions of the role. You cannot add one that you lack.
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
             * @description Creation time, from which `ttl` and `maxAge` count; now by default.
             * @example 2026-11-20T10:00:00.000Z
             */
            createdAt?: string | null;
            /**
             * @description A fixed end, or null for never. Replaces `expiryType`.
             * @example 2027-11-20T10:00:00.000Z
             */
            expiresAt?: string | null;
            /**
             * @description `Infinite` never expires. `FixedTtl` counts from the creation, `SlidingTtl` from the last use. Default:
             *     `FixedTtl`.
             * @example SlidingTtl
             * @enum {string}
             */
            expiryType?: "Infinite" | "FixedTtl" | "SlidingTtl";
            /**
             * @description Algorithm of `hash`.
             * @example sha256
             * @enum {string}
             */
            format: "sha256" | "sha512";
            /**
             * @description Digest of the secret, in hexadecimal digits, base64 or base64url. Presented secrets are recognised when
             *     they have 16 to 512 characters without white space.
             * @example b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9
             */
            hash: string;
            /**
             * @description Last use of a sliding token, from which its `ttl` counts; now by default.
             * @example 2026-11-21T10:00:00.000Z
             */
            lastUsedAt?: string | null;
            /**
             * @description Absolute end, in seconds from the creation, whatever the use.
             * @example 86400
             */
            maxAge?: number;
            /**
             * @description Display name.
             * @example Telephone of Ada
             */
            name?: string;
            /**
             * @description Narrows the token to these permissions. You cannot grant one that you lack. Default: everything that the
             *     holder may do.
             * @example [
             *       "tokens:introspect"
             *     ]
             */
            permissions?: ("ecosystems:create" | "ecosystems:read" | "ecosystems:update" | "ecosystems:delete" | "users:create" | "users:read" | "users:update" | "users:delete" | "tokens:mint" | "tokens:import" | "tokens:list" | "tokens:revoke" | "tokens:introspect" | "tokens:explain" | "keys:mint" | "roles:read" | "roles:write" | "audit:read" | "metrics:read" | "self:manage")[];
            /**
             * @description Seconds, 1 to 315360000 (ten years); 3600 by default. Not allowed with `Infinite`.
             * @example 3600
             */
            ttl?: number;
            /**
             * @description The user who holds the token: `externalId` or id, or `external:` and the `externalId`.
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
             * @description Host name by which Rocket.Chat clients reach this ecosystem.
             * @example chat.acme.example
             */
            domain: string | null;
            /** @example acme */
            id: string;
            /** @example Acme Ltd */
            name: string;
            /**
             * @description Web origins of pages that may run Strigo's SDK.
             * @example [
             *       "https://app.acme.example"
             *     ]
             */
            origins: string[];
            /**
             * @description Whether anybody may register here by Rocket.Chat's `users.register`.
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
             * @description A permission to explain too.
             * @example tokens:mint
             * @enum {string}
             */
            permission?: "ecosystems:create" | "ecosystems:read" | "ecosystems:update" | "ecosystems:delete" | "users:create" | "users:read" | "users:update" | "users:delete" | "tokens:mint" | "tokens:import" | "tokens:list" | "tokens:revoke" | "tokens:introspect" | "tokens:explain" | "keys:mint" | "roles:read" | "roles:write" | "audit:read" | "metrics:read" | "self:manage";
            /**
             * @description The secret. It is neither stored nor logged.
             * @example tw_u_5mYqJX2cVj0xhN2cO1u3lqGz8b7wTnD4aKfEoPsRrUg
             */
            token?: string;
            /**
             * @description Id of the token's record.
             * @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11
             */
            tokenId?: string;
        };
        ExplanationView: {
            /**
             * @description For people. May change.
             * @example It was revoked.
             */
            detail: string;
            /** @description Present when the request named a permission. */
            permission?: components["schemas"]["PermissionExplanationView"];
            /**
             * @description The rule that refuses the token, the first in the order of verification; null when live. `unknown` also
             *     for another tenant's token; `malformed` for a text that cannot be a secret or id.
             * @example revoked
             */
            reason: ("unknown" | "expired" | "revoked" | "malformed" | "ecosystem-deleted" | "user-deleted" | "user-disabled") | null;
            /**
             * @description Start of the refusal; ISO 8601, UTC. Null when live, unknown or malformed.
             * @example 2026-11-22T10:00:00.000Z
             */
            since: string | null;
            /** @description Record of the token; null when unknown or malformed. */
            token: components["schemas"]["TokenView"] | null;
            /**
             * @description Current result of a verification.
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
             * @description Reason of a refusal. Stable: match on this.
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
             * @description Line number in the body, from 1.
             * @example 1
             */
            line: number;
            /**
             * @description `imported`; `present` when it was imported before, which changes nothing; or `refused`.
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
             * @description Id of the user in your own system; absent for keys, and for a user without one.
             * @example customer-4711
             */
            external_id?: string;
            /**
             * @description Kind of holder.
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
             * @description Permissions of the token now, separated by spaces; absent without any.
             * @example tokens:mint tokens:list
             */
            scope?: string;
            /**
             * @description Id of the user, or of a key's token.
             * @example BsNr28znDkG8aeo7W
             */
            sub?: string;
            /**
             * @example Bearer
             * @enum {string}
             */
            token_type?: "Bearer";
            /**
             * @description Sign-in name of the user; absent for keys, and for a user without one.
             * @example ada
             */
            username?: string;
        };
        IntrospectionListView: {
            data: components["schemas"]["Introspection"][];
        };
        ItemProblem: {
            /**
             * @description Stable: match on this.
             * @example user-not-found
             * @enum {string}
             */
            code: "bad-request" | "malformed-body" | "unsupported-media-type" | "body-too-large" | "headers-too-large" | "request-timeout" | "invalid-input" | "route-not-found" | "method-not-allowed" | "unauthenticated" | "login-refused" | "permission-denied" | "wrong-holder" | "mint-refused" | "ecosystem-not-found" | "user-not-found" | "token-not-found" | "role-not-found" | "user-inactive" | "last-admin" | "conflict" | "precondition-failed" | "request-in-flight" | "idempotency-key-reused" | "rate-limited" | "overloaded" | "unavailable" | "internal";
            /**
             * @description For people. May change.
             * @example There is no such user
             */
            detail: string;
            /** @description Every invalid input, for the code `invalid-input`. */
            errors?: components["schemas"]["ProblemIssue"][];
            /**
             * @description The HTTP status.
             * @example 404
             */
            status: number;
            /**
             * @description Short name of this kind of problem. Constant for each `code`.
             * @example User not found
             */
            title: string;
            /**
             * @description Page about this kind of problem, relative to the service.
             * @example /problems/user-not-found
             */
            type: string;
        };
        KeyRevokedView: {
            /**
             * @description Without `cascade`: live keys that replaced it or that it minted, up to 100. Revoke with `cascade=true`
             *     unless you know them.
             */
            livingOn?: components["schemas"]["TokenView"][];
            /**
             * @description With `cascade`: the number of revoked tokens, including the named one.
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
             * @description Shown only once. Store it safely: it cannot be read again.
             * @example tw_u_5mYqJX2cVj0xhN2cO1u3lqGz8b7wTnD4aKfEoPM5_-U
             */
            secret: string;
            token: components["schemas"]["TokenView"];
        };
        MintToken: {
            /**
             * @description `Infinite` never expires. `FixedTtl` counts from the creation, `SlidingTtl` from the last use. Default:
             *     `FixedTtl`.
             * @example SlidingTtl
             * @enum {string}
             */
            expiryType?: "Infinite" | "FixedTtl" | "SlidingTtl";
            /**
             * @description Absolute end, in seconds from the creation, whatever the use.
             * @example 86400
             */
            maxAge?: number;
            /**
             * @description Display name.
             * @example Telephone of Ada
             */
            name?: string;
            /**
             * @description Narrows the token to these permissions. You cannot grant one that you lack. Default: everything that the
             *     holder may do.
             * @example [
             *       "tokens:introspect"
             *     ]
             */
            permissions?: ("ecosystems:create" | "ecosystems:read" | "ecosystems:update" | "ecosystems:delete" | "users:create" | "users:read" | "users:update" | "users:delete" | "tokens:mint" | "tokens:import" | "tokens:list" | "tokens:revoke" | "tokens:introspect" | "tokens:explain" | "keys:mint" | "roles:read" | "roles:write" | "audit:read" | "metrics:read" | "self:manage")[];
            /**
             * @description Seconds, 1 to 315360000 (ten years); 3600 by default. Not allowed with `Infinite`.
             * @example 3600
             */
            ttl?: number;
        };
        MintTokens: {
            /**
             * @description `Infinite` never expires. `FixedTtl` counts from the creation, `SlidingTtl` from the last use. Default:
             *     `FixedTtl`.
             * @example SlidingTtl
             * @enum {string}
             */
            expiryType?: "Infinite" | "FixedTtl" | "SlidingTtl";
            /**
             * @description Absolute end, in seconds from the creation, whatever the use.
             * @example 86400
             */
            maxAge?: number;
            /**
             * @description Display name.
             * @example Telephone of Ada
             */
            name?: string;
            /**
             * @description Narrows the token to these permissions. You cannot grant one that you lack. Default: everything that the
             *     holder may do.
             * @example [
             *       "tokens:introspect"
             *     ]
             */
            permissions?: ("ecosystems:create" | "ecosystems:read" | "ecosystems:update" | "ecosystems:delete" | "users:create" | "users:read" | "users:update" | "users:delete" | "tokens:mint" | "tokens:import" | "tokens:list" | "tokens:revoke" | "tokens:introspect" | "tokens:explain" | "keys:mint" | "roles:read" | "roles:write" | "audit:read" | "metrics:read" | "self:manage")[];
            /**
             * @description Seconds, 1 to 315360000 (ten years); 3600 by default. Not allowed with `Infinite`.
             * @example 3600
             */
            ttl?: number;
            /**
             * @description The users, 1 to 10,000: ids, or `external:` and the `externalId`. A user named twice gets two tokens.
             * @example [
             *       "BsNr28znDkG8aeo7W"
             *     ]
             */
            userIds: string[];
        };
        MintUserToken: {
            /**
             * @description Creates the user in the same transaction when nobody has the `externalId` of the path, `external:EXTERNAL_ID`. Also
             *     needs `users:create`.
             * @example false
             */
            createUser?: boolean;
            /**
             * @description `Infinite` never expires. `FixedTtl` counts from the creation, `SlidingTtl` from the last use. Default:
             *     `FixedTtl`.
             * @example SlidingTtl
             * @enum {string}
             */
            expiryType?: "Infinite" | "FixedTtl" | "SlidingTtl";
            /**
             * @description Absolute end, in seconds from the creation, whatever the use.
             * @example 86400
             */
            maxAge?: number;
            /**
             * @description Display name.
             * @example Telephone of Ada
             */
            name?: string;
            /**
             * @description Narrows the token to these permissions. You cannot grant one that you lack. Default: everything that the
             *     holder may do.
             * @example [
             *       "tokens:introspect"
             *     ]
             */
            permissions?: ("ecosystems:create" | "ecosystems:read" | "ecosystems:update" | "ecosystems:delete" | "users:create" | "users:read" | "users:update" | "users:delete" | "tokens:mint" | "tokens:import" | "tokens:list" | "tokens:revoke" | "tokens:introspect" | "tokens:explain" | "keys:mint" | "roles:read" | "roles:write" | "audit:read" | "metrics:read" | "self:manage")[];
            /**
             * @description Seconds, 1 to 315360000 (ten years); 3600 by default. Not allowed with `Infinite`.
             * @example 3600
             */
            ttl?: number;
            /** @description Fields of the user to create. A user who exists is left alone. */
            user?: components["schemas"]["UserOfToken"];
        };
        OAuthError: {
            /**
             * @description Stable: match on this.
             * @example invalid_client
             * @enum {string}
             */
            error: "invalid_request" | "invalid_client" | "invalid_token" | "unauthorized_client" | "insufficient_scope" | "temporarily_unavailable" | "server_error";
            /**
             * @description For people. May change.
             * @example The token is not valid
             */
            error_description: string;
        };
        PageView: {
            /**
             * @description `cursor` of the next page; null on the last one.
             * @example WyIwMTk2NGYzZS03ZTljLTdhMzEtOGE0MS0wZjZkM2YxZjJiMTEiXQ
             */
            nextCursor: string | null;
        };
        PermissionExplanationView: {
            /**
             * @description Reason of the denial: the token is refused (`verdict`), its kind of holder cannot have it (`holder`), no
             *     role of the user has it (`roles`), or the token was minted without it (`token`). Null when granted.
             * @example roles
             */
            deniedBy: ("token" | "roles" | "holder" | "verdict") | null;
            /**
             * @description For people. May change.
             * @example No role of the user gives it. The audit shows since when.
             */
            detail: string;
            /**
             * @description Whether the token has it now.
             * @example false
             */
            granted: boolean;
            /**
             * @description Roles of the user; empty for other holders.
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
             * @description Roles of the user's ecosystem that have the permission, assigned or not; empty for other holders.
             * @example [
             *       "admin"
             *     ]
             */
            rolesThatGrantIt: string[];
            /**
             * @description Start of the denial; ISO 8601, UTC. Null when granted, and for `roles`: the audit shows who changed them
             *     when.
             */
            since: string | null;
        };
        Problem: {
            /**
             * @description Only at `/health/ready`: each failed check (`database`, `schema`, `grants`, `writes`, `clock`) with its
             *     reason.
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
            code: "bad-request" | "malformed-body" | "unsupported-media-type" | "body-too-large" | "headers-too-large" | "request-timeout" | "invalid-input" | "route-not-found" | "method-not-allowed" | "unauthenticated" | "login-refused" | "permission-denied" | "wrong-holder" | "mint-refused" | "ecosystem-not-found" | "user-not-found" | "token-not-found" | "role-not-found" | "user-inactive" | "last-admin" | "conflict" | "precondition-failed" | "request-in-flight" | "idempotency-key-reused" | "rate-limited" | "overloaded" | "unavailable" | "internal";
            /**
             * @description For people. May change.
             * @example There is no such user
             */
            detail: string;
            /**
             * @description OAuth error code (RFC 6749 §5.2). Only from introspection and revocation by secret.
             * @example invalid_request
             * @enum {string}
             */
            error?: "invalid_request" | "invalid_client";
            /** @description Every invalid input, for the code `invalid-input`. */
            errors?: components["schemas"]["ProblemIssue"][];
            /**
             * @description The requested path.
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
             * @description Short name of this kind of problem. Constant for each `code`.
             * @example User not found
             */
            title: string;
            /**
             * @description Page about this kind of problem, relative to the service.
             * @example /problems/user-not-found
             */
            type: string;
        };
        ProblemIssue: {
            /**
             * @description The violated rule, in kebab case: `max`, `is-email`, `unknown-field`.
             * @example max
             */
            code: string;
            /**
             * @description For people.
             * @example ttl must not be greater than 315360000
             */
            detail: string;
            /**
             * @description Location of the input.
             * @example body
             * @enum {string}
             */
            in: "path" | "body" | "query" | "header";
            /**
             * @description JSON Pointer (RFC 6901) of the field; a slash and the name for a query parameter or header; empty for the
             *     whole.
             * @example /ttl
             */
            pointer: string;
        };
        ReadinessView: {
            /**
             * @description Only with a session cache in Redis. While it is `away`, the database answers instead.
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
             * @description All tokens of the ecosystem. Must be `true` when no other filter is given, and cannot be combined with
             *     one.
             * @example false
             */
            all?: boolean;
            /**
             * @description Tokens minted before this time (ISO 8601).
             * @example 2026-11-22T10:00:00Z
             */
            createdBefore?: string;
            /**
             * @description Tokens minted at or after this time (ISO 8601).
             * @example 2026-11-22T10:00:00Z
             */
            createdFrom?: string;
            /**
             * @description Only counts the tokens and changes nothing.
             * @example true
             */
            dryRun?: boolean;
            /**
             * @description Tokens of users, or of servers.
             * @example user
             * @enum {string}
             */
            holder?: "user" | "server";
            /**
             * @description Tokens last used before this time (ISO 8601), or never.
             * @example 2026-11-22T10:00:00Z
             */
            lastUsedBefore?: string;
            /**
             * @description Tokens last used at or after this time (ISO 8601), by the stored last use, which is at most a minute old.
             * @example 2026-11-22T10:00:00Z
             */
            lastUsedFrom?: string;
            /**
             * @description Tokens minted by the token with this id.
             * @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11
             */
            mintedBy?: string;
            /**
             * @description Tokens of this user: the id, or `external:` and the `externalId`.
             * @example BsNr28znDkG8aeo7W
             */
            userId?: string;
        };
        RocketchatImportLine: {
            /** @description For a personal access token. Stored and returned, without effect. */
            bypassTwoFactor?: boolean;
            /**
             * @description Creation of the personal access token.
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
             * @description Last six characters of the secret of a personal access token.
             * @example 01mSuj
             */
            lastTokenPart?: string;
            /**
             * @description Name of a personal access token.
             * @example the build server
             */
            name?: string;
            /**
             * @description Narrows what the user may do with this token. Default: everything that the user may do.
             * @example [
             *       "tokens:introspect"
             *     ]
             */
            permissions?: ("ecosystems:create" | "ecosystems:read" | "ecosystems:update" | "ecosystems:delete" | "users:create" | "users:read" | "users:update" | "users:delete" | "tokens:mint" | "tokens:import" | "tokens:list" | "tokens:revoke" | "tokens:introspect" | "tokens:explain" | "keys:mint" | "roles:read" | "roles:write" | "audit:read" | "metrics:read" | "self:manage")[];
            /**
             * @description Set for a personal access token, which never expires.
             * @example personalAccessToken
             * @enum {string}
             */
            type?: "personalAccessToken";
            /**
             * @description The user who holds the token: `externalId` or id, or `external:` and the `externalId`.
             * @example BsNr28znDkG8aeo7W
             */
            userId: string;
            /**
             * @description Creation of the login token, which lives `LOGIN_EXPIRATION_DAYS` from then. Required unless the line is a
             *     personal access token.
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
             * @description Record of the old key. It ends after the overlap at the latest, see `maxAge` and `expiresAt`. Read it
             *     again later: `lastUsedAt` shows whether the old secret is still in use.
             */
            replaced: components["schemas"]["TokenView"];
            /**
             * @description Shown only once. Store it safely: it cannot be read again.
             * @example tw_u_5mYqJX2cVj0xhN2cO1u3lqGz8b7wTnD4aKfEoPM5_-U
             */
            secret: string;
            token: components["schemas"]["TokenView"];
        };
        RotateKey: {
            /**
             * @description How long the old secret stays valid, in seconds: 0 to 2592000 (30 days), 3600 by default. 0 revokes it at
             *     once. At least 60 when a key rotates itself, so that a lost response can be requested again with the same
             *     `Idempotency-Key`.
             * @example 3600
             */
            overlap?: number;
        };
        SanctumImportLine: {
            /**
             * @description A list, or its JSON text as in the table. Abilities of an application mean nothing here: unless it is
             *     `["*"]`, set `permissions`.
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
             * @description The row's id, which is the number before the bar in the secret; as text or number.
             * @example 12
             */
            id: string | number;
            /** @example 2026-11-21T10:00:00.000Z */
            last_used_at?: string | null;
            /** @example Telephone of Ada */
            name?: string | null;
            /**
             * @description Narrows what the user may do with this token. Default: everything that the user may do.
             * @example [
             *       "tokens:introspect"
             *     ]
             */
            permissions?: ("ecosystems:create" | "ecosystems:read" | "ecosystems:update" | "ecosystems:delete" | "users:create" | "users:read" | "users:update" | "users:delete" | "tokens:mint" | "tokens:import" | "tokens:list" | "tokens:revoke" | "tokens:introspect" | "tokens:explain" | "keys:mint" | "roles:read" | "roles:write" | "audit:read" | "metrics:read" | "self:manage")[];
            /**
             * @description SHA-256 of the text after the bar, in hexadecimal digits.
             * @example b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9
             */
            token: string;
            /**
             * @description Ignored.
             * @example 7
             */
            tokenable_id?: string | number | null;
            /**
             * @description Ignored.
             * @example App\Models\User
             */
            tokenable_type?: string | null;
            /**
             * @description Ignored.
             * @example 2026-11-21T10:00:00.000Z
             */
            updated_at?: string | null;
            /**
             * @description The user who holds the token: `externalId` or id, or `external:` and the `externalId`.
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
             * @description Permissions of the presented token.
             * @example [
             *       "tokens:mint"
             *     ]
             */
            permissions: ("ecosystems:create" | "ecosystems:read" | "ecosystems:update" | "ecosystems:delete" | "users:create" | "users:read" | "users:update" | "users:delete" | "tokens:mint" | "tokens:import" | "tokens:list" | "tokens:revoke" | "tokens:introspect" | "tokens:explain" | "keys:mint" | "roles:read" | "roles:write" | "audit:read" | "metrics:read" | "self:manage")[];
            /** @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11 */
            tokenId: string | null;
            /** @description The user, for a user's token. */
            user: components["schemas"]["UserView"] | null;
        };
        TokenInQuestion: {
            /**
             * @description The secret.
             * @example tw_u_5mYqJX2cVj0xhN2cO1u3lqGz8b7wTnD4aKfEoPM5_-U
             */
            token: string;
            /**
             * @description Accepted and ignored.
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
             * @description The secrets, 1 to 1,000. Repetitions are allowed.
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
             * @description The API through which it was minted.
             * @example native
             */
            dialect: string;
            /**
             * @description Null for account tokens.
             * @example default
             */
            ecosystemId: string | null;
            /**
             * @description ISO 8601, UTC; null for never. For a sliding token, by the stored last use.
             * @example 2026-11-22T11:00:00.000Z
             */
            expiresAt: string | null;
            /**
             * @example SlidingTtl
             * @enum {string}
             */
            expiryType: "Infinite" | "FixedTtl" | "SlidingTtl";
            /**
             * @description Kind of holder.
             * @example user
             * @enum {string}
             */
            holder: "user" | "server" | "account";
            /** @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11 */
            id: string;
            /**
             * @description ISO 8601, UTC: the last stored use, at most a minute old.
             * @example 2026-11-22T10:30:00.000Z
             */
            lastUsedAt: string | null;
            /**
             * @description Absolute end, in seconds from the creation.
             * @example 86400
             */
            maxAge: number | null;
            /**
             * @description The token that minted it.
             * @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b00
             */
            mintedBy: string | null;
            /** @example Telephone of Ada */
            name: string | null;
            /**
             * @description The token with which this one dies: the one that a user presented to mint it for themselves. Absent for
             *     most tokens.
             * @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b13
             */
            parent?: string;
            /**
             * @description Permissions that narrow the token; null for all of the holder's.
             * @example [
             *       "tokens:introspect"
             *     ]
             */
            permissions: ("ecosystems:create" | "ecosystems:read" | "ecosystems:update" | "ecosystems:delete" | "users:create" | "users:read" | "users:update" | "users:delete" | "tokens:mint" | "tokens:import" | "tokens:list" | "tokens:revoke" | "tokens:introspect" | "tokens:explain" | "keys:mint" | "roles:read" | "roles:write" | "audit:read" | "metrics:read" | "self:manage")[] | null;
            /**
             * @description The token that replaced this one by rotation; `lastUsedAt` shows whether this one is still in use.
             * @example 01964f3e-7e9c-7a31-8a41-0f6d3f1f2b12
             */
            replacedBy: string | null;
            /** @description ISO 8601, UTC; null unless revoked. */
            revokedAt: string | null;
            /**
             * @description State of the token itself. A token of an inactive user can be `live` here, but is refused.
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
             * @description Host name by which Rocket.Chat clients reach this ecosystem; null removes it. Needs an account token,
             *     because a tenant could otherwise take over the host of another one's sign-in.
             * @example chat.acme.example
             */
            domain?: string | null;
            /**
             * @description Display name.
             * @example Acme Ltd
             */
            name?: string;
            /**
             * @description Web origins (scheme, host in lower case, port unless it is the default) of pages that may run Strigo's
             *     SDK. Browsers may call the SDK's paths from these origins only. At most 100; an empty list removes all.
             * @example [
             *       "https://app.acme.example"
             *     ]
             */
            origins?: string[];
            /**
             * @description Whether anybody may register here by Rocket.Chat's `users.register`.
             * @example closed
             * @enum {string}
             */
            registration?: "open" | "closed";
        };
        UpdateUser: {
            /**
             * @description An inactive user has no live token and cannot get one.
             * @example true
             */
            active?: boolean;
            /**
             * @description Unique, ignoring case. A host without a dot is valid: `ada@localhost`.
             * @example ada@acme.example
             */
            email?: string | null;
            /**
             * @description Id of this person in your own system, by which the paths of sFOX and Droplit name the user. 1 to 128
             *     characters.
             * @example customer-4711
             */
            externalId?: string | null;
            /**
             * @description Display name.
             * @example Ada Lovelace
             */
            name?: string;
            /**
             * @description 8 to 1,024 characters. Stored as argon2id only.
             * @example correct horse battery staple
             */
            password?: string | null;
            /**
             * @description With `password`: whether all existing tokens of the user die. Default: `true`, but `false` when users
             *     change their own password.
             * @example true
             */
            revokeTokens?: boolean;
            /**
             * @description Roles of the ecosystem; `["user"]` by default.
             * @example [
             *       "user"
             *     ]
             */
            roles?: string[];
            /**
             * @description Sign-in name. Unique, ignoring case. 1 to 128 characters.
             * @example ada
             */
            username?: string | null;
        };
        UserInBulk: {
            /**
             * @description An inactive user has no live token and cannot get one.
             * @example true
             */
            active?: boolean;
            /**
             * @description Unique, ignoring case. A host without a dot is valid: `ada@localhost`.
             * @example ada@acme.example
             */
            email?: string | null;
            /**
             * @description Id of this person in your own system, by which the paths of sFOX and Droplit name the user. 1 to 128
             *     characters.
             * @example customer-4711
             */
            externalId?: string | null;
            /**
             * @description Id of a migrated user, so that clients can keep using it; random by default. Needs an account token,
             *     because ids are unique in the whole service. 1 to 64 characters without white space, control characters,
             *     invisible characters, ; or /.
             * @example rbAXPnMktTFbNpwtJ
             */
            id?: string;
            /**
             * @description Display name.
             * @example Ada Lovelace
             */
            name?: string;
            /**
             * @description Roles of the ecosystem; `["user"]` by default.
             * @example [
             *       "user"
             *     ]
             */
            roles?: string[];
            /**
             * @description Sign-in name. Unique, ignoring case. 1 to 128 characters.
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
             * @description Shown only once. Store it safely: it cannot be read again.
             * @example tw_u_5mYqJX2cVj0xhN2cO1u3lqGz8b7wTnD4aKfEoPM5_-U
             */
            secret: string;
            token: components["schemas"]["TokenView"];
            /** @example BsNr28znDkG8aeo7W */
            userId: string;
        };
        UserOfToken: {
            /**
             * @description Unique, ignoring case. A host without a dot is valid: `ada@localhost`.
             * @example ada@acme.example
             */
            email?: string | null;
            /**
             * @description Display name.
             * @example Ada Lovelace
             */
            name?: string;
            /**
             * @description 8 to 1,024 characters. Stored as argon2id only.
             * @example correct horse battery staple
             */
            password?: string | null;
            /**
             * @description Roles of the ecosystem; `["user"]` by default.
             * @example [
             *       "user"
             *     ]
             */
            roles?: string[];
            /**
             * @description Sign-in name. Unique, ignoring case. 1 to 128 characters.
             * @example ada
             */
            username?: string | null;
        };
        UserPermissionsView: {
            /**
             * @description Union of the roles' permissions. A token of the user has these, or fewer when it is narrowed. Tokens of
             *     an inactive user have none.
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
export type CreatedUsersView = components['schemas']['CreatedUsersView'];
export type CreatedUserView = components['schemas']['CreatedUserView'];
export type CreateEcosystem = components['schemas']['CreateEcosystem'];
export type CreateUser = components['schemas']['CreateUser'];
export type CreateUsers = components['schemas']['CreateUsers'];
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
export type ItemProblem = components['schemas']['ItemProblem'];
export type KeyRevokedView = components['schemas']['KeyRevokedView'];
export type LivenessView = components['schemas']['LivenessView'];
export type MassRevokedView = components['schemas']['MassRevokedView'];
export type MintedListView = components['schemas']['MintedListView'];
export type MintedView = components['schemas']['MintedView'];
export type MintToken = components['schemas']['MintToken'];
export type MintTokens = components['schemas']['MintTokens'];
export type MintUserToken = components['schemas']['MintUserToken'];
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
export type UserInBulk = components['schemas']['UserInBulk'];
export type UserListView = components['schemas']['UserListView'];
export type UserMintedView = components['schemas']['UserMintedView'];
export type UserOfToken = components['schemas']['UserOfToken'];
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
                     * @example # HELP tokenwright_verifications_total Verifications by verdict and tier
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
                /** @description Only tokens minted before this time. */
                createdBefore?: string;
                /** @description Only tokens minted at or after this time. */
                createdFrom?: string;
                /** @description `page.nextCursor` of the previous page. */
                cursor?: string;
                /** @description Only tokens not used since this time, or never used. */
                lastUsedBefore?: string;
                /** @description Only tokens last used at or after this time. */
                lastUsedFrom?: string;
                /** @description Maximum items of the page, 1 to 200; 50 by default. */
                limit?: number;
                /** @description Only tokens minted by the token with this `id`. */
                mintedBy?: string;
                /** @description Only tokens in this state. A sliding token may be listed as live up to a minute after its end. */
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
                 * @description `true` also revokes the key's descendants: keys that replaced it by rotation, and all tokens that any of
                 *     them minted, directly or indirectly.
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
            /** @description Revoked. Lists its live descendants. */
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
            /** @description Revoked. It has no live descendants. */
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
                /** @description Only this action. */
                action?: string;
                /** @description Only before this time. */
                before?: string;
                /** @description Only actions from this client address. */
                callerAddress?: string;
                /** @description Only actions by tokens of this holder, or by Tokenwright itself (`system`). */
                callerHolder?: "account" | "server" | "user" | "system";
                /** @description Only actions with this token: its `id`. */
                callerTokenId?: string;
                /** @description Only actions of this user: the id, or `external:` and the `externalId`. */
                callerUserId?: string;
                /** @description `page.nextCursor` of the previous page. */
                cursor?: string;
                /**
                 * @description Only in this ecosystem, even a deleted one.
                 * @example default
                 */
                ecosystemId?: string;
                /** @description Only at or after this time. */
                from?: string;
                /** @description Maximum items of the page, 1 to 200; 50 by default. */
                limit?: number;
                /** @description Only actions of the request with this `X-Request-Id`. */
                requestId?: string;
                /** @description Only the target with this id; of a user also `external:` and the `externalId`. */
                targetId?: string;
                /** @description Only targets of this kind. */
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
                /** @description Only this action. */
                action?: string;
                /** @description Starts after the entry with this `id`, the last one of an earlier export. */
                after?: string;
                /** @description Only before this time. */
                before?: string;
                /** @description Only actions from this client address. */
                callerAddress?: string;
                /** @description Only actions by tokens of this holder, or by Tokenwright itself (`system`). */
                callerHolder?: "account" | "server" | "user" | "system";
                /** @description Only actions with this token: its `id`. */
                callerTokenId?: string;
                /** @description Only actions of this user: the id, or `external:` and the `externalId`. */
                callerUserId?: string;
                /**
                 * @description Only in this ecosystem, even a deleted one.
                 * @example default
                 */
                ecosystemId?: string;
                /** @description Only at or after this time. */
                from?: string;
                /** @description Only actions of the request with this `X-Request-Id`. */
                requestId?: string;
                /** @description Only the target with this id; of a user also `external:` and the `externalId`. */
                targetId?: string;
                /** @description Only targets of this kind. */
                targetType?: "ecosystem" | "role" | "user" | "token";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One entry a line, as in the list, oldest first */
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
                /** @description `page.nextCursor` of the previous page. */
                cursor?: string;
                /** @description Only the ecosystem with this domain, ignoring case. */
                domain?: string;
                /** @description Maximum items of the page, 1 to 200; 50 by default. */
                limit?: number;
                /** @description Only ecosystems with exactly this name. */
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
                /** @description The id of the ecosystem once more. Required for `default`. */
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
                /** @description Only this action. */
                action?: string;
                /** @description Only before this time. */
                before?: string;
                /** @description Only actions from this client address. */
                callerAddress?: string;
                /** @description Only actions by tokens of this holder, or by Tokenwright itself (`system`). */
                callerHolder?: "account" | "server" | "user" | "system";
                /** @description Only actions with this token: its `id`. */
                callerTokenId?: string;
                /** @description Only actions of this user: the id, or `external:` and the `externalId`. */
                callerUserId?: string;
                /** @description `page.nextCursor` of the previous page. */
                cursor?: string;
                /** @description Only at or after this time. */
                from?: string;
                /** @description Maximum items of the page, 1 to 200; 50 by default. */
                limit?: number;
                /** @description Only actions of the request with this `X-Request-Id`. */
                requestId?: string;
                /** @description Only the target with this id; of a user also `external:` and the `externalId`. */
                targetId?: string;
                /** @description Only targets of this kind. */
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
                /** @description Only this action. */
                action?: string;
                /** @description Starts after the entry with this `id`, the last one of an earlier export. */
                after?: string;
                /** @description Only before this time. */
                before?: string;
                /** @description Only actions from this client address. */
                callerAddress?: string;
                /** @description Only actions by tokens of this holder, or by Tokenwright itself (`system`). */
                callerHolder?: "account" | "server" | "user" | "system";
                /** @description Only actions with this token: its `id`. */
                callerTokenId?: string;
                /** @description Only actions of this user: the id, or `external:` and the `externalId`. */
                callerUserId?: string;
                /** @description Only at or after this time. */
                from?: string;
                /** @description Only actions of the request with this `X-Request-Id`. */
                requestId?: string;
                /** @description Only the target with this id; of a user also `external:` and the `externalId`. */
                targetId?: string;
                /** @description Only targets of this kind. */
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
            /** @description One entry a line, as in the list, oldest first */
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
                /** @description `page.nextCursor` of the previous page. */
                cursor?: string;
                /** @description Maximum items of the page, 1 to 200; 50 by default. */
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
            /** @description The role was replaced */
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
                /** @description Only tokens minted before this time. */
                createdBefore?: string;
                /** @description Only tokens minted at or after this time. */
                createdFrom?: string;
                /** @description `page.nextCursor` of the previous page. */
                cursor?: string;
                /** @description Only tokens not used since this time, or never used. */
                lastUsedBefore?: string;
                /** @description Only tokens last used at or after this time. */
                lastUsedFrom?: string;
                /** @description Maximum items of the page, 1 to 200; 50 by default. */
                limit?: number;
                /** @description Only tokens minted by the token with this `id`. */
                mintedBy?: string;
                /** @description Only tokens in this state. A sliding token may be listed as live up to a minute after its end. */
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
                /** @description Only tokens minted before this time. */
                createdBefore?: string;
                /** @description Only tokens minted at or after this time. */
                createdFrom?: string;
                /** @description `page.nextCursor` of the previous page. */
                cursor?: string;
                /** @description Only tokens of this kind of holder. */
                holder?: "user" | "server";
                /** @description Only tokens not used since this time, or never used. */
                lastUsedBefore?: string;
                /** @description Only tokens last used at or after this time. */
                lastUsedFrom?: string;
                /** @description Maximum items of the page, 1 to 200; 50 by default. */
                limit?: number;
                /** @description Only tokens minted by the token with this `id`. */
                mintedBy?: string;
                /** @description Only tokens in this state. A sliding token may be listed as live up to a minute after its end. */
                state?: "live" | "expired" | "revoked";
                /**
                 * @description Only tokens of this user: the id, or `external:` and the `externalId`.
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
                 * @description `true` also revokes the key's descendants: keys that replaced it by rotation, and all tokens that any of
                 *     them minted, directly or indirectly.
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
            /** @description Revoked. Lists its live descendants. */
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
            /** @description Revoked. It has no live descendants. */
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
            /** @description The result of each line */
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
                /** @description Only active users, or only inactive ones. */
                active?: boolean;
                /** @description `page.nextCursor` of the previous page. */
                cursor?: string;
                /** @description Only the user with this e-mail address, ignoring case. */
                email?: string;
                /** @description Only the user with this id in your own system. */
                externalId?: string;
                /** @description Maximum items of the page, 1 to 200; 50 by default. */
                limit?: number;
                /**
                 * @description Only users with this role.
                 * @example support
                 */
                role?: string;
                /** @description Only the user with this username, ignoring case. */
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
                 * @description Id of the user, or `external:` and the `externalId`: `external:customer-4711`
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
                 * @description Id of the user, or `external:` and the `externalId`: `external:customer-4711`
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
                 * @description Id of the user, or `external:` and the `externalId`: `external:customer-4711`
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
                 * @description Id of the user, or `external:` and the `externalId`: `external:customer-4711`
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
                /** @description Only tokens minted before this time. */
                createdBefore?: string;
                /** @description Only tokens minted at or after this time. */
                createdFrom?: string;
                /** @description `page.nextCursor` of the previous page. */
                cursor?: string;
                /** @description Only tokens not used since this time, or never used. */
                lastUsedBefore?: string;
                /** @description Only tokens last used at or after this time. */
                lastUsedFrom?: string;
                /** @description Maximum items of the page, 1 to 200; 50 by default. */
                limit?: number;
                /** @description Only tokens minted by the token with this `id`. */
                mintedBy?: string;
                /** @description Only tokens in this state. A sliding token may be listed as live up to a minute after its end. */
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
                 * @description Id of the user, or `external:` and the `externalId`: `external:customer-4711`
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
                 * @description Id of the user, or `external:` and the `externalId`: `external:customer-4711`
                 * @example BsNr28znDkG8aeo7W
                 */
                userId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MintUserToken"];
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
                 * @description Id of the user, or `external:` and the `externalId`: `external:customer-4711`
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
    createUsers: {
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
                "application/json": components["schemas"]["CreateUsers"];
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
                     *           "index": 0,
                     *           "status": 201,
                     *           "id": "BsNr28znDkG8aeo7W",
                     *           "problem": {
                     *             "type": "/problems/user-not-found",
                     *             "title": "User not found",
                     *             "status": 404,
                     *             "detail": "There is no such user",
                     *             "code": "user-not-found",
                     *             "errors": [
                     *               {
                     *                 "in": "body",
                     *                 "pointer": "/ttl",
                     *                 "code": "max",
                     *                 "detail": "ttl must not be greater than 315360000"
                     *               }
                     *             ]
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["CreatedUsersView"];
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
                     *         "detail": "No role of the user gives it. The audit shows since when.",
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
                     *       "expiry_type": "SlidingTtl",
                     *       "username": "ada",
                     *       "external_id": "customer-4711"
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
                     *           "expiry_type": "SlidingTtl",
                     *           "username": "ada",
                     *           "external_id": "customer-4711"
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
                /** @description The token must belong to this ecosystem, or to an account. */
                ecosystem: string;
                /** @description Allowed kinds of holder. Repeat the parameter to allow several. Default: any. */
                holder?: ("user" | "server" | "account")[];
                /** @description Permissions that the token must have. Repeat the parameter to require several. */
                permission?: ("ecosystems:create" | "ecosystems:read" | "ecosystems:update" | "ecosystems:delete" | "users:create" | "users:read" | "users:update" | "users:delete" | "tokens:mint" | "tokens:import" | "tokens:list" | "tokens:revoke" | "tokens:introspect" | "tokens:explain" | "keys:mint" | "roles:read" | "roles:write" | "audit:read" | "metrics:read" | "self:manage")[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The token is live and meets the requirements */
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
  createUsers: ['POST', '/v1/ecosystems/{ecosystemId}/users/bulk'],
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
  createUsers: {"200":"CreatedUsersView"},
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
  CreatedUserView: {"index":["number"],"status":["number"],"id":["string","undefined"],"problem":["ItemProblem","undefined"]},
  CreatedUsersView: {"data":["CreatedUserView[]"]},
  EcosystemListView: {"data":["EcosystemView[]"],"page":["PageView"]},
  EcosystemView: {"id":["string"],"name":["string"],"domain":["string","null"],"origins":["string[]"],"registration":["string"],"createdAt":["string"],"updatedAt":["string"]},
  ExplanationView: {"verdict":["string"],"reason":["string","null"],"since":["string","null"],"detail":["string"],"token":["TokenView","null"],"permission":["PermissionExplanationView","undefined"]},
  HeldRoleView: {"name":["string"],"permissions":["string[]"]},
  ImportResult: {"line":["number"],"result":["string"],"tokenId":["string","undefined"],"code":["string","undefined"],"detail":["string","undefined"]},
  Introspection: {"active":["boolean"],"sub":["string","undefined"],"exp":["number","undefined"],"iat":["number","undefined"],"scope":["string","undefined"],"token_type":["string","undefined"],"jti":["string","undefined"],"ecosystem_id":["string","undefined"],"holder":["string","undefined"],"expiry_type":["string","undefined"],"username":["string","undefined"],"external_id":["string","undefined"]},
  IntrospectionListView: {"data":["Introspection[]"]},
  ItemProblem: {"type":["string"],"title":["string"],"status":["number"],"detail":["string"],"code":["string"],"errors":["ProblemIssue[]","undefined"]},
  KeyRevokedView: {"revoked":["number","undefined"],"livingOn":["TokenView[]","undefined"]},
  LivenessView: {"status":["string"],"service":["string"]},
  MassRevokedView: {"revoked":["number"],"dryRun":["boolean"]},
  MintedListView: {"data":["UserMintedView[]"]},
  MintedView: {"token":["TokenView"],"secret":["string"]},
  PageView: {"nextCursor":["string","null"]},
  PermissionExplanationView: {"name":["string"],"granted":["boolean"],"deniedBy":["string","null"],"since":["string","null"],"detail":["string"],"heldRoles":["string[]"],"rolesThatGrantIt":["string[]"]},
  ProblemIssue: {"in":["string"],"pointer":["string"],"code":["string"],"detail":["string"]},
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
