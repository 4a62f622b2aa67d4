import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { serveMetrics } from '../../src/metrics/metrics-server.js';
import { RawClient, type RawRequest } from '../support/raw-client.js';

/** The port of the metrics refuses what the service's port refuses: a request that a proxy could read differently. */
describe('the port of the metrics', () => {
  const text = 'tokenwright_up 1\n';
  let server: Server;
  let client: RawClient;

  beforeAll(async () => {
    server = await serveMetrics({ host: '127.0.0.1', port: 0 }, () => Promise.resolve(text));
    client = new RawClient((server.address() as AddressInfo).port);
  });
  afterAll(() => {
    client.close();
    server.close();
  });

  const scrape = (...headers: [string, string][]): RawRequest => ({
    method: 'GET',
    target: '/metrics',
    headers: [['host', 'metrics.example:9464'], ...headers],
  });
  const withHost = (...hosts: string[]): RawRequest => ({
    ...scrape(),
    headers: hosts.map((host) => ['host', host]),
  });

  it.each<[string, RawRequest, number, string]>([
    ['two hosts', withHost('a', 'b'), 400, 'The header host must occur once'],
    ['no host', withHost(), 400, 'The header Host is missing'],
    ['a host with a user', withHost('a@b'), 400, 'The header Host is not valid'],
    [
      'two credentials',
      scrape(['authorization', 'Bearer a'], ['authorization', 'Bearer b']),
      400,
      'The header authorization must occur once',
    ],
    [
      'encodings beside chunked',
      { ...scrape(['transfer-encoding', 'identity, chunked']), body: Buffer.from('0\r\n\r\n') },
      400,
      'The transfer encoding must be chunked',
    ],
    [
      'an address on another host',
      { ...scrape(), target: 'http://other.example/metrics' },
      400,
      'The header Host names another host than the URL',
    ],
    [
      'a wrong path with two hosts',
      { ...withHost('a', 'b'), target: '/' },
      400,
      'The header host must occur once',
    ],
    ['201 header lines', scrape(...Array(200).fill(['a', 'b'])), 431, 'There are too many headers'],
  ])('%s is refused', async (_, request, status, said) => {
    const answer = (await client.ask(request))!;
    expect([answer.status, answer.text, answer.headers.get('connection')]).toEqual([status, said, 'close']);
  });

  it.each<[string, RawRequest]>([
    ['a scrape', scrape()],
    [
      'one with credentials and a question',
      { ...scrape(['authorization', 'Bearer a']), target: '/metrics?a=b' },
    ],
    ['one by its whole address', { ...scrape(), target: 'http://METRICS.example:9464/metrics' }],
  ])('%s is answered', async (_, request) => {
    const answer = (await client.ask(request))!;
    expect([answer.status, answer.text]).toEqual([200, text]);
  });

  it('any other path is 404', async () => {
    expect((await client.ask({ ...scrape(), target: '/metric' }))!.status).toBe(404);
  });
});
