import { newUser, type Service } from '../support/service.js';
import { RawClient, type RawAnswer } from '../support/raw-client.js';
import { expectRefusal, type Face, names, startFaces } from '../dialects/faces.js';

type Header = [name: string, value: string];

/** Behind a trusted proxy `X-Forwarded-Host` is the host, so that it is held to what `Host` is held to. */
describe.each(['a trusted proxy', 'anybody else'])('X-Forwarded-Host of %s', (whose) => {
  const isTrusted = whose === 'a trusted proxy';
  let service: Service;
  let faces: Awaited<ReturnType<typeof startFaces>>['faces'];
  let client: RawClient;

  beforeAll(async () => {
    const environment = { CREATE_TOKENS_FOR_USERS: 'true', ...(isTrusted && { TRUST_PROXY: 'loopback' }) };
    ({ service, faces } = await startFaces(environment));
    client = new RawClient(Number(new URL(service.base).port));
  });
  afterAll(async () => {
    client.close();
    await service.close();
  });

  const ask = async (path: string, json: unknown, headers: Header[]): Promise<RawAnswer> =>
    (await client.ask({
      method: 'POST',
      target: path,
      headers: [['host', 'localhost'], ['content-type', 'application/json'], ...headers],
      body: Buffer.from(JSON.stringify(json)),
    }))!;
  const askFace = ({ path, json, headers }: Face, ...hosts: string[]) =>
    ask(path, json, [...Object.entries(headers), ...hosts.map((host): Header => ['X-Forwarded-Host', host])]);

  describe.each(names)('%s', (name) => {
    it.each([
      ['a path', ['localhost/x']],
      ['a user', ['a@localhost']],
      ['white space', ['local host']],
      ['two hosts', ['a.example, localhost']],
      ['two hosts without a space', ['a.example,localhost']],
      ['two lines', ['a.example', 'localhost']],
      ['two lines alike', ['localhost', 'localhost']],
    ])(`%s is ${isTrusted ? 'refused: 400' : 'not looked at'}`, async (_, hosts) => {
      const face = faces[name];
      const { status, headers, text } = await askFace(face, ...hosts);
      if (!isTrusted) return expect(Math.floor(status / 100)).toBe(2);
      expect([status, headers.get('connection')]).toEqual([400, 'close']);
      const reply = { status, headers: new Headers([...headers]), body: JSON.parse(text), text };
      return expectRefusal({ ...face, contentType: /json/ }, face.path, reply);
    });

    it.each(['localhost', 'localhost:8443', '[::1]:3000', 'token_service', ''])(
      '%j is taken',
      async (host) => {
        expect(Math.floor((await askFace(faces[name], host)).status / 100)).toBe(2);
      },
    );
  });

  it(`decides ${isTrusted ? 'which ecosystem is meant' : 'nothing'}`, async () => {
    const domain = 'chat.acme.example';
    await service.native('POST', '/v1/ecosystems', service.account, { id: 'acme', name: 'Acme', domain });
    const password = 'correct horse battery staple';
    const ada = await newUser(service, 'acme', { username: 'ada', password });
    const { status, text } = await ask('/api/v1/login', { user: 'ada', password }, [
      ['X-Forwarded-Host', domain],
    ]);
    expect([status, JSON.parse(text).data?.userId]).toEqual(isTrusted ? [200, ada.id] : [401, undefined]);
  });
});
