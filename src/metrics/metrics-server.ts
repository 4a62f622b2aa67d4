import { createServer, type Server } from 'node:http';
import { PlainError } from '../common/words-of.js';
import { contentType } from './exposition.js';

/**
 * Tells the metrics on a port of their own, without a token: whoever reaches the port may read them, also while the
 * database is away.
 *
 * @param text the exposition; undefined while the service starts, which is told as 503
 * @returns the server, when it listens
 */
export async function serveMetrics(
  { host, port }: { host: string; port: number },
  text: () => Promise<string> | undefined,
): Promise<Server> {
  const server = createServer((request, response) => {
    const isAsked = request.url?.split('?', 1)[0] === '/metrics' && /^(GET|HEAD)$/.test(request.method ?? '');
    if (!isAsked) {
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
  await new Promise<void>((resolve, reject) => {
    server.once('error', ({ code }: NodeJS.ErrnoException) => {
      const text = `The metrics cannot be told at METRICS_HOST and METRICS_PORT (${code}): set them to others.`;
      reject(new PlainError(text));
    });
    server.listen(port, host, resolve);
  });
  // It ends with the service, however many readers keep their connection.
  return server.on('connection', (socket) => socket.unref()).unref();
}
