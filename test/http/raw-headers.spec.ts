import { type RawAnswer, RawClient, type RawRequest } from '../support/raw-client.js';
import type { Service } from '../support/service.js';
import { expectRefusal, type Face, names, startFaces } from '../dialects/faces.js';

/** A request that we and a proxy before us could read differently is refused, in the words of its dialect. */
let service: Service;
let faces: Awaited<ReturnType<typeof startFaces>>['faces'];
let client: RawClient;
let port: string;

beforeAll(async () => {
  ({ service, faces } = await startFaces());
  port = new URL(service.base).port;
  client = new RawClient(Number(port));
});
afterAll(async () => {
  client.close();
  await service.close();
});

const right = (face: Face): RawRequest => ({
  method: 'POST',
  target: face.path,
  headers: [
    ['host', `localhost:${port}`],
    ['content-type', 'application/json'],
    ...Object.entries(face.headers),
  ],
  body: Buffer.from(JSON.stringify(face.json)),
});

const replyOf = ({ status, headers, text }: RawAnswer) => ({
  status,
  headers: new Headers([...headers]),
  body: JSON.parse(text),
  text,
});

const withHeaders =
  (...headers: [string, string][]) =>
  (one: RawRequest): RawRequest => ({ ...one, headers: [...one.headers, ...headers] });
const withHost =
  (host: string) =>
  (one: RawRequest): RawRequest => ({ ...one, headers: [['host', host], ...one.headers.slice(1)] });
const chunked =
  (encoding: string) =>
  (one: RawRequest): RawRequest => ({
    ...one,
    headers: [...one.headers, ['transfer-encoding', encoding]],
    body: Buffer.from(`${one.body!.length.toString(16)}\r\n${one.body!.toString()}\r\n0\r\n\r\n`),
  });

const spoilt: [string, number, (request: RawRequest) => RawRequest][] = [
  ['two hosts', 400, withHeaders(['host', 'other.example'])],
  ['the same host twice', 400, (one) => ({ ...one, headers: [one.headers[0]!, ...one.headers] })],
  ['a host with a user', 400, withHost('a@localhost')],
  ['a host with a path', 400, withHost('localhost/x')],
  ['a host with white space', 400, withHost('local host')],
  ['two credentials', 400, withHeaders(['authorization', 'Bearer a'], ['Authorization', 'Bearer b'])],
  ['two tokens', 400, withHeaders(['x-auth-token', 'a'], ['x-auth-token', 'b'])],
  ['two users', 400, withHeaders(['x-user-id', 'a'], ['x-user-id', 'b'])],
  ['two content types', 400, withHeaders(['content-type', 'text/plain'])],
  ['two origins', 400, withHeaders(['origin', 'http://a'], ['origin', 'http://b'])],
  ['two idempotency keys', 400, withHeaders(['idempotency-key', 'a'], ['idempotency-key', 'b'])],
  ['an address on another host', 400, (one) => ({ ...one, target: `http://other.example${one.target}` })],
  ['an address with a user', 400, (one) => ({ ...one, target: `http://a@localhost:${port}${one.target}` })],
  ['encodings beside chunked', 400, chunked('identity, chunked')],
  ['201 header lines', 431, withHeaders(...Array(200).fill(['a', 'b']))],
];

describe.each(names)('%s', (name) => {
  it.each(spoilt)('%s: %i', async (_, status, spoil) => {
    const face = faces[name];
    const sent = spoil(right(face));
    const answer = (await client.ask(sent))!;
    expect(answer.status).toBe(status);
    expectRefusal({ ...face, contentType: /json/ }, sent.target, replyOf(answer));
    expect(answer.headers.get('connection')).toBe('close');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it.each<[string, (request: RawRequest) => RawRequest]>([
    ['nothing', (one) => one],
    [
      'the address with the host that Host names',
      (one) => ({ ...one, target: `http://LOCALHOST:${port}${one.target}` }),
    ],
    [
      'lists on several lines',
      withHeaders(['x-forwarded-for', '192.0.2.1'], ['x-forwarded-for', '192.0.2.2']),
    ],
    ['cookies on several lines', withHeaders(['cookie', 'a=b'], ['cookie', 'c=d'])],
    ['a host in brackets', withHost('[::1]:3000')],
    ['a host with an underscore', withHost('token_service')],
    ['the encoding chunked', chunked('chunked')],
    ['120 header lines', withHeaders(...Array(100).fill(['a', 'b']))],
  ])('%s is taken', async (_, spoil) => {
    const answer = (await client.ask(spoil(right(faces[name]))))!;
    expect(Math.floor(answer.status / 100)).toBe(2);
  });
});
