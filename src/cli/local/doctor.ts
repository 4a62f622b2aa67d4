import { Logger } from '@nestjs/common';
import { Tokenwright, TokenwrightError } from '../../../packages/client/src/index.js';
import { oldNodeFault } from '../../common/version.js';
import { type Config, ConfigFault } from '../../config/config.js';
import { examineCaches } from './cache-findings.js';
import { examinePostgres, examineSqlite } from './database-findings.js';
import { fault, type Finding, ok, warning } from './finding.js';
import { examineRedis } from './redis-findings.js';
import { loadConfig, unknownVariables } from '../../service-config.js';

/** Checks everything that the service needs. It changes nothing, and shows no value that may hold a secret. */
export async function* examine(env: NodeJS.ProcessEnv): AsyncGenerator<Finding> {
  // The findings replace the log of the parts that are used here.
  Logger.overrideLogger(false);
  yield nodeFinding(process.versions.node);
  let config: Config;
  try {
    config = loadConfig(env);
  } catch (error) {
    if (!(error instanceof ConfigFault)) throw error;
    for (const text of error.faults) yield fault('Configuration', text, 'Correct or unset this variable.');
    return;
  }
  yield ok('Configuration', 'valid');
  for (const text of unknownVariables(env)) yield warning('Configuration', text, 'Correct or unset it.');
  if (env.RATE_LIMITS === 'off') {
    yield warning(
      'Configuration',
      'RATE_LIMITS is off',
      'Attempts to guess tokens are not slowed: set it to on.',
    );
  }
  const port = await portFinding(config);
  yield port;
  const isRunning = port.says.startsWith('Tokenwright');
  if (config.databaseUrl.startsWith('sqlite:')) yield* examineSqlite(config, isRunning);
  else yield* examinePostgres(config);
  if (config.databaseUrl.startsWith('sqlite:')) return;
  let identity: string | undefined = 'none';
  if (config.redisUrl) identity = yield* examineRedis(config.redisUrl, config.redisPrefix);
  else yield ok('Redis', 'REDIS_URL is not set: each verification asks the database');
  if (identity) yield* examineCaches(config, identity);
}

function nodeFinding(version: string): Finding {
  const old = oldNodeFault(version);
  return old ? fault('Node', old, 'Then run npm ci again.') : ok('Node', version);
}

/** @param checks descriptions of the faults, by check; none while the service stops */
function notReadyFinding(checks: unknown): Finding {
  const reasons = Object.entries(checks ?? {}).map(([name, text]) => `${name}: ${text}`);
  const says = ['Tokenwright runs, but is not ready', ...reasons].join('; ');
  return fault('Port', says, 'See below, and the log of the service.');
}

/** Whether the port is free, or the service is there already. */
async function portFinding({ host, port }: Config): Promise<Finding> {
  if (port === 0) return ok('Port', 'any free one');
  const near = { '0.0.0.0': '127.0.0.1', '::': '[::1]' }[host] ?? (host.includes(':') ? `[${host}]` : host);
  try {
    const { health } = new Tokenwright({ baseUrl: `http://${near}:${port}`, timeout: 5000, retries: 0 });
    // Other services have such routes too.
    const { service } = await health.live();
    if (service === 'tokenwright') {
      await health.ready();
      return ok('Port', `Tokenwright answers on ${host}:${port}, and is ready`);
    }
  } catch (error) {
    if (!(error instanceof TokenwrightError)) throw error;
    if (error.code === 'unavailable') return notReadyFinding(error.problem?.checks);
    const { cause } = (error.cause ?? error) as Error & {
      cause?: NodeJS.ErrnoException & { errors?: NodeJS.ErrnoException[] };
    };
    const code = cause?.code ?? cause?.errors?.[0]?.code;
    if (code === 'ECONNREFUSED') return ok('Port', `${host}:${port} is free`);
    if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
      return fault('Port', `there is no host ${host}`, 'Set HOST to a name or an address of this machine.');
    }
  }
  const says = `${host}:${port} is not mine: something else than Tokenwright answers there`;
  return fault('Port', says, 'Set PORT to a free one, or stop the other program.');
}
