import { type Command, Option } from 'commander';
import { addExamples } from '../../examples.js';
import { exits, Stop } from '../../exit.js';
import type { Terminal } from '../../terminal.js';
import { pagesOf } from '../client.js';
import { limitOf, remote } from '../command.js';
import { mintForUser } from '../users.js';
import { mintOptions } from './mint.js';

const shownInLists = ['id', 'holder', 'userId', 'name', 'state', 'expiryType', 'expiresAt', 'lastUsedAt'];
const filters = () => [
  new Option('--user <id>', 'tokens of this user'),
  new Option('--holder <holder>', 'tokens of this kind of holder').choices(['user', 'server']),
  new Option('--minted-by <token-id>', 'minted with this token'),
  new Option('--created-from <moment>', 'minted at this time or later; ISO 8601'),
  new Option('--created-before <moment>', 'minted before this time'),
  new Option('--last-used-from <moment>', 'last used at this time or later'),
  new Option('--last-used-before <moment>', 'last used before this time'),
];
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- as in Call
const filterOf = ({ user: userId, ...options }: any) => {
  const { holder, mintedBy, createdFrom, createdBefore, lastUsedFrom, lastUsedBefore } = options;
  return { userId, holder, mintedBy, createdFrom, createdBefore, lastUsedFrom, lastUsedBefore };
};

const secretForm = /^(tw_[usa]_[\w-]{43}|[\w-]{43}|[0-9a-f]{64}|_[\w-]{127})$/;
const idForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What to do about a secret that is not live. */
function hintTo(secret: string): string {
  if (secretForm.test(secret)) return 'tokenwright token explain tells you why.';
  if (idForm.test(secret)) return 'That is the id of a token, not its secret: see tokenwright token show.';
  return 'Tokenwright makes no secret of this form (tw_u_ and 43 characters): was it copied whole?';
}

/** `tokenwright token …`: the tokens of an ecosystem. */
export function addTokenCommands(program: Command, terminal: Terminal): void {
  const token = program.command('token').description('verify, list and revoke tokens');
  addExamples(token, ['tokenwright token list --state live', 'tokenwright token verify < secret.txt']);
  const isTenants = true;

  remote(token, terminal, {
    usage: 'mint <user-id>',
    says: 'mint a token for a user, as user create-token does',
    examples: ['tokenwright token mint customer-4711 --ttl 30d'],
    options: mintOptions(),
    isTenants,
    run: mintForUser,
  });

  remote(token, terminal, {
    usage: 'verify',
    says: 'check whether a token is live, and show its holder and permissions; reads the secret from standard input; counts as a use',
    examples: [
      'tokenwright token verify < secret.txt',
      'printf %s "$TOKEN" | tokenwright token verify --json',
    ],
    isSecretRead: true,
    async run({ args, client, terminal, output }) {
      if (args.length > 0) {
        const how = 'printf %s "$TOKEN" | tokenwright token verify';
        throw new Stop(exits.usage, `The secret is read from standard input: ${how}`);
      }
      const secret = await terminal.readSecret('The secret');
      const answer = await client.tokens.introspect(secret);
      await output.item(answer);
      if (!answer.active) throw new Stop(exits.no, `It is not live. ${hintTo(secret)}`);
    },
  });

  remote(token, terminal, {
    usage: 'explain [token-id]',
    says: 'explain why a token is refused; without an id reads the secret from standard input; does not count as a use',
    examples: [
      'tokenwright token explain < secret.txt',
      'tokenwright token explain 0199a3c2-5a77-7c31-9f5e-0d1f6a2b3c4d --permission users:read',
    ],
    options: [new Option('--permission <permission>', 'also explain whether the token has this permission')],
    async run({ args: [tokenId], options: { permission }, client, terminal, output }) {
      const which = tokenId ? { tokenId } : { token: await terminal.readSecret('The secret') };
      await output.item(await client.tokens.explain({ ...which, permission }));
    },
  });

  remote(token, terminal, {
    usage: 'list',
    says: 'list tokens',
    examples: [
      'tokenwright token list --state live',
      'tokenwright token list --last-used-before 2026-01-01T00:00:00Z --all --json',
    ],
    options: [
      ...filters(),
      new Option('--state <state>', 'in this state').choices(['live', 'expired', 'revoked']),
    ],
    isTenants,
    isList: true,
    async run({ options, client, output, ecosystemId }) {
      const filter = { ...filterOf(options), state: options.state };
      const id = await ecosystemId();
      const pages = pagesOf(
        (size, how) => client.tokens.list(id, { ...filter, ...size }, how),
        limitOf(options),
      );
      await output.list(pages, shownInLists);
    },
  });

  remote(token, terminal, {
    usage: 'show <token-id>',
    says: 'show the record of a token',
    examples: ['tokenwright token show 0199a3c2-5a77-7c31-9f5e-0d1f6a2b3c4d'],
    isTenants,
    async run({ args: [id], client, output, ecosystemId }) {
      await output.item(await client.tokens.read(await ecosystemId(), id!));
    },
  });

  remote(token, terminal, {
    usage: 'revoke [token-id]',
    says: 'revoke a token; without an id reads the secret from standard input',
    examples: [
      'tokenwright token revoke 0199a3c2-5a77-7c31-9f5e-0d1f6a2b3c4d',
      'tokenwright token revoke < secret.txt',
    ],
    isTenants,
    async run({ args: [id], client, terminal, output, ecosystemId }) {
      if (id === undefined) {
        await client.tokens.revokeSecret(await terminal.readSecret('The secret'));
        output.done('If it was a token that you may revoke, it is dead now.');
      } else {
        await client.tokens.revoke(await ecosystemId(), id);
        output.done('Revoked.');
      }
    },
  });

  remote(token, terminal, {
    usage: 'revoke-many',
    says: 'revoke all tokens that match a filter',
    examples: [
      'tokenwright token revoke-many --created-before 2026-01-01T00:00:00Z --dry-run',
      'tokenwright token revoke-many --user 0199a3c2-5a77-7c31-9f5e-0d1f6a2b3c4d --yes',
    ],
    options: [
      ...filters(),
      new Option('--every', 'every token of the ecosystem'),
      new Option('--dry-run', 'only count them'),
      new Option('--yes', 'do not ask'),
    ],
    isTenants,
    async run({ options, client, terminal, output, ecosystemId }) {
      const { every: all, dryRun, yes } = options;
      const revoke = async (isDry: boolean) =>
        client.tokens.revokeMatching(await ecosystemId(), { ...filterOf(options), all, dryRun: isDry });
      if (!dryRun && !yes) await terminal.demandYes(`Revoke ${(await revoke(true)).revoked} tokens?`, yes);
      await output.item(await revoke(Boolean(dryRun)));
    },
  });
}
