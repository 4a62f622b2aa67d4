/** Bare node:http which slides the session in Redis by one GETEX and hands on what is there. */
import { createServer } from 'node:http';
import { introspections, listen, ready } from './ready.mjs';
import { fillRedis } from './redis-sessions.mjs';

const { made, find } = await fillRedis();

const server = createServer((request, response) => {
  let text = '';
  request.setEncoding('utf8');
  request.on('data', (piece) => (text += piece));
  request.on('end', async () => {
    const found = (await find(JSON.parse(text).token)) ?? '{"active":false}';
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': found.length });
    response.end(found);
  });
});
ready(await listen(server), introspections(made));
