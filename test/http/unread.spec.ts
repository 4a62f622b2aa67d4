import { bytesOf, type RawAnswer, RawClient, type RawRequest } from '../support/raw-client.js';
import type { Service } from '../support/service.js';
import { expectRefusal, type Face, names, startFaces } from '../dialects/faces.js';

/** What cannot be read as HTTP, and so is no request yet, is refused in the words of the dialect all the same. */
let service: Service;
let faces: Awaited<ReturnType<typeof startFaces>>['faces'];
let client: RawClient;

beforeAll(async () => {
  ({ service, faces } = await startFaces());
  client = new RawClient(Number(new URL(service.base).port));
});
afterAll(async () => {
  client.close();
  await service.close();
});

const right = (face: Face): RawRequest => ({
  method: 'POST',
  target: face.path,
  headers: [['host', 'localhost'], ['content-type', 'application/json'], ...Object.entries(face.headers)],
  body: Buffer.from(JSON.stringify(face.json)),
});

const replyOf = ({ status, headers, text }: RawAnswer) => ({
  status,
  headers: new Headers([...headers]),
  body: JSON.parse(text),
  text,
});

describe.each(names)('%s', (name) => {
  it.each<[string, number, (request: RawRequest) => RawRequest]>([
    [
      'a header of 20 KB',
      431,
      (one) => ({ ...one, headers: [...one.headers, ['x-long', 'x'.repeat(20_000)]] }),
    ],
    ['an address of 20 KB', 431, (one) => ({ ...one, target: `${one.target}?a=${'x'.repeat(20_000)}` })],
    ['a method that there is not', 400, (one) => ({ ...one, method: 'FOO' })],
    [
      'a control character in a header',
      400,
      (one) => ({ ...one, headers: [...one.headers, ['x', 'a\u0001b']] }),
    ],
    [
      'two lengths',
      400,
      (one) => ({ ...one, headers: [...one.headers, ['content-length', '5'], ['content-length', '6']] }),
    ],
    [
      'a length that is none',
      400,
      (one) => ({ ...one, headers: [...one.headers, ['content-length', '-1']] }),
    ],
    [
      'both a length and an encoding of the body',
      400,
      (one) => ({
        ...one,
        headers: [...one.headers, ['content-length', '5'], ['transfer-encoding', 'chunked']],
      }),
    ],
    [
      'an unknown encoding of the body',
      400,
      (one) => ({ ...one, headers: [...one.headers, ['transfer-encoding', 'x']] }),
    ],
    ['no host', 400, (one) => ({ ...one, headers: one.headers.slice(1) })],
  ])('%s: %i', async (_, status, spoilt) => {
    const face = faces[name];
    const answer = (await client.ask(spoilt(right(face))))!;
    const path = spoilt(right(face)).target;
    expect(answer.status).toBe(status);
    expectRefusal({ ...face, contentType: /json/ }, path, replyOf(answer));
    expect(answer.headers.get('connection')).toBe('close');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('an expectation that we do not know is left aside', async () => {
    const one = right(faces[name]);
    const answer = await client.ask({ ...one, headers: [...one.headers, ['expect', 'the best']] });
    expect(Math.floor(answer!.status / 100)).toBe(2);
  });
});

it('bytes that are no request at all are refused natively', async () => {
  const garbage = { method: '\u0016\u0003\u0001', target: '\u0002\u0000', headers: [] as [string, string][] };
  expect(bytesOf(garbage).length).toBeGreaterThan(10);
  const answer = await client.ask(garbage);
  expectRefusal({ ...faces.native, contentType: /json/ }, '/', replyOf(answer!));
});
