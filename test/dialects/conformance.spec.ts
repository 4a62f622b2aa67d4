import { demandDocumented } from '../support/conformance.js';

/** The check that every wire test passes through can fail. */
describe('an answer that its document does not describe', () => {
  const answer = (status: number, body: object, type = 'application/json') => ({
    ...{ status, type },
    text: JSON.stringify(body),
  });
  const live = { status: 'ok', service: 'tokenwright' };
  const check = (answered: ReturnType<typeof answer>) => () =>
    demandDocumented('GET', '/health/live', answered);

  it('is told from one that it does', () => {
    expect(check(answer(200, live, 'application/json; charset=utf-8'))).not.toThrow();
    expect(() => demandDocumented('GET', '/v1/nothing', answer(404, {}))).not.toThrow();
  });

  it.each([
    ['a status', answer(418, {}), 'readLive: it documents 200, 400, 429, 500, 503'],
    ['a content type', answer(200, live, 'text/html'), 'its content is application/json'],
    ['no body', { status: 200, type: null as never, text: '' }, 'it has a body'],
    [
      'a value',
      answer(200, { ...live, status: 'fine' }),
      '/status must be equal to one of the allowed values',
    ],
    ['a field less', answer(200, { status: 'ok' }), "must have required property 'service'"],
    ['a field more', answer(200, { ...live, more: 1 }), 'must NOT have additional properties'],
  ])('by %s', (_, answered, complaint) => {
    expect(check(answered)).toThrow(complaint);
  });
});
