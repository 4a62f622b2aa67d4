/**
 * oidc-provider: `WORK=verify` introspects access tokens, `WORK=mint` issues one by the grant `client_credentials`; both
 * after client authentication by `client_secret_basic`. What it stores is in Redis when there is a `REDIS_URL`, else in
 * a Map (the adapter that it brings forgets all but the last 1,000 to 2,000).
 */
import { createServer } from 'node:http';
import process from 'node:process';
import { Redis } from 'ioredis';
import { Provider } from 'oidc-provider';
import { count, each, listen, ready } from './ready.mjs';

class MapAdapter {
  rows = new Map();

  async find(id) {
    return this.rows.get(id);
  }

  async upsert(id, payload) {
    this.rows.set(id, payload);
  }

  async destroy(id) {
    this.rows.delete(id);
  }
}

const redis = process.env.REDIS_URL && new Redis(process.env.REDIS_URL, { enableAutoPipelining: true });

class RedisAdapter {
  constructor(model) {
    this.prefix = `oidc-${process.pid}:${model}:`;
  }

  async find(id) {
    const text = await redis.get(this.prefix + id);
    return text ? JSON.parse(text) : undefined;
  }

  async upsert(id, payload, expiresIn) {
    await redis.set(this.prefix + id, JSON.stringify(payload), 'EX', expiresIn);
  }

  async destroy(id) {
    await redis.del(this.prefix + id);
  }
}

const id = 'measured';
const secret = 'a-secret-of-the-measurement';
const provider = new Provider('http://localhost', {
  adapter: redis ? RedisAdapter : MapAdapter,
  clients: [
    {
      client_id: id,
      client_secret: secret,
      grant_types: ['client_credentials'],
      response_types: [],
      redirect_uris: [],
    },
  ],
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: false },
    introspection: { enabled: true, allowedPolicy: () => true },
  },
  cookies: { keys: [secret] },
  ttl: { AccessToken: 86_400, ClientCredentials: 86_400 },
});
const server = createServer(provider.callback());
const headers = {
  authorization: `Basic ${globalThis.btoa(`${id}:${secret}`)}`,
  'content-type': 'application/x-www-form-urlencoded',
};

if (process.env.WORK === 'mint') {
  const entries = [{ body: 'grant_type=client_credentials' }];
  ready(await listen(server), { path: '/token', headers, holds: ['"access_token":"'], entries });
} else {
  const client = await provider.Client.find(id);
  const entries = [];
  await each(count, 64, async (index) => {
    const accountId = `user-${index}`;
    const token = await new provider.AccessToken({ client, accountId, scope: 'openid' }).save();
    entries.push({
      body: `token=${token}&token_type_hint=access_token`,
      holds: [`"sub":"${accountId}"`],
    });
  });
  ready(await listen(server), { path: '/token/introspection', headers, holds: ['"active":true'], entries });
}
