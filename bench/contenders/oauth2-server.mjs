/**
 * @node-oauth/oauth2-server: `authenticate` on bare node:http. The access tokens are in PostgreSQL when there is a
 * `DATABASE_URL`, else in a Map.
 */
import { createServer } from 'node:http';
import process from 'node:process';
import OAuth2Server from '@node-oauth/oauth2-server';
import { listen, ready, sessions } from './ready.mjs';
import { fillTable } from './token-table.mjs';

const { made, find } = process.env.DATABASE_URL ? await fillTable() : inMemory();

function inMemory() {
  const all = sessions();
  return { made: all, find: (secret) => all.get(secret) };
}

const oauth = new OAuth2Server({
  model: {
    getAccessToken: async (accessToken) => {
      const found = await find(accessToken);
      return (
        found && {
          accessToken,
          accessTokenExpiresAt: new Date(Number(found.exp) * 1000),
          scope: [],
          client: { id: 'measured' },
          user: { id: found.sub },
        }
      );
    },
  },
});

const server = createServer(async (incoming, outgoing) => {
  const { method, headers } = incoming;
  const request = new OAuth2Server.Request({ method, headers, query: {} });
  try {
    const { user } = await oauth.authenticate(request, new OAuth2Server.Response());
    answer(outgoing, 200, { active: true, sub: user.id });
  } catch (error) {
    answer(outgoing, error.code ?? 500, { error: error.name, message: error.message });
  }
});

function answer(outgoing, status, json) {
  const text = JSON.stringify(json);
  outgoing.writeHead(status, { 'content-type': 'application/json', 'content-length': text.length }).end(text);
}

ready(await listen(server), {
  method: 'GET',
  path: '/self',
  holds: ['"active":true'],
  entries: Array.from(made, ([token, { sub }]) => ({
    headers: { authorization: `Bearer ${token}` },
    holds: [`"sub":"${sub}"`],
  })),
});
