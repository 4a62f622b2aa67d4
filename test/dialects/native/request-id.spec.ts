import { sharedService } from '../../support/service.js';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe('X-Request-Id', () => {
  const service = sharedService();

  it.each([
    ['a success', '/health/live', 200],
    ['a refusal', '/v1/self', 401],
    ['an unknown route', '/v1/nothing', 404],
    ['an address that cannot be read', '/v1/%zz', 400],
    ['a refusal of another dialect', '/api/v1/me', 401],
  ])('is the client’s own on %s', async (_, path, status) => {
    const reply = await service.ask(path, { headers: { 'x-request-id': 'abc:123_4.5-6' } });
    expect({ status: reply.status, id: reply.headers.get('x-request-id') }).toEqual({
      status,
      id: 'abc:123_4.5-6',
    });
    if (path.startsWith('/v1')) expect(reply.body.requestId).toBe('abc:123_4.5-6');
  });

  it('is a new one each time when the client has none', async () => {
    const ids = [];
    for (let time = 0; time < 3; time++) {
      ids.push((await service.ask('/v1/self')).headers.get('x-request-id'));
    }
    for (const id of ids) expect(id).toMatch(uuid);
    expect(new Set(ids).size).toBe(3);
  });

  it.each([
    ['white space', 'a b'],
    ['129 characters', 'x'.repeat(129)],
    ['markup', '<script>'],
    ['nothing', ''],
  ])('is a new one when the client’s holds %s', async (_, given) => {
    const reply = await service.ask('/v1/self', { headers: { 'x-request-id': given } });
    expect(reply.headers.get('x-request-id')).toMatch(uuid);
    expect(reply.body.requestId).toBe(reply.headers.get('x-request-id'));
  });
});
