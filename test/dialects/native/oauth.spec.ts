import { newToken, newUser, sharedService } from '../../support/service.js';
import { asOAuth, expectProblem } from './problem.js';

const paths = ['/v1/tokens/introspect', '/v1/tokens/revoke'];

/** What RFC 7662 and RFC 7009 have in common. */
describe.each(paths)('POST %s', (path) => {
  const service = sharedService();
  let secret: string;

  beforeAll(async () => {
    const user = await newUser(service, 'default');
    ({ secret } = await newToken(service, 'default', user.id));
  });

  const form = (body: string, type = 'application/x-www-form-urlencoded') =>
    service.ask(path, {
      method: 'POST',
      headers: { authorization: `Bearer ${service.account}`, 'content-type': type },
      body,
    });
  const json = (body: object) => service.native('POST', path, service.account, body);

  it.each(['access_token', 'refresh_token', 'urn:example:of-our-own', ''])(
    '200: whatever token_type_hint says: %p',
    async (hint) => {
      const token = 'unknown';
      const replies = [
        await form(new URLSearchParams({ token, token_type_hint: hint }).toString()),
        await json({ token, token_type_hint: hint }),
        await json({ token }),
      ];
      const answers = replies.map(({ status, text }) => ({ status, text }));
      expect(answers).toEqual([answers[2], answers[2], answers[2]]);
      expect(answers[2]!.status).toBe(200);
    },
  );

  it('200: parameters that it does not know are passed over', async () => {
    expect((await form('token=unknown&client_id=a&resource=b&resource=c')).status).toBe(200);
  });

  it.each([
    'application/x-www-form-urlencoded; charset=UTF-8',
    'application/x-www-form-urlencoded;charset=utf-8',
    'Application/X-WWW-Form-Urlencoded',
  ])('200: a form sent as %s', async (type) => {
    const { status, headers } = await form(new URLSearchParams({ token: secret }).toString(), type);
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it.each([
    ['token', 'token=a&token=b'],
    ['token_type_hint', 'token=a&token_type_hint=b&token_type_hint=c'],
  ])('400 invalid_request: a form that names %s twice', async (field, body) => {
    const { status, headers, body: answer } = await form(body);
    expect({ status, answer }).toEqual({
      status: 400,
      answer: { error: 'invalid_request', error_description: `${field} must be a string` },
    });
    expect(headers.get('content-type')).toMatch(/^application\/json(;|$)/);
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('400 invalid_request: a body that cannot be read', async () => {
    const reply = await form('{"token":', 'application/json');
    const detail = 'The body is not valid JSON';
    expectProblem(reply, path, asOAuth({ status: 400, code: 'malformed-body', detail }));
  });

  it('415: XML', async () => {
    const detail = 'The content type is not supported';
    const reply = await form('<token/>', 'application/xml');
    expectProblem(reply, path, { status: 415, code: 'unsupported-media-type', detail });
  });
});
