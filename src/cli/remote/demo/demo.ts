import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import { addExamples } from '../../examples.js';
import { exits, Stop } from '../../exit.js';
import type { View } from '../../tables.js';
import type { Terminal } from '../../terminal.js';
import { addConnectionOptions, segment } from '../command.js';
import { type Connection, type ConnectionOptions, connectionOf, urlOf } from '../sign-in/connection.js';
import { demandTokenwright } from '../sign-in/who-answers.js';

/** Variables that stand for the secrets in what is printed. */
type Variable = 'TW' | 'TOKEN';

interface Step {
  says: string;
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  with: Variable;
  json?: object;
  form?: Record<string, Variable>;
  /** The status that this step is to show. */
  status: number;
}

/** What start-up prints is pasted as `export TW=…`. */
const pasted = /^tw_a_[A-Za-z0-9_-]{43}$/;

/** `tokenwright demo`: what a token goes through, as requests that can be repeated by hand. */
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
      throw error instanceof Stop ? error : unreachable(url);
    });
    await new Demo(terminal, url, { TW: token }).run();
  });
}

/** The token that is at hand, else one that is typed or piped in. */
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
    private readonly secrets: { TW: string; TOKEN?: string },
  ) {}

  async run(): Promise<void> {
    const id = `demo-${randomBytes(3).toString('hex')}`;
    const ecosystem = `/v1/ecosystems/${id}`;
    await this.terminal.print(`TW stands for your account token.`);
    await this.step({
      says: 'An ecosystem is a tenant: nobody in it sees anything of another.',
      method: 'POST',
      path: '/v1/ecosystems',
      with: 'TW',
      json: { id, name: 'Demo' },
      status: 201,
    });
    const user = await this.step({
      says: 'A user is a person in it, here with the id that your own system has for them.',
      method: 'POST',
      path: `${ecosystem}/users`,
      with: 'TW',
      json: { username: 'ada', externalId: 'customer-4711' },
      status: 201,
    });
    const minted = await this.step({
      says: 'Mint a token for her: it lives for an hour after each use. The secret is shown this once.',
      method: 'POST',
      path: `${ecosystem}/users/${segment(String(user.id))}/tokens`,
      with: 'TW',
      json: { expiryType: 'SlidingTtl', ttl: 3600 },
      status: 201,
    });
    this.secrets.TOKEN = String(minted.secret);
    await this.terminal.print(`\n  TOKEN=${this.secrets.TOKEN}`);
    await this.step({ ...this.verification('Verify it, as your API does with each request.'), status: 200 });
    await this.step({
      says: 'Revoke it. When that has answered, it is dead in every process.',
      method: 'POST',
      path: '/v1/tokens/revoke',
      with: 'TW',
      form: { token: 'TOKEN' },
      status: 200,
    });
    const after = await this.step({ ...this.verification('Verify it again: it is refused.'), status: 200 });
    if (after.active !== false) throw new Stop(exits.failed, 'A revoked token was called active.');
    await this.step({
      says: 'And who presents it is turned away.',
      method: 'GET',
      path: '/v1/self',
      with: 'TOKEN',
      status: 401,
    });
    const removal = this.curl({ method: 'DELETE', path: ecosystem, with: 'TW' });
    await this.terminal.print(
      `\nThat was all of it. The ecosystem ${id} is still there; take it away with\n\n  ${removal}\n\n` +
        `Every operation, to try out: ${this.url}/docs`,
    );
  }

  private verification(says: string): Omit<Step, 'status'> {
    const form = { token: 'TOKEN' } as const;
    return { says, method: 'POST', path: '/v1/tokens/introspect', with: 'TW', form };
  }

  /** Shows the request, sends it, shows the answer. @throws Stop when the answer is not what is to be shown */
  private async step(step: Step): Promise<View> {
    this.count += 1;
    await this.terminal.print(
      `\n${this.terminal.paintResult('bold', `${this.count}. ${step.says}`)}\n\n  ${this.curl(step)}\n`,
    );
    const { status, text } = await this.send(step);
    const json = text === '' ? {} : (JSON.parse(text) as View);
    const shown = text === '' ? '' : JSON.stringify(json, null, 2).replaceAll('\n', '\n  ');
    await this.terminal.print(`  ${this.terminal.paintResult('dim', `HTTP ${status}`)} ${shown}`.trimEnd());
    if (status === step.status) return json;
    const isAccounts =
      status === 403 ? ' The demo needs the token of an account that may do everything.' : '';
    const exitCode = status === 401 ? exits.notSignedIn : exits.refused;
    throw new Stop(exitCode, `That should have been ${step.status}.${isAccounts}`);
  }

  private async send({ method, path, with: variable, json, form }: Step) {
    const fields = new URLSearchParams();
    for (const [name, secret] of Object.entries(form ?? {})) fields.set(name, this.secrets[secret]!);
    try {
      const response = await fetch(`${this.url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${this.secrets[variable]}`,
          ...(json && { 'content-type': 'application/json' }),
        },
        body: json ? JSON.stringify(json) : form ? fields : undefined,
        redirect: 'error',
      });
      return { status: response.status, text: await response.text() };
    } catch {
      throw unreachable(this.url);
    }
  }

  /** The request as a line for bash or zsh, with variables in the place of secrets. */
  private curl({ method, path, with: variable, json, form }: Omit<Step, 'says' | 'status'>): string {
    return [
      `curl -sS ${method === 'DELETE' ? '-X DELETE ' : ''}${this.url}${path} -H "Authorization: Bearer $${variable}"`,
      ...(json ? [`-H 'Content-Type: application/json' -d '${JSON.stringify(json)}'`] : []),
      ...Object.entries(form ?? {}).map(([name, secret]) => `-d "${name}=$${secret}"`),
    ].join(' ');
  }
}
