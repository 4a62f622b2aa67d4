import { type Command, Option } from 'commander';
import { addExamples } from '../examples.js';
import type { Terminal } from '../terminal.js';
import { limitOf, remote, segment, several } from './command.js';

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
    async run({ options, service, output, tenant }) {
      const pages = service.pages(`${await tenant()}/roles`, {}, limitOf(options));
      await output.list(pages, ['name', 'description', 'permissions']);
    },
  });

  remote(role, terminal, {
    usage: 'show <role>',
    says: 'show one',
    examples: ['tokenwright role show admin'],
    isTenants,
    async run({ args: [name], service, output, tenant }) {
      await output.item(await service.ask('GET', `${await tenant()}/roles/${segment(name!)}`));
    },
  });

  remote(role, terminal, {
    usage: 'create <role>',
    says: 'define a role; one that is there is replaced',
    examples: [
      'tokenwright role create support --permission users:read,tokens:list --description "Help desk"',
    ],
    options: [
      new Option('--permission <permission>', 'what it gives; several times').argParser(several).default([]),
      new Option('--description <text>', 'for people'),
    ],
    isTenants,
    async run({ args: [name], options: { permission: permissions, description }, service, output, tenant }) {
      const json = { permissions, description };
      await output.item(await service.ask('PUT', `${await tenant()}/roles/${segment(name!)}`, { json }));
    },
  });

  remote(role, terminal, {
    usage: 'delete <role>',
    says: 'delete one',
    examples: ['tokenwright role delete support --yes'],
    options: [new Option('--yes', 'do not ask')],
    isTenants,
    async run({ args: [name], options: { yes }, service, terminal, output, tenant }) {
      await terminal.demandYes(`Delete the role ${name}?`, yes);
      await service.ask('DELETE', `${await tenant()}/roles/${segment(name!)}`);
      output.done('Deleted.');
    },
  });
}
