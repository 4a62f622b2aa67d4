/** An ordinary Nest route on Fastify which finds the session in a Map. */
import { startNest } from './nest-app.mjs';
import { introspections, ready, sessions } from './ready.mjs';

const made = sessions();
const server = await startNest(({ token }) => made.get(token) ?? { active: false });
ready(server, introspections(made));
