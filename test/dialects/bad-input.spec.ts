import { request } from 'node:http';
import type { Ask, Reply, Service } from '../support/service.js';
import { allowed, expectRefusal, type Face, names, refused, rowsOf, startFaces } from './faces.js';

let service: Service;
let faces: Awaited<ReturnType<typeof startFaces>>['faces'];

beforeAll(async () => {
  ({ service, faces } = await startFaces());
});
afterAll(() => service.close());

const bodyLimit = 4 * 1024 * 1024;

describe.each(names)('bad input, %s', (name) => {
  let face: Face;
  const refuses = (path: string, ask?: Ask) => refused(service, face, path, ask);
  const body = (type: string, body: string): Ask => ({ headers: { 'content-type': type }, body });

  beforeAll(() => {
    face = faces[name];
  });

  it('2xx: the request of which every other here is a spoilt one', async () => {
    const { path, headers, json } = face;
    expect(Math.floor((await service.ask(path, { method: 'POST', headers, json })).status / 100)).toBe(2);
  });

  it('404: an unknown route', async () => {
    const base = face.path.slice(0, face.path.lastIndexOf('/'));
    for (const path of [
      `${face.path}/no/such/route`,
      `${base}/nothing/at/all`,
      `${face.path}/${'x/'.repeat(2000)}`,
    ]) {
      for (const method of ['GET', 'POST', 'DELETE']) {
        expect((await refuses(path, { method })).status).toBe(404);
        expect((await refuses(`${path}?a=b`, { method })).status).toBe(404);
      }
    }
  });

  const allow = allowed[name];
  const refusedMethods = ['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'].filter(
    (method) => !allow.split(', ').includes(method),
  );

  it.each(refusedMethods)('405: %s, with Allow', async (method) => {
    const reply = await refuses(face.path, { method });
    expect({ status: reply.status, allow: reply.headers.get('allow') }).toEqual({
      status: 405,
      allow,
    });
  });

  it('HEAD has no body, whether it is answered or 405', async () => {
    const { status, headers, text } = await service.ask(face.path, { method: 'HEAD', headers: face.headers });
    const expected = allow.includes('HEAD') ? { status: 200, allow: null } : { status: 405, allow };
    expect({ status, allow: headers.get('allow'), text }).toEqual({ ...expected, text: '' });
  });

  it.each([
    ['cut off', '{"name":"A"'],
    ['in JavaScript’s manner', "{name:'A'}"],
    ['with something after it', '{} {}'],
    ['that is a word', 'undefined'],
    ['of NUL', '\0'],
    ['with a raw control character', '{"name":"a\u0001b"}'],
    ['that is a form', 'name=A'],
  ])('400: malformed JSON, %s', async (_, text) => {
    // Rocket.Chat reads it as an empty body (docs/wire.md#refusals), which is refused as such.
    expect((await refuses(face.path, body('application/json', text))).status).toBe(400);
  });

  it.each([
    'text/plain',
    'text/xml',
    'text/html; charset=utf-8',
    'application/octet-stream',
    'application/x-ndjson',
    'multipart/form-data; boundary=x',
    'json',
    'application/jsonp',
  ])('415: a body of the content type %s', async (type) => {
    const { status } = await refuses(face.path, body(type, JSON.stringify(face.json)));
    expect(status).toBe(415);
  });

  it('413: a body above 4 MiB, whether its length is announced or not', async () => {
    const json = JSON.stringify({ name: 'x'.repeat(bodyLimit) });
    expect((await refuses(face.path, body('application/json', json))).status).toBe(413);
    const before = await rowsOf(service);
    const reply = await askChunked(face, json);
    expectRefusal(face, face.path, reply);
    expect(reply.status).toBe(413);
    expect(await rowsOf(service)).toEqual(before);
  });

  it('405: an address in percent-encodings that need not be, in the same words', async () => {
    const path = face.path.replace(/^\/(.)/, (_, first: string) => `/%${first.charCodeAt(0).toString(16)}`);
    expect((await refuses(path, { method: 'PUT' })).status).toBe(405);
  });

  it.each([
    ['a broken percent-encoding', '%zz'],
    ['a cut off percent-encoding', '%e2%8'],
    ['an overlong percent-encoding', '%c0%af'],
    ['a percent-encoded lone surrogate', '%ed%a0%80'],
  ])('400: an address with %s', async (_, part) => {
    for (const path of [`${face.path}/${part}`, `${face.path}${part}`]) {
      for (const method of ['GET', 'POST']) expect((await refuses(path, { method })).status).toBe(400);
    }
  });

  it('4xx: an address with NUL, of 10,000 characters, or with an empty part', async () => {
    for (const part of [
      '/%00',
      '%00',
      `/${'x'.repeat(10_000)}`,
      'x'.repeat(10_000),
      '//',
      '/%2F',
      '/%25zz',
      '/%2500',
    ]) {
      for (const method of ['GET', 'POST']) await refuses(face.path + part, { method });
    }
  });
});

describe('bad input, a form', () => {
  it.each(names.filter((name) => name !== 'rocketchat'))('415: where JSON is wanted, %s', async (name) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const { status } = await refused(service, faces[name], faces[name].path, {
      headers,
      body: 'name=A&email=a',
    });
    expect(status).toBe(415);
  });
});

/** Sends a body piece by piece, without a Content-Length. */
function askChunked(face: Face, text: string): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const headers = { ...face.headers, 'content-type': 'application/json' };
    const sent = request(`${service.base}${face.path}`, { method: 'POST', headers, agent: false });
    // The service answers and hangs up before all is sent: what is left to write then fails.
    sent.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'ECONNRESET') reject(error);
    });
    sent.on('close', () => reject(new Error('There was no answer')));
    sent.on('response', (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (body += chunk));
      response.on('end', () => {
        const got = new Headers(response.headers as Record<string, string>);
        resolve({ status: response.statusCode!, headers: got, text: body, body: JSON.parse(body) });
      });
    });
    for (let from = 0; from < text.length; from += 65_536) sent.write(text.slice(from, from + 65_536));
    sent.end();
  });
}
