import { readFileSync } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { once } from 'node:events';
import { type Operation, operations } from '../../support/documents.js';
import { type RawAnswer, RawClient, type RawRequest } from '../../support/raw-client.js';
import { ServiceProcess } from '../../support/service-process.js';
import { type Admitted, countAttacksOn } from './adversary.counts.js';
import { Random, seed } from '../../support/random.js';

/** CPU time that one request may take, in ms: so much longer at the most anybody else waits for the event loop. */
const budget = 250;

/** How much the process may have grown by, in MB: after all attacks, and while bodies come from strangers. */
const growth = { after: 150, ofStrangers: 50 };

const account = 'the-secret-of-the-first-account-token';
let service: ServiceProcess;
let admitted: Admitted;

beforeAll(async () => {
  service = await ServiceProcess.start({
    DATABASE_URL: 'sqlite::memory:',
    TOKENWRIGHT_BOOTSTRAP_TOKEN: account,
    CREATE_TOKENS_FOR_USERS: 'true',
    LOG_LEVEL: 'fatal',
    OVERLOAD_WAIT: '0',
  });
  const made = async (path: string, json: object) => (await service.native('POST', path, account, json)).body;
  const users = '/v1/ecosystems/default/users';
  const { id } = await made(users, { username: 'root', externalId: 'client_account_1', roles: ['admin'] });
  const { secret } = await made(`${users}/${id}/tokens`, {});
  const server = (await made('/v1/ecosystems/default/server-tokens', {})).secret;
  const bearer = (text: string): [string, string][] => [['authorization', `Bearer ${text}`]];
  admitted = {
    native: bearer(account),
    strigo: bearer(`default:${server}`),
    sfox: bearer(server),
    rocketchat: [
      ['x-auth-token', secret],
      ['x-user-id', id],
    ],
    droplit: bearer(server),
  };
});
afterAll(() => service.kill('SIGKILL'));

/** User and system time that the service's process has taken, in ms. */
function cpuTime(): number {
  const fields = readFileSync(`/proc/${service.pid}/stat`, 'utf8').split(' ');
  return (Number(fields[13]) + Number(fields[14])) * 10;
}

/** Resident memory of the service's process, in MB. */
function memory(): number {
  const [, size] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${service.pid}/status`, 'utf8'))!;
  return Number(size) / 1024;
}

function requestOf({ method, path, json }: Operation): RawRequest {
  const parameters: { name: string; in: string; example?: unknown; schema?: { example?: unknown } }[] =
    json.parameters ?? [];
  const target = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const { example, schema } = parameters.find((one) => one.name === name)!;
    return encodeURIComponent(String(example ?? schema?.example));
  });
  return { method, target, headers: [['host', 'localhost']] };
}

/** A field of the body, or of the query, that the operation knows. */
function fieldOf({ json }: Operation): string {
  const [content] = Object.values<{ example?: object; examples?: Record<string, { value: object }> }>(
    json.requestBody?.content ?? {},
  );
  const example = content?.example ?? Object.values(content?.examples ?? {})[0]?.value;
  const ofBody = typeof example === 'object' ? Object.keys(example)[0] : undefined;
  return ofBody ?? json.parameters?.find((one: { in: string }) => one.in === 'query')?.name ?? 'a';
}

/** What is wrong with an answer, in words; undefined when nothing is. */
function faultOf(answer: RawAnswer | undefined, cpu: number): string | undefined {
  if (!answer) return 'is not answered';
  if (answer.status >= 500) return `is answered with ${answer.status}`;
  if (answer.status >= 400 && answer.text.length > 64 * 1024)
    return `is refused in ${answer.text.length} bytes`;
  return cpu > budget ? `takes ${cpu} ms of CPU time` : undefined;
}

async function asked(client: RawClient, request: RawRequest): Promise<string | undefined> {
  const before = cpuTime();
  const answer = await client.ask(request);
  return faultOf(answer, cpuTime() - before);
}

const documents = [...new Set(operations.map(({ document }) => document))];

it.each(documents)(
  `%s: no count of anything holds others up, before and after signing in (seed ${seed})`,
  async (document) => {
    const random = new Random(seed);
    const client = new RawClient(service.port);
    const faults: string[] = [];
    const before = memory();
    for (const operation of operations.filter((one) => one.document === document)) {
      const right = requestOf(operation);
      for (const { name, spoil } of countAttacksOn(operation, fieldOf(operation), random)) {
        for (const credentials of [[], admitted[document]]) {
          const sent = spoil({ ...right, headers: [...right.headers, ...credentials] });
          // Another time where it was the compiler or the collector of garbage that took the time.
          const fault = (await asked(client, sent)) && (await asked(client, sent));
          const who = credentials.length === 0 ? 'nobody' : 'somebody';
          if (fault) faults.push(`${operation.method} ${operation.path}: ${name}, sent by ${who}, ${fault}`);
          if (faults.length > 10) throw new Error(faults.join('\n'));
        }
      }
    }
    client.close();
    expect(faults).toEqual([]);
    expect(memory() - before).toBeLessThan(growth.after);
  },
);

it('40 connections that send 8 MiB without credentials cost less than 50 MB, and read why they are refused', async () => {
  const length = 8 * 1024 * 1024;
  const head = [
    'POST /v1/ecosystems/default/tokens/import HTTP/1.1',
    'host: localhost',
    'content-type: application/x-ndjson',
    `content-length: ${length}`,
    '',
    '',
  ].join('\r\n');
  const before = memory();
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, memory())), 10);
  const send = async (): Promise<string> => {
    const socket: Socket = createConnection({ port: service.port, host: '127.0.0.1' });
    await once(socket, 'connect');
    const first = once(socket, 'data');
    socket.write(head);
    const piece = Buffer.alloc(64 * 1024, 'x');
    for (let sent = 0; sent < length - 1; sent += piece.length) {
      const last = Math.min(piece.length, length - 1 - sent);
      await new Promise((resolve) => socket.write(piece.subarray(0, last), resolve));
    }
    const [data] = (await first) as [Buffer];
    socket.destroy();
    return data.toString('latin1', 9, 12);
  };
  const statuses = await Promise.all(Array.from({ length: 40 }, send));
  clearInterval(watch);
  expect(new Set(statuses)).toEqual(new Set(['401']));
  expect(Math.max(most, memory()) - before).toBeLessThan(growth.ofStrangers);
});

describe('what judges the answers', () => {
  const answer = (status: number, text = ''): RawAnswer => ({ status, headers: new Map(), text });

  it.each<[string, RawAnswer | undefined, number]>([
    ['is not answered', undefined, 0],
    ['is answered with 503', answer(503), 0],
    ['is refused in 100000 bytes', answer(422, 'x'.repeat(100_000)), 0],
    ['takes 260 ms', answer(422), 260],
  ])('tells one that %s', (fault, given, cpu) => expect(faultOf(given, cpu)).toContain(fault));
});
