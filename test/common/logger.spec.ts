import fc from 'fast-check';
import { createLogger, NestLogger } from '../../src/common/logger.js';

/** Everything that some reader takes for the end of a line, or that moves a terminal's cursor. */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const dangerous = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;

describe('the log', () => {
  let written: string[];
  let log: ReturnType<typeof createLogger>;
  let nest: NestLogger;

  beforeEach(() => {
    written = [];
    log = createLogger('trace', { write: (line: string) => void written.push(line) });
    nest = new NestLogger(log);
  });

  it('writes only fields that are named, whatever it is handed', () => {
    const secret = 'tw_s_secret';
    log.info(
      {
        ...{ requestId: 'r-1', status: 200, route: '/v1/self' },
        ...{
          authorization: secret,
          headers: { authorization: secret },
          body: secret,
          err: new Error(secret),
        },
        ...{ caller: { secret }, tokenId: { secret }, password: secret, url: `/v1/${secret}` },
      },
      'request',
    );
    expect(written.join('')).not.toContain(secret);
    expect(JSON.parse(written[0]!)).toEqual({
      ...{ level: 30, time: expect.any(String), service: 'tokenwright', msg: 'request' },
      ...{ requestId: 'r-1', status: 200, route: '/v1/self' },
    });
  });

  it.each([
    ['a new line', 'x\n{"level":60,"msg":"forged"}'],
    ['a carriage return', 'x\r{"level":60,"msg":"forged"}'],
    ['what ends the text and the object', 'x"}\n{"level":60,"msg":"forged"}'],
    ['colours and cursors', '\u001b[2J\u001b[1;31mforged\u001b[0m \u009b2J'],
    [
      'separators of lines and of paragraphs',
      'x\u2028forged\u2029forged\u0085forged\u000bforged\u000cforged',
    ],
    ['what turns the direction of the text', '\u202eforged\u2066'],
    ['nothing, a byte order mark, half a character', 'x\u0000\ufeff\ud800'],
  ])('an attacker’s text with %s stays within its line, and in its field', (_, text) => {
    nest.error(text, text, text);
    nest.warn(text, text);
    log.info({ requestId: text, route: text, ecosystem: text }, text);
    expect(written).toHaveLength(3);
    for (const line of written) {
      expect(line.endsWith('}\n')).toBe(true);
      expect(line.slice(0, -1)).not.toMatch(dangerous);
      const { msg, level } = JSON.parse(line);
      expect([50, 40, 30]).toContain(level);
      expect(msg.isWellFormed?.() === false ? text : msg).toBe(text);
    }
  });

  it('any text is read back as it was, in one line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        written.length = 0;
        log.info({ ecosystem: text }, text);
        const [line = '', ...others] = written;
        expect(others).toEqual([]);
        expect(line.slice(0, -1)).not.toMatch(dangerous);
        const { msg, ecosystem } = JSON.parse(line);
        expect([msg, ecosystem]).toEqual([text, text]);
      }),
    );
  });

  it('a huge text is cut', () => {
    const huge = 'x'.repeat(5_000_000);
    nest.error(huge, `${huge}\n    at ${huge}`, huge);
    log.info({ requestId: huge, route: huge, stack: huge }, 'request');
    for (const line of written) expect(line.length).toBeLessThan(12_000);
  });

  it('of a stack only the places are told, not the message before them', () => {
    const secret = 'tw_s_secret';
    nest.error('Request r-1 failed', new Error(`${secret}\nand ${secret}`).stack, 'FailureFilter');
    const { stack } = JSON.parse(written[0]!);
    expect(stack).toMatch(/^\s+at /);
    expect(written[0]).not.toContain(secret);
  });
});
