import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { demandDocumented, operationOf } from '../support/conformance.js';
import type { Operation } from '../support/documents.js';
import { introspect, type Service, startService } from '../support/service.js';
import { differences, type Message, messageOf, Names, type Step, stepsOf, valueOf } from './page.js';

/** The moment at which the answers of the pages were given. */
const moment = Date.UTC(2026, 10, 22, 12);

/** Does what a page of docs/dialects says: in bash, with curl, on a service of its own with the store in a file. */
export class PageReader {
  /** The operations that a pair has shown to succeed. */
  readonly shown = new Set<Operation>();
  readonly names: Names;
  private readonly folder = mkdtempSync(join(tmpdir(), 'dialect-page-'));
  /** What is to be set in the shell before the next commands. */
  private readonly toSet: string[] = [];
  private shell?: ChildProcessByStdio<Writable, Readable, null>;
  private service?: Service;
  private account = '';
  private sink?: Server;
  private readonly delivered: Message[] = [];

  /** @param shapes what the names of a page may stand for, by their ends */
  constructor(shapes: Record<string, RegExp>) {
    this.names = new Names(shapes);
    const answers = 'silent\nshow-error\ninclude\nwrite-out = "\\n%{method} %{url_effective}\\n"\n';
    for (const [mode, settings] of Object.entries({ pair: answers, paste: 'fail-with-body\n' })) {
      mkdirSync(join(this.folder, mode));
      writeFileSync(join(this.folder, mode, '.curlrc'), settings);
    }
  }

  /** @throws Error that names the line where the page is not true, or that it has no pair */
  async follow(page: string): Promise<void> {
    const steps = stepsOf(page);
    if (!steps.some(({ kind }) => kind === 'pair')) throw new Error('The page shows no request and answer');
    for (const step of steps) {
      try {
        await this.do(step);
      } catch (error) {
        throw new Error(`Line ${step.line}: ${(error as Error).message}`, { cause: error });
      }
    }
  }

  async close(): Promise<void> {
    this.shell?.stdin.end();
    await this.service?.close();
    this.sink?.close();
    this.sink?.closeAllConnections();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async do(step: Step): Promise<void> {
    if (step.kind === 'start') return this.start(step.environment);
    if (step.kind === 'paste') return void (await this.paste(step.commands, 'paste'));
    if (step.kind === 'pair') return this.check(step.commands, step.answer);
    const came = this.delivered.shift();
    if (!came) throw new Error('nothing was sent to the program');
    await this.compare(step.request, came);
  }

  /** Starts the service, or starts it again on the same store. */
  private async start(environment: Record<string, string>): Promise<void> {
    await this.service?.close();
    const entries = Object.entries(environment);
    const program = entries.some(([, value]) => value.includes('localhost:4000')) && (await this.listen());
    const given = entries.map(([name, value]) => [name, value.replace('localhost:4000', `${program}`)]);
    const service = await startService({
      DATABASE_URL: `sqlite:${join(this.folder, 'store.sqlite')}`,
      RATE_LIMITS: 'on',
      ...Object.fromEntries(given),
    });
    service.clock.advance(moment - service.clock.now());
    this.account ||= service.account;
    this.service = service;
  }

  /** Listens as the program that the reader has on port 4000. */
  private async listen(): Promise<string> {
    this.sink = createServer((request, response) => {
      let text = '';
      request.on('data', (some) => (text += some));
      request.on('end', () => {
        const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
        const first = `${request.method} ${request.url} HTTP/1.1`;
        this.delivered.push({ first, headers: headers as [string, string][], body: text });
        response.end();
      });
    });
    await new Promise<void>((resolve) => this.sink!.listen(0, '127.0.0.1', resolve));
    return `127.0.0.1:${(this.sink.address() as AddressInfo).port}`;
  }

  private async check(commands: string, answer: Message): Promise<void> {
    const printed = (await this.paste(commands, 'pair')).trimEnd();
    const answers = printed.match(/^HTTP\/1\.1 \d{3} /gm)?.length ?? 0;
    if (answers !== 1) throw new Error(`${answers} answers came where one is shown`);
    const end = printed.lastIndexOf('\n');
    const [method, url] = printed.slice(end + 1).split(' ') as [string, string];
    const came = messageOf(printed.slice(0, end));
    const path = url.replace(/^http:\/\/[^/]+/, '');
    const status = Number(came.first.split(' ')[1]);
    demandDocumented(method, path, { status, type: valueOf(came, 'content-type') ?? null, text: came.body });
    await this.compare(answer, came);
    const operation = operationOf(method, path);
    if (operation && status < 300) this.shown.add(operation);
  }

  private async compare(shown: Message, came: Message): Promise<void> {
    const before = this.names.taken.length;
    const found = differences(shown, came, this.names);
    if (found.length > 0) throw new Error(found.join('\n'));
    for (const name of this.names.taken.slice(before)) {
      const value = this.names.known.get(name)!;
      this.toSet.push(`${name}="${value}"`);
      if (!name.endsWith('_TOKEN')) continue;
      const verdict = await introspect({ ...this.service!, account: this.account }, value);
      if (verdict.active !== true) throw new Error(`$${name} is not a live token`);
    }
  }

  /** Pastes commands into the reader's bash, with these settings of curl; returns what they printed. */
  private async paste(commands: string, settings: 'pair' | 'paste'): Promise<string> {
    if (!this.service) throw new Error('nothing has started the service yet');
    this.shell ??= this.openShell();
    const { shell } = this;
    const here = commands
      .replaceAll('localhost:3000', this.service.base.replace('http://', ''))
      .replace(/^export TW=.*$/m, `export TW=${this.account}`);
    writeFileSync(join(this.folder, 'commands'), `${this.toSet.splice(0).join('\n')}\n${here}`);
    const isDone = new Promise<boolean>((resolve) => {
      const ended = () => resolve(false);
      shell.once('close', ended);
      shell.stdout.once('data', () => {
        shell.off('close', ended);
        resolve(true);
      });
    });
    const run = '. ./commands </dev/null >printed 2>complaints';
    shell.stdin.write(`export CURL_HOME=${settings}; ${run}; export -p >variables; echo done\n`);
    const read = (name: string) => readFileSync(join(this.folder, name), 'utf8');
    if (!(await isDone)) {
      this.shell = undefined;
      throw new Error(`this failed:\n${commands}${read('printed')}\n${read('complaints')}`);
    }
    const variables = read('variables').matchAll(/^declare -x ([A-Z][A-Z0-9_]*)="(.*)"$/gm);
    for (const [, name, value] of variables) this.names.known.set(name!, value!);
    return read('printed');
  }

  /** One bash for the whole page, in which variables stay; it ends at the first command that fails. */
  private openShell(): ChildProcessByStdio<Writable, Readable, null> {
    const shell = spawn('bash', ['-aeuo', 'pipefail'], {
      cwd: this.folder,
      env: { PATH: process.env.PATH, NO_PROXY: '*' },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    // The clock of the reader is that of the service.
    shell.stdin.write(`date() { [ "$*" = +%s ] && echo ${moment / 1000}; }\n`);
    for (const [name, value] of this.names.known) this.toSet.push(`${name}="${value}"`);
    return shell;
  }
}
