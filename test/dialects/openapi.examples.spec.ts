import { operations } from '../support/documents.js';
import { registry } from '../../src/dialects/registry.js';
import { requestOf, setStage, shownBy, type Stage } from './examples.js';

const all = operations.flatMap(shownBy);

/** `ask` checks each answer against its document; here the example must also be one that works. */
describe('every example of a request in the documents works', () => {
  /** One stage for each secret that an example has: up to 7.x of Rocket.Chat none. */
  const stages = new Map<string | undefined, Promise<Stage>>();
  const stageFor = (secret: string | undefined): Promise<Stage> => {
    const stage = stages.get(secret) ?? setStage(secret);
    stages.set(secret, stage);
    return stage;
  };

  afterAll(async () => {
    for (const stage of stages.values()) await (await stage).service.close();
  });

  it('and there are some of each dialect', () => {
    const dialects = new Set(all.map(({ operation }) => operation.document));
    expect([...dialects].sort()).toEqual(registry.map(({ dialect }) => dialect.name).sort());
  });

  it.each(all.map((shown) => [shown.name, shown] as const))('%s', async (name, shown) => {
    const isSigned = shown.operation.document === 'rocketchat' && /createToken/.test(shown.operation.path);
    const stage = await stageFor(isSigned ? shown.body?.secret : undefined);
    await stage.restore();
    const [path, ask] = requestOf(shown, stage);
    const { status, text } = await stage.service.ask(path, ask);
    // 304 is what a condition of the example is for.
    if (status !== 304 && (status < 200 || status > 299)) {
      throw new Error(
        `The example ${name} is refused: ${ask.method} ${path} ${ask.body ?? ''} answers ${status} ${text}\n` +
          'Make the example refer to what setStage (test/dialects/examples.ts) makes, or let setStage make it.',
      );
    }
  });

  it('and what introspection is asked about is live', async () => {
    const shown = all.find(({ operation }) => operation.json.operationId === 'introspectToken')!;
    const stage = await stageFor(undefined);
    await stage.restore();
    const { body } = await stage.service.ask(...requestOf(shown, stage));
    expect(body).toMatchObject({ active: true, sub: 'BsNr28znDkG8aeo7W' });
  });
});
