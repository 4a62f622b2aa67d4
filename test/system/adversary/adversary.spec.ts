import fc from 'fast-check';
import { registry } from '../../../src/dialects/registry.js';
import { User } from '../../../src/users/user.entity.js';
import { DataSource } from 'typeorm';
import type { DialectName } from '../../../src/dialects/dialect.js';
import { requestOf, type Shown, shownBy, type Stage } from '../../dialects/examples.js';
import { documents, type Json, operations } from '../../support/documents.js';
import { newPostgres } from '../../support/stores.js';
import { type Attack, attacksOn } from './adversary.attacks.js';
import type { Right } from './adversary.bodies.js';
import { faultOf } from './adversary.judge.js';
import { newTarget, type Target } from './adversary.stage.js';
import { seed } from '../../support/random.js';
import { type RawAnswer, RawClient } from '../../support/raw-client.js';

/** How many requests are sent on SQLite; on PostgreSQL a sixth more. TEST_ATTACKS sets another number. */
const count = Number(process.env.TEST_ATTACKS ?? 52_000);
const shareOnPostgres = 6;

const shownOf = (name: DialectName) =>
  operations.filter(({ document }) => document === name).flatMap(shownBy);

/** Every request that a document shows, to be spoilt; Rocket.Chat's 8.x form beside the older one. */
const groups: [name: string, shown: Shown[], secret?: string][] = [
  ...registry.map(({ dialect: { name } }): [string, Shown[]] => [name, shownOf(name)]),
  [
    'rocketchat 8.x',
    shownOf('rocketchat').filter(({ operation }) => operation.path.endsWith('users.createToken')),
    'the secret of the 8.x form',
  ],
];
const examples = groups.reduce((sum, [, shown]) => sum + shown.length, 0);
const perExample = Math.ceil(count / examples);

/** An example of the documents, in the parts that can be spoilt. */
function rightOf(shown: Shown, stage: Stage): Right {
  const [address, { headers = {}, body: text }] = requestOf(shown, stage);
  const { operation, body } = shown;
  const parameters: Json[] = operation.json.parameters ?? [];
  const inPath = parameters.filter((parameter) => parameter.in === 'path');
  const { 'content-type': contentType, ...others } = headers;
  return {
    method: operation.method,
    path: operation.path,
    parameters: Object.fromEntries(
      inPath.map(({ name, example, schema }) => [name, String(example ?? schema.example)]),
    ),
    query: Object.fromEntries(new URL(address, 'http://localhost').searchParams),
    headers: others,
    contentType,
    body,
    text,
    fields: [...new Set([...(typeof body === 'object' ? Object.keys(body ?? {}) : []), ...fieldsOf(shown)])],
  };
}

/** The names of the fields that the document gives the body. */
function fieldsOf({ operation, contentType }: Shown): string[] {
  const reference: string = operation.json.requestBody?.content[contentType!]?.schema.$ref ?? '';
  const schema = documents.get(operation.document).components.schemas[reference.split('/').at(-1)!];
  return Object.keys(schema?.properties ?? {});
}

/** Sends so many spoilt requests for each example; tells all that was wrong. Each finds the stage as it was set. */
async function attack(target: Target, all: Shown[], numRuns: number): Promise<string[]> {
  const client = new RawClient(target.port);
  const faults: string[] = [];
  for (const [index, shown] of all.entries()) {
    const attacks = attacksOn(rightOf(shown, target), target.credentials);
    for (const sent of fc.sample(attacks, { seed: seed + index, numRuns })) {
      let answer = await client.ask(sent);
      // A machine that stood still: the request did not come in time, and nothing was done.
      if (answer?.status === 408) answer = await client.ask(sent);
      const isOther = await target.watch.isOther();
      const fault = faultOf(sent, answer, isOther);
      if (fault) faults.push(told(shown, fault, sent, answer));
      if (isOther) await target.restore();
    }
  }
  client.close();
  return faults;
}

function told({ name }: Shown, fault: string, { body, ...sent }: Attack, answer?: RawAnswer): string {
  const request = JSON.stringify({ ...sent, body: body?.toString('latin1') }).slice(0, 2000);
  return `${name} ${fault}\n${request}\n${answer?.status} ${answer?.text.slice(0, 500)}`;
}

describe.each(groups)('%s', (_, all, secret) => {
  it.each([
    ['SQLite', Math.max(1, perExample), async () => ({ environment: {}, remove: async () => undefined })],
    ['PostgreSQL', Math.max(1, Math.floor(perExample / shareOnPostgres)), newPostgres],
  ] as const)(
    `on %s, %i spoilt requests for each of ${all.length} examples are answered as documented, and change nothing when refused (seed ${seed})`,
    async (_store, numRuns, makeStore) => {
      const store = await makeStore();
      const target = await newTarget(secret, store.environment);
      try {
        // Thousands would say no more, and take minutes to print.
        expect((await attack(target, all, numRuns)).slice(0, 20)).toEqual([]);
      } finally {
        await target.service.close();
        await store.remove();
      }
    },
  );
});

describe('what judges the answers', () => {
  const sent: Attack = { method: 'GET', target: '/v1/self', headers: [], isDead: false };
  const headers = new Map([
    ['content-type', 'application/problem+json'],
    ['x-content-type-options', 'nosniff'],
    ['cache-control', 'no-store'],
  ]);
  const answer = (status: number, body: object): RawAnswer => ({
    status,
    headers,
    text: JSON.stringify(body),
  });

  it.each<[string, Partial<Attack>, RawAnswer | undefined, boolean]>([
    ['is not answered', {}, undefined, false],
    ['is answered with 500', {}, answer(500, {}), false],
    ['is refused with 404, and changed the store', {}, answer(404, {}), true],
    ['is told of our inside', {}, answer(400, { detail: 'at Parser.parse (/srv/a.js:10:7)' }), false],
    ['lets in who is nobody', { isDead: true }, answer(200, {}), false],
    ['is answered without the headers', {}, { ...answer(200, {}), headers: new Map() }, false],
    ['is not what openapi/native.json says', {}, answer(401, { code: 'unauthenticated' }), false],
    ['is refused in other words than those of sfox', { target: '/v1/enterprise/x' }, answer(404, {}), false],
  ])('tells one that %s', (fault, attacked, answered, isOther) => {
    expect(faultOf({ ...sent, ...attacked }, answered, isOther)).toContain(fault);
  });

  it('sees a single changed field of a single row', async () => {
    const { service, watch, restore } = await newTarget();
    try {
      expect(await watch.isOther()).toBe(false);
      await service.get(DataSource).getRepository(User).update({ username: 'test' }, { name: 'Another' });
      expect(await watch.isOther()).toBe(true);
      await restore();
      expect(await watch.isOther()).toBe(false);
    } finally {
      await service.close();
    }
  });
});
