import { type Command, Option } from 'commander';
import { addExamples } from '../../examples.js';
import { exits, Stop } from '../../exit.js';
import { seconds } from '../../seconds.js';
import type { Terminal } from '../../terminal.js';
import { pagesOf } from '../client.js';
import { limitOf, remote } from '../command.js';
import { mintOptions, mintRequest } from './mint.js';

const account = () => new Option('--account', 'an account token, valid in all ecosystems');

/** `tokenwright key …`: the tokens of servers and accounts. */
export function addKeyCommands(program: Command, terminal: Terminal): void {
  const key = program.command('key').description('server tokens, and with --account the tokens of accounts');
  addExamples(key, ['tokenwright key create --name "Web shop" --expiry Infinite', 'tokenwright key list']);
  const isTenants = true;

  remote(key, terminal, {
    usage: 'create',
    says: 'mint a key',
    examples: [
      'tokenwright key create --name "Web shop" --expiry Infinite --ecosystem acme',
      'tokenwright key create --account --permission audit:read --ttl 30d',
    ],
    options: [account(), ...mintOptions()],
    isTenants,
    async run({ options, client, output, ecosystemId }) {
      const { account: isAccount, expiry, ttl, quiet } = options;
      if (expiry === undefined && ttl === undefined) {
        throw new Stop(
          exits.usage,
          'Say how long the key lives, else it would end in one hour: --expiry Infinite, --ttl 90d, or ' +
            '--expiry SlidingTtl --ttl 30d.',
        );
      }
      const wanted = mintRequest(options);
      const answer = isAccount
        ? await client.accountTokens.mint(wanted)
        : await client.serverTokens.mint(await ecosystemId(), wanted);
      await output.minted(answer, quiet);
    },
  });

  remote(key, terminal, {
    usage: 'list',
    says: 'list keys',
    examples: ['tokenwright key list', 'tokenwright key list --account --state live'],
    options: [
      account(),
      new Option('--state <state>', 'in this state').choices(['live', 'expired', 'revoked']),
    ],
    isTenants,
    isList: true,
    async run({ options, client, output, ecosystemId }) {
      const { state } = options;
      const id = options.account ? undefined : await ecosystemId();
      const pages = pagesOf(
        (size, how) =>
          id === undefined
            ? client.accountTokens.list({ state, ...size }, how)
            : client.serverTokens.list(id, { state, ...size }, how),
        limitOf(options),
      );
      await output.list(pages, ['id', 'name', 'state', 'expiryType', 'expiresAt', 'lastUsedAt']);
    },
  });

  remote(key, terminal, {
    usage: 'show <token-id>',
    says: 'show the record of a key',
    examples: ['tokenwright key show 0199a3c2-5a77-7c31-9f5e-0d1f6a2b3c4d'],
    options: [account()],
    isTenants,
    async run({ args: [id], options, client, output, ecosystemId }) {
      const view = options.account
        ? await client.accountTokens.read(id!)
        : await client.tokens.read(await ecosystemId(), id!);
      await output.item(view);
    },
  });

  remote(key, terminal, {
    usage: 'rotate <token-id>',
    says: 'issue a new secret; the old one stays valid for the overlap, an hour by default',
    examples: [
      'tokenwright key rotate 0199a3c2-5a77-7c31-9f5e-0d1f6a2b3c4d --overlap 1d',
      'tokenwright key rotate 0199a3c2-5a77-7c31-9f5e-0d1f6a2b3c4d --account --quiet',
    ],
    options: [
      account(),
      new Option('--overlap <seconds>', 'how long both secrets are valid: 0, 3600, or such as 1d').argParser(
        seconds,
      ),
      new Option('-q, --quiet', 'print the secret only'),
    ],
    isTenants,
    async run({ args: [id], options, client, output, ecosystemId }) {
      const { account: isAccount, overlap, quiet } = options;
      const answer = isAccount
        ? await client.accountTokens.rotate(id!, { overlap })
        : await client.serverTokens.rotate(await ecosystemId(), id!, { overlap });
      await output.minted(answer, quiet);
    },
  });

  remote(key, terminal, {
    usage: 'revoke <token-id>',
    says: 'revoke a key',
    examples: [
      'tokenwright key revoke 0199a3c2-5a77-7c31-9f5e-0d1f6a2b3c4d',
      'tokenwright key revoke 0199a3c2-5a77-7c31-9f5e-0d1f6a2b3c4d --cascade',
    ],
    options: [
      account(),
      new Option('--cascade', 'also revoke its replacements, and all tokens that they and it minted'),
    ],
    isTenants,
    async run({ args: [id], options, client, output, ecosystemId }) {
      const { account: isAccount, cascade } = options;
      const answer = isAccount
        ? await client.accountTokens.revoke(id!, { cascade })
        : await client.tokens.revoke(await ecosystemId(), id!, { cascade });
      const others = (answer?.revoked ?? 1) - 1;
      output.done(others > 0 ? `Revoked, with ${others} that came from it.` : 'Revoked.');
      if (!answer?.livingOn) return;
      const ids = answer.livingOn.map((token) => token.id).join(', ');
      output.done(`Live keys came from it: ${ids}. Revoke them with --cascade.`);
    },
  });
}
