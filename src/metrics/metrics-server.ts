import { createServer, type Server } from 'node:http';
import { headerFault, mostHeaderLines } from '../access/raw-headers.js';
import { SafeError } from '../common/safe-error.js';
import { contentType } from './exposition.js';

/** What the absolute form of an address has before its path. */
const authority = /^https?:\/\/[^/?#]*/i;

/**
 * Tells the metrics on a port of their own, without a token: whoever reaches the port may read them, also while the
 * database is away. The rules of framing and addressing are those of the service's port.
 *
 * @param text the exposition; undefined while the service starts, which is told as 503
 * @returns the server, when it listens
 */
export async function serveMetrics(
  { host, port }: { host: string; port: number },
  text: () => Promise<string> | undefined,
): Promise<Server> {
  // Without a Host header it is refused by our own rule, as at the service's port.
  const server = createServer({ requireHostHeader: false }, (request, response) => {
    const fault = headerFault(request);
    if (fault) {
      const status = fault.code === 'headers-too-large' ? 431 : 400;
      response.writeHead(status, { connection: 'close', 'content-type': 'text/plain' }).end(fault.message);
      return;
    }
    const path = request.url!.replace(authority, '').split('?', 1)[0];
    if (path !== '/metrics' || !/^(GET|HEAD)$/.test(request.method!)) {
      response.writeHead(404).end();
      return;
    }
    const exposition = text();
    if (!exposition) {
      response.writeHead(503).end();
      return;
    }
    exposition.then(
      (body) => response.writeHead(200, { 'content-type': contentType }).end(body),
      () => response.writeHead(500).end(),
    );
  });
  server.maxHeadersCount = mostHeaderLines + 1;
  await new Promise<void>((resolve, reject) => {
    server.once('error', ({ code }: NodeJS.ErrnoException) => {
      const text = `The metrics cannot be told at METRICS_HOST and METRICS_PORT (${code}): set them to others.`;
      reject(new SafeError(text));
    });
    server.listen(port, host, resolve);
  });
  // It ends with the service, however many readers keep their connection.
  return server.on('connection', (socket) => socket.unref()).unref();
}
