import { type Command, Option } from 'commander';
import { addExamples } from '../examples.js';
import type { Terminal } from '../terminal.js';
import { pagesOf } from './client.js';
import { limitOf, remote, several } from './command.js';

/** `tokenwright role …`: named sets of permissions. */
export function addRoleCommands(program: Command, terminal: Terminal): void {
  const role = program.command('role').description('named sets of permissions of an ecosystem');
  addExamples(role, ['tokenwright role list']);
  const isTenants = true;

  remote(role, terminal, {
    usage: 'list',
    says: 'list roles',
    examples: ['tokenwright role list --ecosystem acme'],
    isTenants,
    isList: true,
    async run({ options, client, output, ecosystemId }) {
      const id = await ecosystemId();
      const pages = pagesOf((...how) => client.roles.list(id, ...how), limitOf(options));
      await output.list(pages, ['name', 'description', 'permissions']);
    },
  });

  remote(role, terminal, {
    usage: 'show <role>',
    says: 'show a role',
    examples: ['tokenwright role show admin'],
    isTenants,
    async run({ args: [name], client, output, ecosystemId }) {
      await output.item(await client.roles.read(await ecosystemId(), name!));
    },
  });

  remote(role, terminal, {
    usage: 'create <role>',
    says: 'define a role; replaces one of this name',
    examples: [
      'tokenwright role create support --permission users:read,tokens:list --description "Help desk"',
    ],
    options: [
      new Option('--permission <permission>', 'a permission that it grants; may be repeated')
        .argParser(several)
        .default([]),
      new Option('--description <text>', 'a description for people'),
    ],
    isTenants,
    async run({
      args: [name],
      options: { permission: permissions, description },
      client,
      output,
      ecosystemId,
    }) {
      const role = { permissions, description };
      await output.item(await client.roles.define(await ecosystemId(), name!, role));
    },
  });

  remote(role, terminal, {
    usage: 'delete <role>',
    says: 'delete a role',
    examples: ['tokenwright role delete support --yes'],
    options: [new Option('--yes', 'do not ask')],
    isTenants,
    async run({ args: [name], options: { yes }, client, terminal, output, ecosystemId }) {
      await terminal.demandYes(`Delete the role ${name}?`, yes);
      await client.roles.delete(await ecosystemId(), name!);
      output.done('Deleted.');
    },
  });
}
