import { type Command, Option } from 'commander';
import { addExamples } from '../../examples.js';
import { exits, Stop } from '../../exit.js';
import { seconds } from '../../seconds.js';
import type { Terminal } from '../../terminal.js';
import { type Call, limitOf, remote, segment } from '../command.js';
import { mintOptions, mintRequest } from './mint.js';

const account = () => new Option('--account', 'a token of an account, for all ecosystems');
const keysPath = async ({ options, tenant }: Call) =>
  options.account ? '/v1/account-tokens' : `${await tenant()}/server-tokens`;
const recordsPath = async ({ options, tenant }: Call) =>
  options.account ? '/v1/account-tokens' : `${await tenant()}/tokens`;

/** What a revocation answers, when anything came from the key. */
interface Revoked {
  revoked?: number;
  livingOn?: { id: string }[];
}

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
    async run(call) {
      const { expiry, ttl } = call.options;
      if (expiry === undefined && ttl === undefined) {
        throw new Stop(
          exits.usage,
          'Say how long the key lives: --expiry Infinite, --ttl 90d, or --expiry SlidingTtl --ttl 30d.',
        );
      }
      const json = mintRequest(call.options);
      const answer = await call.service.ask('POST', await keysPath(call), { json });
      await call.output.minted(answer as never, call.options.quiet);
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
    async run(call) {
      const { state } = call.options;
      const pages = call.service.pages(await keysPath(call), { state }, limitOf(call.options));
      await call.output.list(pages, ['id', 'name', 'state', 'expiryType', 'expiresAt', 'lastUsedAt']);
    },
  });

  remote(key, terminal, {
    usage: 'show <token-id>',
    says: 'show the record of one',
    examples: ['tokenwright key show 0199a3c2-5a77-7c31-9f5e-0d1f6a2b3c4d'],
    options: [account()],
    isTenants,
    async run(call) {
      const path = `${await recordsPath(call)}/${segment(call.args[0]!)}`;
      await call.output.item(await call.service.ask('GET', path));
    },
  });

  remote(key, terminal, {
    usage: 'rotate <token-id>',
    says: 'a new secret; the old one is accepted for the overlap, an hour when left out',
    examples: [
      'tokenwright key rotate 0199a3c2-5a77-7c31-9f5e-0d1f6a2b3c4d --overlap 1d',
      'tokenwright key rotate 0199a3c2-5a77-7c31-9f5e-0d1f6a2b3c4d --account --quiet',
    ],
    options: [
      account(),
      new Option('--overlap <seconds>', 'how long both are accepted: 0, 3600, or such as 1d').argParser(
        seconds,
      ),
      new Option('-q, --quiet', 'print nothing but the secret'),
    ],
    isTenants,
    async run(call) {
      const path = `${await keysPath(call)}/${segment(call.args[0]!)}/rotate`;
      const answer = await call.service.ask('POST', path, { json: { overlap: call.options.overlap } });
      await call.output.minted(answer as never, call.options.quiet);
    },
  });

  remote(key, terminal, {
    usage: 'revoke <token-id>',
    says: 'revoke one',
    examples: [
      'tokenwright key revoke 0199a3c2-5a77-7c31-9f5e-0d1f6a2b3c4d',
      'tokenwright key revoke 0199a3c2-5a77-7c31-9f5e-0d1f6a2b3c4d --cascade',
    ],
    options: [
      account(),
      new Option('--cascade', 'with it the keys in its place, and all that it and they minted'),
    ],
    isTenants,
    async run(call) {
      const query = call.options.cascade ? '?cascade=true' : '';
      const path = `${await recordsPath(call)}/${segment(call.args[0]!)}${query}`;
      const answer = (await call.service.ask('DELETE', path)) as Revoked | undefined;
      const others = (answer?.revoked ?? 1) - 1;
      call.output.done(others > 0 ? `Revoked, with ${others} that came from it.` : 'Revoked.');
      if (!answer?.livingOn) return;
      const ids = answer.livingOn.map(({ id }) => id).join(', ');
      call.output.done(`Live keys came from it: ${ids}. Revoke them with --cascade.`);
    },
  });
}
