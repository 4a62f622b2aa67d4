/** An ordinary Nest route on Fastify with a constant answer. */
import { startNest } from './nest-app.mjs';
import { introspections, ready, sessions } from './ready.mjs';

const made = sessions();
const [first] = made.values();
const requests = introspections(made);
const server = await startNest(() => first);
ready(server, { ...requests, entries: requests.entries.map(({ body }) => ({ body })) });
