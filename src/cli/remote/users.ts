import { type Command, Option } from 'commander';
import { TokenwrightError } from '../../../packages/client/src/index.js';
import { addExamples } from '../examples.js';
import { exits, Stop } from '../exit.js';
import type { Terminal } from '../terminal.js';
import { pagesOf } from './client.js';
import { type Call, limitOf, remote, several } from './command.js';
import { mintOptions, mintRequest } from './tokens/mint.js';

const named = () => [
  new Option('--username <text>', 'for signing in'),
  new Option('--email <address>', 'e-mail address'),
  new Option('--external-id <id>', 'id of this person in your own system'),
];
const changed = (passwordOption: string) => [
  ...named(),
  new Option('--name <text>', 'name for people'),
  new Option('--role <role>', 'a role; may be repeated').argParser(several),
  new Option('--inactive', 'make the user inactive; all tokens of the user are refused').conflicts('active'),
  new Option('--password-stdin', passwordOption),
];

/**
 * Ids of the ecosystem and of the user with this `id`, else with this `externalId`; `external:EXTERNAL_ID` is sent as it is. The `id` takes precedence: otherwise
 * an `externalId` that equals the `id` of another user would redirect a command.
 */
async function userOf({ client, ecosystemId }: Call, named: string): Promise<[string, string]> {
  const tenant = await ecosystemId();
  if (named.startsWith('external:')) return [tenant, named];
  const isThere = await client.users.read(tenant, named).then(
    () => true,
    // A token without users:read can still name a user by the id.
    (error) => !(error instanceof TokenwrightError && error.status === 404),
  );
  if (isThere) return [tenant, named];
  const { data } = await client.users.list(tenant, { externalId: named }).page();
  return [tenant, data[0]?.id ?? named];
}

/** Mints for the user that the first argument names. */
export async function mintForUser(call: Call): Promise<void> {
  const { args, client, options, output } = call;
  const user = await userOf(call, args[0]!);
  const answer = await client.tokens.mint(...user, mintRequest(options));
  await output.minted(answer, options.quiet, !options.expiry && !options.ttl && !options.maxAge);
}

