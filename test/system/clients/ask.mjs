// Introspects and revokes with OAuth clients of others, and prints what each made of it as JSON:
// `node ask.mjs CLIENT BASE CLIENT_ID CLIENT_SECRET TOKEN`. Each is set up by hand: Tokenwright has no discovery document.
import process from 'node:process';

const [name, base, clientId, clientSecret, token] = process.argv.slice(2);
const introspectionEndpoint = `${base}/v1/tokens/introspect`;
const revocationEndpoint = `${base}/v1/tokens/revoke`;
const metadata = {
  issuer: base,
  introspection_endpoint: introspectionEndpoint,
  revocation_endpoint: revocationEndpoint,
};

async function openidClient6(authentication) {
  const client = await import('openid-client');
  const method = client[authentication](clientSecret);
  const config = new client.Configuration(metadata, clientId, clientSecret, method);
  client.allowInsecureRequests(config);
  return {
    introspect: () => client.tokenIntrospection(config, token),
    revoke: () => client.tokenRevocation(config, token),
  };
}

async function openidClient5(token_endpoint_auth_method) {
  const { Issuer } = await import('openid-client-5');
  const issuer = new Issuer(metadata);
  const client = new issuer.Client({
    client_id: clientId,
    client_secret: clientSecret,
    token_endpoint_auth_method,
  });
  return { introspect: () => client.introspect(token), revoke: () => client.revoke(token) };
}

async function oauth4webapi(authentication) {
  const oauth = await import('oauth4webapi');
  const client = { client_id: clientId };
  const insecure = { [oauth.allowInsecureRequests]: true };
  const method = oauth[authentication](clientSecret);
  return {
    introspect: async () =>
      oauth.processIntrospectionResponse(
        metadata,
        client,
        await oauth.introspectionRequest(metadata, client, method, token, insecure),
      ),
    revoke: async () =>
      oauth.processRevocationResponse(
        await oauth.revocationRequest(metadata, client, method, token, insecure),
      ),
  };
}

/** It has no introspection. */
async function simpleOauth2(authorizationMethod) {
  const { ClientCredentials } = await import('simple-oauth2');
  const client = new ClientCredentials({
    client: { id: clientId, secret: clientSecret },
    auth: { tokenHost: base, revokePath: '/v1/tokens/revoke' },
    // It takes no answer without a body (RFC 7009 §2.2) for JSON unless it is told to be lenient.
    http: { json: true },
    options: { authorizationMethod },
  });
  const accessToken = client.createToken({ access_token: token });
  return { revoke: async () => void (await accessToken.revoke('access_token')) };
}

const clients = {
  'openid-client 6, Basic': () => openidClient6('ClientSecretBasic'),
  'openid-client 6, form': () => openidClient6('ClientSecretPost'),
  'openid-client 5, Basic': () => openidClient5('client_secret_basic'),
  'openid-client 5, form': () => openidClient5('client_secret_post'),
  'oauth4webapi, Basic': () => oauth4webapi('ClientSecretBasic'),
  'oauth4webapi, form': () => oauth4webapi('ClientSecretPost'),
  'simple-oauth2, Basic': () => simpleOauth2('header'),
  'simple-oauth2, form': () => simpleOauth2('body'),
};

/** What the client says of an error of OAuth's. */
function faultOf(error) {
  const { status, response, data } = error;
  return {
    error: error.error ?? error.cause?.[0]?.parameters?.error ?? data?.payload?.error ?? error.message,
    status: status ?? response?.statusCode ?? response?.status ?? error.output?.statusCode,
    challenges: Array.isArray(error.cause) ? error.cause.map(({ scheme }) => scheme) : undefined,
  };
}

async function outcomeOf(call) {
  if (!call) return undefined;
  try {
    return { value: (await call()) ?? null };
  } catch (error) {
    return { fault: faultOf(error) };
  }
}

const { introspect, revoke } = await clients[name]();
const before = await outcomeOf(introspect);
const revoked = await outcomeOf(revoke);
const after = await outcomeOf(introspect);
process.stdout.write(JSON.stringify({ before, revoked, after }));
