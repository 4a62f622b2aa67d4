import { type Command, Option } from 'commander';
import { addExamples } from '../examples.js';
import { Progress } from '../progress.js';
import type { Terminal } from '../terminal.js';
import { pagesOf, patient } from './client.js';
import { type Call, limitOf, remote } from './command.js';

const filters = () => [
  new Option('--everywhere', 'of the whole service; needs an account token'),
  new Option('--from <moment>', 'at this time or later; ISO 8601'),
  new Option('--before <moment>', 'before this time'),
  new Option('--action <action>', 'such as token.mint'),
  new Option('--target-type <type>', 'type of the target').choices(['ecosystem', 'role', 'user', 'token']),
  new Option('--target-id <id>', 'id of the target'),
  new Option('--caller-token <token-id>', 'done with this token'),
  new Option('--caller-user <user-id>', 'done by this user'),
];
const filterOf = ({ options }: Call) => {
  const { from, before, action, targetType, targetId, callerToken, callerUser } = options;
  return { from, before, action, targetType, targetId, callerTokenId: callerToken, callerUserId: callerUser };
};
/** Undefined for the whole service. */
const tenantOf = async ({ options, ecosystemId }: Call) =>
  options.everywhere ? undefined : await ecosystemId();

/** `tokenwright audit …`: who did what to whom, and when. */
export function addAuditCommands(program: Command, terminal: Terminal): void {
  const audit = program.command('audit').description('who did what to whom, and when');
  addExamples(audit, ['tokenwright audit list']);
  const isTenants = true;

  remote(audit, terminal, {
    usage: 'list',
    says: 'list the newest entries',
    examples: [
      'tokenwright audit list --action token.revoke --limit 20',
      'tokenwright audit list --everywhere --from 2026-11-01T00:00:00Z --all --json',
    ],
    options: filters(),
    isTenants,
    isList: true,
    async run(call) {
      const filter = filterOf(call);
      const { audit } = call.client;
      const id = await tenantOf(call);
      const pages = pagesOf(
        (size, how) =>
          id === undefined
            ? audit.listAll({ ...filter, ...size }, how)
            : audit.list(id, { ...filter, ...size }, how),
        limitOf(call.options),
      );
      await call.output.list(pages, [
        'at',
        'action',
        'targetType',
        'targetId',
        'callerHolder',
        'callerTokenId',
      ]);
    },
  });

  remote(audit, terminal, {
    usage: 'export',
    says: 'print every entry, the oldest first, one JSON document a line',
    examples: [
      'tokenwright audit export > audit.ndjson',
      'tokenwright audit export --everywhere --from 2026-11-01T00:00:00Z | gzip > november.ndjson.gz',
    ],
    options: filters(),
    isTenants,
    async run(call) {
      const progress = new Progress(call.terminal, 'Asking');
      const { audit } = call.client;
      const id = await tenantOf(call);
      const entries =
        id === undefined
          ? audit.exportAll(filterOf(call), patient)
          : audit.export(id, filterOf(call), patient);
      let count = 0;
      for await (const entry of entries) {
        await call.terminal.print(JSON.stringify(entry));
        count += 1;
        if (count % 500 === 0) progress.show(`${count} entries`);
      }
      progress.clear();
      call.terminal.say(`${count} entries.`);
    },
  });
}
