import { createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A request as it went over the line. */
export interface Passed {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}

/**
 * What goes wrong with one request: it never reaches the service, or half of its answer gets back, or nothing, or not in time, or
 * somebody on the way answers in the service's place.
 */
export type Fault =
  | 'cut-before'
  | 'cut-within'
  | 'cut-after'
  | 'hold'
  | { status: number; headers?: Record<string, string>; body?: string };

/** A line to a service that can be disturbed: a proxy of its own, over real HTTP. */
export interface Line {
  base: string;
  passed: Passed[];
  /** What goes wrong with the next requests, one after the other; undefined for nothing. */
  faults: (Fault | undefined)[];
  close(): Promise<void>;
}

/** @param base where the service is */
export async function openLine(base: string): Promise<Line> {
  const line: Line = { base: '', passed: [], faults: [], close: async () => {} };
  const server = createServer((request, response) => {
    void pass(line, base, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  line.base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  line.close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  };
  return line;
}

async function pass(line: Line, base: string, request: IncomingMessage, response: ServerResponse) {
  const body = await buffer(request);
  const { method = '', url = '', headers } = request;
  line.passed.push({ method, url, headers, body: body.toString() });
  const fault = line.faults.shift();
  if (fault === 'cut-before') return response.destroy();
  if (fault === 'hold') return undefined;
  if (typeof fault === 'object') {
    return response.writeHead(fault.status, fault.headers).end(fault.body);
  }
  const onward = send(`${base}${url}`, { method, headers }, (answer) => {
    if (fault === 'cut-after') {
      answer.resume();
      return answer.on('end', () => response.destroy());
    }
    response.writeHead(answer.statusCode!, answer.headers);
    if (fault === 'cut-within') {
      return void buffer(answer).then((all) =>
        response.write(all.subarray(0, all.length / 2), () => response.destroy()),
      );
    }
    return answer.pipe(response);
  });
  return onward.end(body);
}
