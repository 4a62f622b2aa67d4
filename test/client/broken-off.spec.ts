import { createHash } from 'node:crypto';
import { type AuditEntryView, JsonText, Tokenwright } from '../../packages/client/src/index.js';
import { newUser, startService, type Service } from '../support/service.js';
import { type Line, openLine } from './line.js';

describe('where an answer of lines breaks off, the client asks for the rest', () => {
  let service: Service;
  let line: Line;
  let client: Tokenwright;

  beforeAll(async () => {
    service = await startService();
    line = await openLine(service.base);
    client = new Tokenwright({ baseUrl: line.base, secret: service.account, minDelay: 2 });
    for (let user = 0; user < 20; user += 1) await newUser(service, 'default');
  });
  afterAll(async () => {
    await line.close();
    await service.close();
  });
  beforeEach(() => {
    line.faults = [];
    line.passed = [];
  });

  const gathered = async <T>(lines: AsyncIterable<T>) => {
    const all: T[] = [];
    for await (const one of lines) all.push(one);
    return all;
  };
  const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex');

  it('an export yields each entry once, in order', async () => {
    const whole = await gathered(client.audit.export('default'));
    expect(whole.length).toBeGreaterThanOrEqual(20);
    line.passed = [];
    line.faults = ['cut-within', 'cut-within'];
    expect(await gathered(client.audit.export('default'))).toEqual(whole);
    const afters = line.passed.map(({ url }) => new URL(url, line.base).searchParams.get('after'));
    expect(afters).toEqual([null, expect.any(String), expect.any(String)]);
  });

  it('an export ends with `unreachable` after as many retries as it may have', async () => {
    line.faults = ['cut-within'];
    const seen: AuditEntryView[] = [];
    const read = async () => {
      for await (const entry of client.audit.export('default', {}, { retries: 0 })) seen.push(entry);
    };
    await expect(read()).rejects.toMatchObject({ name: 'TokenwrightError', code: 'unreachable' });
    expect([seen.length > 0, line.passed.length]).toEqual([true, 1]);
  });

  it('an import of an array yields what the first request did, with one key', async () => {
    const { id: userId } = await newUser(service, 'default');
    const lines = Array.from({ length: 9 }, (_, number) => ({
      format: 'sha256' as const,
      userId,
      hash: hashOf(`imported-secret-${number}`),
      expiresAt: null,
    }));
    line.faults = ['cut-within'];
    const results = await gathered(client.tokens.import('default', lines));
    expect(results.map(({ line: number, result }) => [number, result])).toEqual(
      lines.map((_, index) => [index + 1, 'imported']),
    );
    const keys = line.passed.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toEqual([expect.any(String), keys[0]]);
  });

  it('a text of JSON is sent unchanged, also one that is none', async () => {
    const { id: userId } = await newUser(service, 'default');
    const hash = hashOf('a-secret-of-long-before');
    const texts = [
      `{ "format": "sha256", "userId": "${userId}", "hash": "${hash}", "expiresAt": null }`,
      '{oops',
    ];
    const lines = texts.map((text) => new JsonText(text));
    expect(await gathered(client.tokens.import('default', lines))).toMatchObject([
      { line: 1, result: 'imported' },
      { line: 2, result: 'refused' },
    ]);
    expect(line.passed[0]!.body).toBe(`${texts.join('\n')}\n`);
  });
});
