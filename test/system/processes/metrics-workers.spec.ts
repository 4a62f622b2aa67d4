import { seriesOf, type Series } from '../../support/exposition.js';
import { eventually, freePort } from '../../support/servers.js';
import { ServiceProcess } from '../../support/service-process.js';
import { newPostgres, newPostgresAndRedis, type Store } from '../../support/stores.js';

const account = 'the-account-token-of-the-metrics-of-many';
const requests = 60;

describe('the metrics of several processes on one port', () => {
  let store: Store;
  let service: ServiceProcess;
  let port: number;

  beforeAll(async () => {
    store = await newPostgresAndRedis();
    port = await freePort();
    service = await ServiceProcess.start({
      ...store.environment,
      ...{
        TOKENWRIGHT_BOOTSTRAP_TOKEN: account,
        WORKERS: '2',
        METRICS_PORT: String(port),
        METRICS_HOST: '127.0.0.1',
      },
    });
  });
  afterAll(async () => {
    await service.kill('SIGTERM');
    await store.remove();
  });

  const onItsOwnPort = async () => seriesOf(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text());
  const asked = (series: Series[]) =>
    series.filter(
      ({ name, labels }) => name === 'tokenwright_http_requests_total' && labels.route === '/health/live',
    );

  it('are told of all of them at once, whichever is asked, and on a port of their own', async () => {
    await eventually(async () => {
      // Each on a connection of its own, so that both processes get some.
      const headers = { connection: 'close' };
      await Promise.all(Array.from({ length: requests }, () => service.ask('/health/live', { headers })));
      expect(
        asked(await onItsOwnPort())
          .map(({ labels }) => labels.worker)
          .sort(),
      ).toEqual(['1', '2']);
    });
    const before = asked(await onItsOwnPort()).reduce((sum, { value }) => sum + value, 0);
    await Promise.all(Array.from({ length: requests }, () => service.ask('/health/live')));
    const scrapes = [await onItsOwnPort()];
    for (let count = 0; count < 6; count += 1) {
      scrapes.push(seriesOf((await service.native('GET', '/metrics', account)).text));
    }
    for (const series of scrapes) {
      expect(asked(series).reduce((sum, { value }) => sum + value, 0)).toBe(before + requests);
      expect(series.every(({ labels }) => /^[12]$/.test(labels.worker ?? ''))).toBe(true);
    }
  });

  it('the port of their own answers nothing else', async () => {
    for (const path of ['/', '/v1/self', '/metrics/x', '/health/live']) {
      expect((await fetch(`http://127.0.0.1:${port}${path}`)).status).toBe(404);
    }
    const posted = await fetch(`http://127.0.0.1:${port}/metrics`, { method: 'POST', body: 'x' });
    expect(posted.status).toBe(404);
  });
});

describe('the metrics while the database is away', () => {
  it('are still told on the port of their own, and a service that ends does not wait for who reads them', async () => {
    const store = await newPostgres();
    const port = await freePort();
    const service = await ServiceProcess.start({
      ...store.environment,
      ...{ TOKENWRIGHT_BOOTSTRAP_TOKEN: account, METRICS_PORT: String(port), METRICS_HOST: '127.0.0.1' },
    });
    await store.remove();
    expect((await service.native('GET', '/metrics', account)).status).toBeGreaterThanOrEqual(500);
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      'text/plain; version=0.0.4; charset=utf-8',
    ]);
    const series = seriesOf(await answer.text());
    const failed = series.filter(({ labels }) => labels.route === '/metrics' && labels.status === '5xx');
    expect(failed.map(({ value }) => value)).toEqual([1]);
    const begun = Date.now();
    await service.kill('SIGTERM');
    expect(Date.now() - begun).toBeLessThan(5000);
  });
});
