import { operations } from '../support/documents.js';
import { requestOf, setStage, shownBy, type Stage } from './examples.js';

const all = operations.flatMap(shownBy);

/** `ask` checks each answer against its document; here the example must also be one that works. */
describe('every example of a request in the documents works', () => {
  let forReading: Stage;

  beforeAll(async () => {
    forReading = await setStage();
  });
  afterAll(() => forReading.service.close());

  it('and there are some of each dialect', () => {
    const dialects = new Set(all.map(({ operation }) => operation.document));
    expect([...dialects].sort()).toEqual(['droplit', 'native', 'rocketchat', 'sfox', 'strigo']);
  });

  it.each(all.map((shown) => [shown.name, shown] as const))('%s', async (name, shown) => {
    const { document, method } = shown.operation;
    // Reading changes nothing, so one stage does for all of it; Rocket.Chat's GET may log out.
    const isShared = document === 'native' && method === 'GET';
    const stage = isShared ? forReading : await setStage(document === 'rocketchat', shown.body?.secret);
    try {
      const [path, ask] = requestOf(shown, stage);
      const { status, text } = await stage.service.ask(path, ask);
      // 304 is what a condition of the example is for.
      if (status !== 304 && (status < 200 || status > 299)) {
        throw new Error(
          `The example ${name} is refused: ${ask.method} ${path} ${ask.body ?? ''} answers ${status} ${text}\n` +
            'Make the example refer to what setStage (test/dialects/examples.ts) makes, or let setStage make it.',
        );
      }
    } finally {
      if (!isShared) await stage.service.close();
    }
  });

  it('and what introspection is asked about is live', async () => {
    const shown = all.find(({ operation }) => operation.json.operationId === 'introspectToken')!;
    const { body } = await forReading.service.ask(...requestOf(shown, forReading));
    expect(body).toMatchObject({ active: true, sub: 'BsNr28znDkG8aeo7W' });
  });
});
