import { createServer, type Server } from 'node:http';
import { headerFault, mostHeaderLines } from '../access/raw-headers.js';
import { SafeError } from '../common/safe-error.js';
import { contentType } from './exposition.js';

/** The part of an absolute-form request target before the path. */
const authority = /^https?:\/\/[^/?#]*/i;

/**
 * Serves the metrics on their own port, without a token, and even when the database is unavailable. The rules
 * for framing and addressing are those of the service's port.
 *
 * @param text the exposition; undefined while the service starts, which is answered with 503
 * @returns the listening server
 */
export async function serveMetrics(
  { host, port }: { host: string; port: number },
  text: () => Promise<string> | undefined,
): Promise<Server> {
  // Our own check refuses a missing Host header, as on the service's port.
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
      const text =
        code === 'EADDRINUSE'
          ? `Port ${port} of ${host} is taken by another program: stop that one, or set METRICS_PORT to a free one.`
          : `The metrics port cannot be opened (${code}): change METRICS_HOST or METRICS_PORT.`;
      reject(new SafeError(text));
    });
    server.listen(port, host, resolve);
  });
  // Do not let open connections of readers keep the process alive.
  return server.on('connection', (socket) => socket.unref()).unref();
}
