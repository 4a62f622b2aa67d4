import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { Tokenwright } from '../../packages/client/src/index.js';

/** Answers each line with a line as soon as it has come; below /broken, stops in the midst. */
async function startEcho(): Promise<Server> {
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/x-ndjson');
    if (request.url === '/quiet') return response.flushHeaders();
    if (request.url === '/nonsense') return response.end('{"a":1}\n<html>\n');
    response.setHeader('x-type', request.headers['content-type'] ?? '');
    let count = 0;
    const lines = createInterface({ input: request });
    // A client may go away in the midst.
    lines.on('error', () => response.destroy());
    lines.on('line', (line) => {
      count += 1;
      response.write(`${JSON.stringify({ count, got: JSON.parse(line) as unknown })}\n`);
      if (request.url === '/broken' && count === 2) response.destroy();
    });
    return lines.on('close', () => response.end(JSON.stringify({ total: count })));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

interface Line {
  count?: number;
  got?: { n: number; text?: string };
  total?: number;
}

describe('NDJSON', () => {
  let server: Server;
  let client: Tokenwright;

  beforeAll(async () => {
    server = await startEcho();
    const { port } = server.address() as AddressInfo;
    client = new Tokenwright({ baseUrl: `http://127.0.0.1:${port}`, secret: 'tw', minDelay: 1 });
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const gathered = async (lines: AsyncIterable<Line>) => {
    const all: Line[] = [];
    for await (const line of lines) all.push(line);
    return all;
  };

  it('sends an array, and yields each line of the answer', async () => {
    const lines = [
      { n: 1, text: 'a\nb' },
      { n: 2, text: 'ü✓' },
    ];
    expect(await gathered(client.exchange<Line>('POST', '/echo', { lines }))).toEqual([
      { count: 1, got: lines[0] },
      { count: 2, got: lines[1] },
      { total: 2 },
    ]);
  });

  it('takes lines from a source only as fast as the answers are wanted', async () => {
    let taken = 0;
    const total = 50_000;
    async function* source() {
      for (let n = 0; n < total; n += 1) {
        taken += 1;
        yield { n, text: 'x'.repeat(200) };
      }
    }
    const answers = client.exchange<Line>('POST', '/echo', { lines: source() });
    expect((await answers.next()).value).toMatchObject({ count: 1 });
    expect(taken).toBeLessThan(total);
    await answers.return();
  });

  it('a source that ends is an upload that ends', async () => {
    async function* source() {
      yield { n: 1 };
      yield { n: 2 };
    }
    expect(await gathered(client.exchange<Line>('POST', '/echo', { lines: source() }))).toHaveLength(3);
    expect(
      await gathered(client.exchange<Line>('POST', '/echo', { lines: new Set([{ n: 1 }]) })),
    ).toHaveLength(2);
  });

  it('an error of the source is the error of the call', async () => {
    const error = new Error('The file ends here');
    async function* source() {
      yield { n: 1 };
      throw error;
    }
    await expect(gathered(client.exchange<Line>('POST', '/echo', { lines: source() }))).rejects.toBe(error);
  });

  it('a connection that breaks in the midst is unreachable, after the lines that came', async () => {
    const seen: Line[] = [];
    const read = async () => {
      for await (const line of client.exchange<Line>('POST', '/broken', {
        lines: [{ n: 1 }, { n: 2 }, { n: 3 }],
      })) {
        seen.push(line);
      }
    };
    await expect(read()).rejects.toMatchObject({ code: 'unreachable' });
    expect(seen.length).toBeLessThanOrEqual(2);
  });

  it('a line that is not JSON is an unexpected answer', async () => {
    const call = gathered(client.exchange<Line>('GET', '/nonsense'));
    await expect(call).rejects.toMatchObject({ code: 'unexpected-answer', status: 200 });
  });

  it('ends when nothing comes for too long, or the signal is aborted', async () => {
    const quiet = gathered(client.exchange<Line>('GET', '/quiet', {}, { timeout: 40 }));
    await expect(quiet).rejects.toMatchObject({ code: 'timed-out' });
    const reason = new Error('Enough');
    const stop = new AbortController();
    setTimeout(() => stop.abort(reason), 30);
    const stopped = gathered(client.exchange<Line>('GET', '/quiet', {}, { signal: stop.signal }));
    await expect(stopped).rejects.toBe(reason);
  });

  it('who takes long over a line is not timed out', async () => {
    const answers = client.exchange<Line>('POST', '/echo', { lines: [{ n: 1 }, { n: 2 }] }, { timeout: 60 });
    await answers.next();
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(await gathered(answers)).toHaveLength(2);
  });
});