/** `tokenwright user …`: the users of an ecosystem, and tokens for them. */
export function addUserCommands(program: Command, terminal: Terminal): Command {
  const user = program.command('user').description('the users of an ecosystem, and tokens for them');
  addExamples(user, ['tokenwright user list', 'tokenwright user create-token customer-4711']);
  const isTenants = true;

  remote(user, terminal, {
    usage: 'create-token <user-id>',
    says: 'mint a token for a user, named by id or externalId',
    examples: [
      'tokenwright user create-token customer-4711',
      'tokenwright user create-token customer-4711 --expiry SlidingTtl --ttl 3600 --ecosystem acme',
      'TOKEN=$(tokenwright user create-token customer-4711 --quiet)',
    ],
    options: mintOptions(),
    isTenants,
    run: mintForUser,
  });

  remote(user, terminal, {
    usage: 'create',
    says: 'create a user',
    examples: [
      'tokenwright user create --username ada --email ada@acme.example --external-id customer-4711',
      'tokenwright user create --username ada --role admin --password-stdin < password.txt',
    ],
    options: [
      ...changed('read a password from standard input'),
      new Option('--id <id>', 'the id; random by default'),
      new Option('-q, --quiet', 'print the id only'),
    ],
    isTenants,
    async run(call) {
      const user = await bodyOf(call);
      const view = await call.client.users.create(await call.ecosystemId(), user);
      if (call.options.quiet) await call.terminal.print(view.id);
      else await call.output.item(view);
    },
  });

  remote(user, terminal, {
    usage: 'list',
    says: 'list users',
    examples: ['tokenwright user list', 'tokenwright user list --role admin --all --json'],
    options: [
      ...named(),
      new Option('--role <role>', 'with this role'),
      new Option('--active <boolean>', 'active or inactive users').choices(['true', 'false']),
    ],
    isTenants,
    isList: true,
    async run({ options, client, output, ecosystemId }) {
      const { username, email, externalId, role, active } = options;
      const filter = { username, email, externalId, role, active };
      const id = await ecosystemId();
      const pages = pagesOf(
        (size, how) => client.users.list(id, { ...filter, ...size }, how),
        limitOf(options),
      );
      await output.list(pages, ['id', 'username', 'email', 'externalId', 'roles', 'active']);
    },
  });

  remote(user, terminal, {
    usage: 'show <user-id>',
    says: 'show a user, named by id or externalId',
    examples: ['tokenwright user show customer-4711'],
    isTenants,
    async run(call) {
      await call.output.item(await call.client.users.read(...(await userOf(call, call.args[0]!))));
    },
  });

  remote(user, terminal, {
    usage: 'permissions <user-id>',
    says: 'show the permissions that the user’s roles grant',
    examples: ['tokenwright user permissions customer-4711'],
    isTenants,
    async run(call) {
      const user = await userOf(call, call.args[0]!);
      await call.output.item(await call.client.users.permissions(...user));
    },
  });

  remote(user, terminal, {
    usage: 'update <user-id>',
    says: 'change the named fields; an empty text clears a field',
    examples: [
      'tokenwright user update customer-4711 --role admin,editor',
      'tokenwright user update customer-4711 --inactive',
      'tokenwright user update customer-4711 --password-stdin < password.txt',
      'tokenwright user update customer-4711 --password-stdin --keep-tokens < password.txt',
    ],
    options: [
      ...changed('read a new password from standard input; ends all tokens of the user'),
      new Option('--keep-tokens', 'with a new password: keep the tokens of the user'),
      new Option('--active', 'make the user active again'),
    ],
    isTenants,
    async run(call) {
      const { passwordStdin, keepTokens } = call.options;
      if (keepTokens && !passwordStdin) {
        throw new Stop(exits.usage, '--keep-tokens goes with --password-stdin: nothing else ends tokens');
      }
      const user = await userOf(call, call.args[0]!);
      // Sent in either case, so that the message below is true for every caller.
      const changes = { ...(await bodyOf(call)), ...(passwordStdin && { revokeTokens: !keepTokens }) };
      await call.output.item(await call.client.users.update(...user, changes));
      if (passwordStdin) {
        call.terminal.say(
          keepTokens
            ? 'The tokens of the user live on.'
            : 'All tokens of the user were ended; --keep-tokens leaves them.',
        );
      }
    },
  });

  remote(user, terminal, {
    usage: 'delete <user-id>',
    says: 'delete a user with all personal data; ends all tokens of the user',
    examples: ['tokenwright user delete customer-4711 --yes'],
    options: [new Option('--yes', 'do not ask')],
    isTenants,
    async run(call) {
      await call.terminal.demandYes(`Delete the user ${call.args[0]}?`, call.options.yes);
      await call.client.users.delete(...(await userOf(call, call.args[0]!)));
      call.output.done('Deleted.');
    },
  });

  remote(user, terminal, {
    usage: 'revoke-tokens <user-id>',
    says: 'revoke all tokens of a user',
    examples: ['tokenwright user revoke-tokens customer-4711'],
    isTenants,
    async run(call) {
      const user = await userOf(call, call.args[0]!);
      await call.output.item(await call.client.tokens.revokeOfUser(...user));
    },
  });
  return user;
}

async function bodyOf({ options, terminal }: Call) {
  const { id, username, email, externalId, name, role: roles, active, inactive, passwordStdin } = options;
  return {
    id,
    username: orNull(username),
    email: orNull(email),
    externalId: orNull(externalId),
    name,
    roles,
    ...(active && { active: true }),
    ...(inactive && { active: false }),
    ...(passwordStdin && { password: await terminal.readSecret('The password') }),
  };
}

function orNull(text: string | undefined): string | null | undefined {
  return text === '' ? null : text;
}
