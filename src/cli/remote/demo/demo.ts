import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import { TokenwrightError } from '../../../../packages/client/src/index.js';
import { addExamples } from '../../examples.js';
import { exits, Stop } from '../../exit.js';
import type { Terminal } from '../../terminal.js';
import { clientOf } from '../client.js';
import { addConnectionOptions } from '../command.js';
import { type Connection, type ConnectionOptions, connectionOf, urlOf } from '../sign-in/connection.js';
import { demandTokenwright } from '../sign-in/who-answers.js';

/** Shell variables that replace the secrets in the output. */
type Variable = 'TW' | 'TOKEN';

/** A request as `curl` sends it. */
interface Request {
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  with: Variable;
  json?: object;
  form?: Record<string, Variable>;
}

interface Step<T> extends Request {
  says: string;
  /** The same request, by the client. */
  ask: () => Promise<T>;
  /** The expected status. */
  status: number;
}

/** What start-up prints is pasted as `export TW=…`. */
const pasted = /^tw_a_[A-Za-z0-9_-]{43}$/;

/** `tokenwright demo`: the life of a token, as requests that can be repeated by hand. */
export function addDemoCommand(program: Command, terminal: Terminal): void {
  const demo = program
    .command('demo')
    .description(
      'make an ecosystem, a user and a token, verify it, revoke it, see it refused: each request as curl',
    );
  addConnectionOptions(demo);
  addExamples(demo, ['tokenwright demo', 'tokenwright demo --profile acme']);
  demo.action(async () => {
    const { url, token } = await connection(terminal, demo.opts<ConnectionOptions>());
    await demandTokenwright(url).catch((error) => {
      throw error instanceof TokenwrightError ? unreachable(url) : error;
    });
    await new Demo(terminal, url, token).run();
  });
}

/** The configured token, else one from standard input. */
async function connection(
  terminal: Terminal,
  options: ConnectionOptions,
): Promise<Pick<Connection, 'url' | 'token'>> {
  try {
    return connectionOf(options, terminal.env);
  } catch (error) {
    if (!(error instanceof Stop) || error.exitCode !== exits.notSignedIn) throw error;
  }
  const { TW } = terminal.env;
  if (TW !== undefined && pasted.test(TW)) return { url: urlOf(options, terminal.env), token: TW };
  if (terminal.isInteractive) terminal.say('Paste the line "export TW=…" that the first start printed.');
  return { url: urlOf(options, terminal.env), token: await terminal.readSecret('The first account token') };
}

function unreachable(url: string): Stop {
  return new Stop(
    exits.unreachable,
    `${url} cannot be reached. Start the service in another terminal first, or name its address with --url.`,
  );
}

class Demo {
  private count = 0;

  constructor(
    private readonly terminal: Terminal,
    private readonly url: string,
    private readonly account: string,
  ) {}

  async run(): Promise<void> {
    const id = `demo-${randomBytes(3).toString('hex')}`;
    const path = `/v1/ecosystems/${id}`;
    const client = clientOf(this.url, this.account);
    await this.terminal.print(`TW stands for your account token.`);
    const ecosystem = { id, name: 'Demo' };
    await this.step({
      says: 'An ecosystem is a tenant: its users see nothing of other ecosystems.',
      method: 'POST',
      path: '/v1/ecosystems',
      with: 'TW',
      json: ecosystem,
      ask: () => client.ecosystems.create(ecosystem),
      status: 201,
    });
    const ada = { username: 'ada', externalId: 'customer-4711' };
    const user = await this.step({
      says: 'A user is a person in it, here with the id from your own system.',
      method: 'POST',
      path: `${path}/users`,
      with: 'TW',
      json: ada,
      ask: () => client.users.create(id, ada),
      status: 201,
    });
    const lifetime = { expiryType: 'SlidingTtl', ttl: 3600 } as const;
    const { secret } = await this.step({
      says: 'Mint a token for her: it lives for an hour after each use. The secret is shown this once.',
      method: 'POST',
      path: `${path}/users/${user.id}/tokens`,
      with: 'TW',
      json: lifetime,
      ask: () => client.tokens.mint(id, user.id, lifetime),
      status: 201,
    });
    await this.terminal.print(`\n  TOKEN=${secret}`);
    const verification = {
      ...this.aboutToken('/v1/tokens/introspect'),
      ask: () => client.tokens.introspect(secret),
      status: 200,
    };
    await this.step({ says: 'Verify it, as your API does with each request.', ...verification });
    await this.step({
      says: 'Revoke it. Once this request has answered, every process refuses the token.',
      ...this.aboutToken('/v1/tokens/revoke'),
      ask: () => client.tokens.revokeSecret(secret),
      status: 200,
    });
    const after = await this.step({ says: 'Verify it again: it is refused.', ...verification });
    if (after.active) throw new Stop(exits.failed, 'A revoked token was called active.');
    await this.step({
      says: 'A request that presents it is refused.',
      method: 'GET',
      path: '/v1/self',
      with: 'TOKEN',
      ask: () => refusalTo(clientOf(this.url, secret).self()),
      status: 401,
    });
    const removal = this.curl({ method: 'DELETE', path, with: 'TW' });
    await this.terminal.print(
      `\nThe demo is complete. The ecosystem ${id} still exists; delete it with\n\n  ${removal}\n\n` +
        `Every operation, to try out: ${this.url}/docs`,
    );
  }

  private aboutToken(path: string): Request {
    return { method: 'POST', path, with: 'TW', form: { token: 'TOKEN' } };
  }

  /** Shows the request, sends it, shows the answer. @throws Stop when the answer is not the expected one */
  private async step<T>(step: Step<T>): Promise<T> {
    this.count += 1;
    await this.terminal.print(
      `\n${this.terminal.paintResult('bold', `${this.count}. ${step.says}`)}\n\n  ${this.curl(step)}\n`,
    );
    try {
      const answer = await step.ask();
      await this.show(step.status, answer);
      return answer;
    } catch (error) {
      if (!(error instanceof TokenwrightError)) throw error;
      const { status, problem } = error;
      if (status === undefined) throw unreachable(this.url);
      await this.show(status, problem);
      const isAccounts =
        status === 403 ? ' The demo needs the token of an account that may do everything.' : '';
      const exitCode = status === 401 ? exits.notSignedIn : exits.refused;
      throw new Stop(exitCode, `That should have been ${step.status}.${isAccounts}`);
    }
  }

  private async show(status: number, json: unknown): Promise<void> {
    const text = json === undefined ? '' : JSON.stringify(json, null, 2).replaceAll('\n', '\n  ');
    await this.terminal.print(`  ${this.terminal.paintResult('dim', `HTTP ${status}`)} ${text}`.trimEnd());
  }

  /** The request as a command line for bash or zsh, with variables instead of secrets. */
  private curl({ method, path, with: variable, json, form }: Request): string {
    return [
      `curl -sS ${method === 'DELETE' ? '-X DELETE ' : ''}${this.url}${path} -H "Authorization: Bearer $${variable}"`,
      ...(json ? [`-H 'Content-Type: application/json' -d '${JSON.stringify(json)}'`] : []),
      ...Object.entries(form ?? {}).map(([name, secret]) => `-d "${name}=$${secret}"`),
    ].join(' ');
  }
}

/** The problem with which the service refuses a token. @throws Stop when it does not refuse it */
async function refusalTo(call: Promise<unknown>): Promise<unknown> {
  const error: unknown = await call.then(
    () => new Stop(exits.failed, 'A revoked token was accepted.'),
    (refused: unknown) => refused,
  );
  if (error instanceof TokenwrightError && error.status === 401) return error.problem;
  throw error;
}
