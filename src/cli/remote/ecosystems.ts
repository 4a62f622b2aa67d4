import { type Command, Option } from 'commander';
import { addExamples } from '../examples.js';
import type { Terminal } from '../terminal.js';
import { pagesOf } from './client.js';
import { limitOf, remote, several } from './command.js';

const origin = () =>
  new Option('--origin <origin>', 'web origin on which Strigo’s SDK may run; may be repeated').argParser(
    several,
  );
const domain = () => new Option('--domain <host>', 'host name under which Rocket.Chat clients reach it');
const registration = () =>
  new Option('--registration <how>', 'whether visitors may register as users').choices(['open', 'closed']);

/** `tokenwright ecosystem …`: the tenants. */
export function addEcosystemCommands(program: Command, terminal: Terminal): void {
  const ecosystem = program.command('ecosystem').description('the tenants');
  addExamples(ecosystem, ['tokenwright ecosystem list']);

  remote(ecosystem, terminal, {
    usage: 'create <name>',
    says: 'create an ecosystem',
    examples: [
      'tokenwright ecosystem create "Acme Inc." --id acme',
      'tokenwright ecosystem create Chat --domain chat.acme.example --json',
    ],
    options: [new Option('--id <id>', 'the id; random by default'), domain(), origin(), registration()],
    async run({ args: [name], options: { id, domain, origin: origins, registration }, client, output }) {
      const ecosystem = { id, name: name!, domain, origins, registration };
      await output.item(await client.ecosystems.create(ecosystem));
    },
  });

  remote(ecosystem, terminal, {
    usage: 'list',
    says: 'list ecosystems',
    examples: ['tokenwright ecosystem list', 'tokenwright ecosystem list --domain chat.acme.example'],
    options: [domain(), new Option('--name <name>', 'with exactly this name')],
    isList: true,
    async run({ options, client, output }) {
      const { domain, name } = options;
      const pages = pagesOf(
        (size, how) => client.ecosystems.list({ domain, name, ...size }, how),
        limitOf(options),
      );
      await output.list(pages, ['id', 'name', 'domain', 'createdAt']);
    },
  });

  remote(ecosystem, terminal, {
    usage: 'show <ecosystem-id>',
    says: 'show an ecosystem',
    examples: ['tokenwright ecosystem show acme'],
    async run({ args: [id], client, output }) {
      await output.item(await client.ecosystems.read(id!));
    },
  });

  remote(ecosystem, terminal, {
    usage: 'update <ecosystem-id>',
    says: 'change the named fields; an empty --domain clears it',
    examples: ['tokenwright ecosystem update acme --name "Acme GmbH" --origin https://app.acme.example'],
    options: [new Option('--name <name>', 'name for people'), domain(), origin(), registration()],
    async run({ args: [id], options: { name, domain, origin: origins, registration }, client, output }) {
      const changes = { name, domain: domain === '' ? null : domain, origins, registration };
      await output.item(await client.ecosystems.update(id!, changes));
    },
  });

  remote(ecosystem, terminal, {
    usage: 'delete <ecosystem-id>',
    says: 'delete an ecosystem; ends every token in it for good',
    examples: ['tokenwright ecosystem delete acme --yes'],
    options: [
      new Option('--yes', 'do not ask'),
      new Option('--confirm <id>', 'the id again; needed to delete default'),
    ],
    async run({ args: [id], options: { yes, confirm }, client, terminal, output }) {
      await terminal.demandYes(`Delete the ecosystem ${id} with all its users and tokens?`, yes);
      await client.ecosystems.delete(id!, { confirm });
      output.done('Deleted.');
    },
  });
}
