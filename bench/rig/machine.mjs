/** On what, and with what, it was measured; nothing that names the machine. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import os from 'node:os';
import process from 'node:process';

const peers = [
  'oidc-provider',
  'better-auth',
  '@better-auth/api-key',
  '@node-oauth/oauth2-server',
  'express',
  'express-session',
  'connect-redis',
  'redis',
];
const shared = ['fastify', '@nestjs/core', 'ioredis', 'pg', 'better-sqlite3'];

export function machine() {
  const cpus = os.cpus();
  return {
    cpu: cpus[0].model.trim(),
    cores: cpus.length,
    memory: `${Math.round(os.totalmem() / 2 ** 30)} GB`,
  };
}

/** Versions of Node, of the servers, of what ours and the floors stand on, and of the peers. */
export function versions(servers) {
  const versionOf = (folder, name) =>
    JSON.parse(
      readFileSync(new globalThis.URL(`${folder}node_modules/${name}/package.json`, import.meta.url)),
    ).version;
  return {
    Node: process.versions.node,
    ...servers,
    ...Object.fromEntries(shared.map((name) => [name, versionOf('../../', name)])),
    ...Object.fromEntries(peers.map((name) => [name, versionOf('../', name)])),
  };
}

/** Results by the names of their scenarios, as they lie in a folder. */
export function readResults(folder) {
  if (!existsSync(folder)) return {};
  return Object.fromEntries(
    readdirSync(folder)
      .filter((file) => file.endsWith('.json'))
      .map((file) => [
        file.slice(0, -'.json'.length),
        JSON.parse(readFileSync(new globalThis.URL(file, folder))),
      ]),
  );
}
