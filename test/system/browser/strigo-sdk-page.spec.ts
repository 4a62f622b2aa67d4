import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { configPath, eventPath, newOrganisation, newSdkToken } from '../../dialects/strigo/sdk.js';
import { startService, type Service } from '../../support/service.js';
import type { Customer } from '../../support/vendors.js';

/** Needs Chromium: what a browser lets a page do no other client can show. */
describe('strigo: a page with the SDK in a real browser', () => {
  let service: Service;
  let pages: Server;
  let port: number;
  let organisation: Customer;
  const allowed = () => `http://app.acme.localhost:${port}`;

  beforeAll(async () => {
    service = await startService();
    pages = createServer((_, response) => {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(`<!doctype html><script type="module">(${sdk.toString()})()</script>`);
    });
    await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve));
    ({ port } = pages.address() as { port: number });
    organisation = await newOrganisation(service, [allowed(), `http://www.other.localhost:${port}`]);
  });
  afterAll(async () => {
    await service.close();
    await new Promise((resolve) => pages.close(resolve));
  });

  /** What becomes of the SDK on a page of this origin with this token. */
  const outcomeOf = async (origin: string, token: string): Promise<Outcome> => {
    const query = new URLSearchParams({ base: service.base, token, configPath, eventPath });
    const script = join(__dirname, '../clients/in-chromium.mjs');
    const { stdout } = await promisify(execFile)(process.execPath, [
      script,
      `${origin}/?${query.toString()}`,
    ]);
    return JSON.parse(stdout) as Outcome;
  };

  it('is configured, and sends its event, on a page that the organisation allows', async () => {
    const token = await newSdkToken(service, organisation);
    expect(await outcomeOf(allowed(), token)).toEqual({ configured: true, statuses: [200, 201] });
  });

  it('is configured on a page whose host begins with www.', async () => {
    const token = await newSdkToken(service, organisation);
    const outcome = await outcomeOf(`http://www.other.localhost:${port}`, token);
    expect(outcome).toEqual({ configured: true, statuses: [200, 201] });
  });

  it('gives up on a page of any other origin: the browser does not let it read', async () => {
    const token = await newSdkToken(service, organisation);
    const gaveUp = { configured: false, statuses: [] };
    expect(await outcomeOf(`http://foreign.localhost:${port}`, token)).toEqual(gaveUp);
    // One that another organisation allows: its preflight is answered, the request itself is refused.
    const other = await newOrganisation(service, [`http://theirs.localhost:${port}`]);
    expect(await outcomeOf(`http://theirs.localhost:${port}`, token)).toEqual(gaveUp);
    const theirs = await newSdkToken(service, other);
    expect((await outcomeOf(`http://theirs.localhost:${port}`, theirs)).configured).toBe(true);
  });

  it('gives up when the token is revoked', async () => {
    const token = await newSdkToken(service, organisation);
    await service.native('POST', '/v1/tokens/revoke', service.account, { token });
    expect(await outcomeOf(allowed(), token)).toEqual({ configured: false, statuses: [] });
  });
});

interface Outcome {
  /** Whether the SDK would have shown itself. */
  configured: boolean;
  /** Of the answers that the page could read. */
  statuses: number[];
}

/** Runs in the page, and asks exactly what Strigo's SDK asks, with its headers and its conditions (docs/wire.md#the-browser-sdk). */
async function sdk(): Promise<void> {
  const page = globalThis as unknown as { location: URL; outcome?: Outcome };
  const { searchParams } = new URL(page.location.href);
  const [base, token, configPath, eventPath] = ['base', 'token', 'configPath', 'eventPath'].map((name) =>
    searchParams.get(name)!,
  );
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` };
  const host = page.location.host.replace(/^www\./i, '');
  const outcome: Outcome = { configured: false, statuses: [] };
  try {
    const response = await fetch(`${base}${configPath}?domain=${encodeURIComponent(host)}`, { headers });
    outcome.statuses.push(response.status);
    const { data } = (await response.json()) as { data: { allowedAcademyDomains: string[] } };
    outcome.configured = response.ok && data.allowedAcademyDomains.includes(host);
    if (outcome.configured) {
      const body = JSON.stringify({ eventName: 'created-project' });
      const sent = await fetch(`${base}${eventPath}`, { method: 'POST', headers, body });
      outcome.statuses.push(sent.status);
    }
  } catch {
    // As the SDK, which gives up in silence.
  }
  page.outcome = outcome;
}
