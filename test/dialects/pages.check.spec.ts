import { PageReader } from './page-reader.js';
import { aToken, anId, failure } from './strigo/strigo.js';

const block = (language: string, text: string) => `\`\`\`${language}\n${text}\n\`\`\`\n`;
const json = 'content-type: application/json; charset=utf-8';

const mint = `curl localhost:3000/api/v1/academy/users/token -H "Authorization: Bearer default:$TW" \\
  -H 'Content-Type: application/json' -d '{"email":"ada@acme.example"}'`;
const minted = (data: string) => `HTTP/1.1 201 Created\n${json}\n\n{"result":"success","data":${data}}`;
const noKey = 'This needs a token in the header Authorization';
const live = 'curl localhost:3000/health/live';
const liveAnswer = `HTTP/1.1 200 OK\n${json}\n\n{ "status": "ok", "service": "tokenwright" }`;

/** The check that every page of docs/dialects passes through can fail. */
describe('a page of docs/dialects', () => {
  let reader: PageReader;

  beforeAll(async () => {
    reader = new PageReader({ _ID: anId, _TOKEN: aToken });
    await reader.follow(
      block('sh', 'npm ci && npm start') +
        block('sh', 'export TW=tw_a_…') +
        block('sh', mint) +
        block('http', minted('{"user_id":"$ADA_ID","expiration":1800619200000,"token":"$FIRST_TOKEN"}')),
    );
  });
  afterAll(() => reader.close());

  const complaintAbout = async (page: string) => {
    const names = new Map(reader.names.known);
    const complaint = await reader.follow(page).then(
      () => 'nothing',
      (error: Error) => error.message,
    );
    reader.names.known.clear();
    for (const [name, value] of names) reader.names.known.set(name, value);
    return complaint;
  };
  const pair = (request: string, answer: string) => block('sh', request) + block('http', answer);

  it('may be right', async () => {
    expect(await complaintAbout(pair(live, liveAnswer))).toBe('nothing');
    const again = minted('{"user_id":"$ADA_ID","expiration":1800619200000,"token":"$OTHER_TOKEN"}');
    expect(await complaintAbout(pair(mint, again))).toBe('nothing');
  });

  it('shows the routes that it shows to succeed', async () => {
    const refused = `HTTP/1.1 401 Unauthorized\n${json}\n\n${JSON.stringify(failure('Unauthorized', noKey))}`;
    expect(await complaintAbout(pair('curl localhost:3000/api/v1/members', refused))).toBe('nothing');
    expect(await complaintAbout(pair(live, liveAnswer))).toBe('nothing');
    const shown = [...reader.shown].map(({ method, path }) => `${method} ${path}`);
    expect(shown.sort()).toEqual(['GET /health/live', 'POST /api/v1/academy/users/token']);
  });

  it.each([
    ['another status', liveAnswer.replace('200 OK', '201 Created'), 'the first line is'],
    ['another header', liveAnswer.replace('utf-8', 'latin-1'), 'content-type is'],
    ['a header that is not sent', liveAnswer.replace('\n\n', '\netag: "1"\n\n'), 'etag is\n  undefined'],
    ['another value', liveAnswer.replace('ok', 'fine'), 'the body is'],
    ['a field less', liveAnswer.replace('"status": "ok", ', ''), 'the body is'],
    ['a field more', liveAnswer.replace('"ok"', '"ok", "more": 1'), 'the body is'],
    ['no body', `HTTP/1.1 200 OK\n${json}`, 'the body is'],
    ['a name for what may not differ', liveAnswer.replace('ok', '$ITS_STATUS'), 'may stand for nothing'],
    ['a name for what has another shape', liveAnswer.replace('ok', '$SOME_ID'), 'is "ok", which is no _ID'],
    [
      'a name within a text that nothing has set',
      liveAnswer.replace('ok', 'o $SOME_ID'),
      'nothing has given',
    ],
  ])('is refused for %s', async (_, answer, complaint) => {
    expect(await complaintAbout(pair(live, answer))).toContain(complaint);
  });

  it.each([
    ['a name for an object', '"$DATA_ID"', '/data is {'],
    [
      'fields in another order',
      '{"expiration":1800619200000,"user_id":"$ADA_ID","token":"$OTHER_TOKEN"}',
      'the body is',
    ],
    [
      'two names for one value',
      '{"user_id":"$BOB_ID","expiration":1800619200000,"token":"$OTHER_TOKEN"}',
      'is the same as $ADA_ID',
    ],
    [
      'one name for two values',
      '{"user_id":"$ADA_ID","expiration":1800619200000,"token":"$FIRST_TOKEN"}',
      'the body is',
    ],
    [
      'a text in place of a number',
      '{"user_id":"$ADA_ID","expiration":"1800619200000","token":"$OTHER_TOKEN"}',
      'the body is',
    ],
  ])('is refused for %s', async (_, data, complaint) => {
    expect(await complaintAbout(pair(mint, minted(data)))).toContain(complaint);
  });

  it.each([
    ['no request and answer', block('sh', live), 'shows no request and answer'],
    ['an answer without a request', block('http', liveAnswer), 'Line 1: this answer stands after no request'],
    ['two requests in one', pair(`${live}\n${live}`, liveAnswer), '2 answers came where one is shown'],
    [
      'a refusal without its answer',
      block('sh', 'curl localhost:3000/nothing') + pair(live, liveAnswer),
      '404',
    ],
    ['a request that nobody sends', block('json', live) + pair(live, liveAnswer), 'make it an sh block'],
    [
      'a request to a program that does not come',
      pair(live, liveAnswer) + block('http', 'POST /codes HTTP/1.1'),
      'nothing was sent',
    ],
    [
      'a body without its content type',
      pair(live, 'HTTP/1.1 200 OK\n\n{ "status": "ok" }'),
      'needs its content-type',
    ],
  ])('is refused for %s', async (_, page, complaint) => {
    expect(await complaintAbout(page)).toContain(complaint);
  });
});
