import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer, type Server } from 'node:https';
import { join } from 'node:path';

/** Where everything is. */
export interface Places {
  folder: string;
  proxy: number;
  service: number;
  tokenwright: number;
  /** Tokenwright behind TLS. */
  tls: number;
  /** Secret of a server token. */
  server: string;
}

/** A proxy that docs/edge.md tells how to set up. */
export interface Proxy {
  name: string;
  program: string;
  /** Files that must be there beside the program. */
  needs: string[];
  /** Writes its configuration, as the page has it, and tells how to start it. */
  setUp(places: Places): string[];
  /** What it answers while Tokenwright is away. */
  away: number;
  /** What it answers to a key where a user is demanded. */
  forbidden: number;
  /** The challenge to a request without a token. */
  challenge: RegExp;
  /** Whether it takes the token from the cookie too. */
  takesCookies: boolean;
  /** The headers, beside `X-User-Id`, that tell the service who it is. */
  tells: boolean;
}

const page = readFileSync(join(__dirname, '../../../docs/edge.md'), 'utf8');
const modules = '/usr/lib/apache2/modules';

/** The block of the page in this language that holds the words. */
function blockOf(language: string, words: string): string {
  const blocks = [...page.matchAll(/```(\w+)\n(.*?)```/gs)];
  const found = blocks.find(([, name, text]) => name === language && text!.includes(words));
  if (!found) throw new Error(`docs/edge.md has no block of ${language} with ${words}`);
  return found[2]!;
}

function withPlaces(text: string, { proxy, service, tokenwright, tls, server }: Places): string {
  return text
    .replaceAll('127.0.0.1:3000', `127.0.0.1:${tokenwright}`)
    .replaceAll('https://tokens.example', `https://localhost:${tls}`)
    .replaceAll('SECRET_OF_A_SERVER_TOKEN', server)
    .replaceAll('http://service/', `http://127.0.0.1:${service}/`)
    .replaceAll('service:80', `127.0.0.1:${service}`)
    .replace(/^:8080/, `http://127.0.0.1:${proxy}`)
    .replace('bind :8080', `bind 127.0.0.1:${proxy}`);
}

const apache = (module: string, words: string, more: (places: Places) => string = () => ''): Proxy => ({
  name: module,
  program: 'apache2',
  needs: [`${modules}/${module}.so`],
  setUp(places) {
    const { folder, proxy } = places;
    const needed = ['mpm_event', 'authn_core', 'authz_core', 'authz_user', 'headers', 'proxy', 'proxy_http'];
    const loaded = [...needed, module.slice(4)].map(
      (name) => `LoadModule ${name}_module ${modules}/mod_${name}.so`,
    );
    const text = `
      ServerName localhost
      DefaultRuntimeDir ${folder}
      Mutex file:${folder} default
      PidFile ${folder}/pid
      ErrorLog ${folder}/error.log
      Listen 127.0.0.1:${proxy}
      ${loaded.join('\n')}
      User nobody
      Group nogroup
      ${more(places)}
      ${withPlaces(blockOf('apache', words), places)}`;
    writeFileSync(join(folder, 'apache.conf'), text);
    return ['-X', '-f', join(folder, 'apache.conf')];
  },
  away: 401,
  forbidden: 401,
  challenge: /^Bearer error="invalid_request"/,
  takesCookies: false,
  tells: false,
});

export const proxies: Proxy[] = [
  {
    name: 'Caddy',
    program: 'caddy',
    needs: [],
    setUp(places) {
      const file = join(places.folder, 'Caddyfile');
      const settings = '{\n\tadmin off\n\tauto_https off\n}\n';
      writeFileSync(file, settings + withPlaces(blockOf('caddyfile', 'forward_auth'), places));
      return ['run', '--config', file, '--adapter', 'caddyfile'];
    },
    away: 502,
    forbidden: 403,
    challenge: /^Bearer realm="tokenwright"$/,
    takesCookies: true,
    tells: true,
  },
  {
    name: 'HAProxy',
    program: 'haproxy',
    needs: [],
    setUp(places) {
      const [lua, file] = ['tokenwright.lua', 'haproxy.cfg'].map((name) => join(places.folder, name));
      writeFileSync(lua!, withPlaces(blockOf('lua', 'register_action'), places));
      const text = `global
    lua-load ${lua}
defaults
    mode http
    timeout connect 2s
    timeout client 10s
    timeout server 10s
${withPlaces(blockOf('haproxy', 'lua.tokenwright'), places)}
backend service
    server one 127.0.0.1:${places.service}
`;
      writeFileSync(file!, text);
      return ['-db', '-f', file!];
    },
    away: 503,
    forbidden: 403,
    challenge: /^Bearer realm="tokenwright"$/,
    takesCookies: true,
    tells: true,
  },
  apache('mod_oauth2', 'OAuth2TokenVerify'),
  apache(
    'mod_auth_openidc',
    'OIDCOAuthIntrospectionEndpoint',
    ({ folder }) => `OIDCCABundlePath ${folder}/cert.pem`,
  ),
];

/** @throws Error that names what must be installed */
export function demandInstalled({ name, program, needs }: Proxy): void {
  const folders = ['/usr/sbin', '/usr/bin', ...(process.env.PATH ?? '').split(':')];
  const isThere = folders.some((folder) => existsSync(join(folder, program))) && needs.every(existsSync);
  if (!isThere) throw new Error(`${name} is not installed: see CONTRIBUTING.md`);
}

/** Ends TLS before Tokenwright, under a certificate of its own for `localhost`. */
export async function startTls(folder: string, port: number, tokenwright: number): Promise<Server> {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const files = ['-keyout', key, '-out', cert];
  execFileSync('openssl', ['req', '-x509', ...kind, ...subject, ...files], { stdio: 'ignore' });
  const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (asked, reply) => {
    const { method, headers, url: path } = asked;
    const onward = request({ host: '127.0.0.1', port: tokenwright, path, method, headers }, (answer) => {
      reply.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(reply);
    });
    onward.on('error', () => reply.destroy());
    asked.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return server;
}
