import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../access/access.decorators.js';
import { Shutdown } from '../../common/shutdown.js';
import { version } from '../../common/version.js';
import { StoreHealth } from '../../database/health/health.js';
import { registry } from '../../dialects/registry.js';
import { labelOf } from './reader.js';
import { escaped, page, pageHeaders, prefersPage } from '../../dialects/shared/page.js';

const links = {
  docs: '/docs',
  openapi: '/openapi/native.json',
  problems: '/problems',
  live: '/health/live',
  ready: '/health/ready',
};

/** The entry page, for people and for programs that look around. */
@Controller()
@Public()
export class HomeController {
  constructor(
    private readonly store: StoreHealth,
    private readonly shutdown: Shutdown,
  ) {}

  @Get()
  async readHome(
    @Req() { headers }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object | string> {
    void reply.header('vary', 'Accept');
    if (!prefersPage(headers.accept)) return { service: 'tokenwright', version, links };
    void reply.headers(pageHeaders);
    return homePage(await this.health());
  }

  private async health(): Promise<string> {
    if (this.shutdown.isUnderWay) return 'Stopping';
    const faults = Object.entries(await this.store.check());
    if (faults.length === 0) return 'Ready';
    return `Not ready: ${faults.map(([what, fault]) => `${what}: ${fault}`).join('; ')}`;
  }
}

/** @param health plain text */
function homePage(health: string): string {
  const readers = registry.map(
    ({ dialect }) =>
      `<li><a href="/docs/${dialect.name}">${labelOf(dialect)}</a>, as <a href="/openapi/${dialect.name}.json">OpenAPI</a></li>`,
  );
  return page(
    'Service',
    `<h1>Tokenwright</h1>
<p>Mints, verifies, lists and revokes user tokens.</p>
<p>Version ${escaped(version)} · <a href="${links.ready}">${escaped(health)}</a></p>
<h2>Documentation, to read and to try out</h2>
<ul>
${readers.join('\n')}
</ul>
<h2>Problems</h2>
<p>Each refusal of the native API has <a href="${links.problems}">a page</a> that says what to do.</p>`,
  );
}
