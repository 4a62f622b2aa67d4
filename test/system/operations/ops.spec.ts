import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { DataSource } from 'typeorm';
import { FailedLoginsService } from '../../../src/audit/failed-logins.service.js';
import { IdempotencyPruner } from '../../../src/idempotency/idempotency.pruner.js';
import { TokensPruner } from '../../../src/tokens/tokens.pruner.js';
import { LastUseWriter } from '../../../src/tokens/verify/last-use.writer.js';
import { SessionCache } from '../../../src/sessions/session-cache.js';
import { seriesOf, type Series } from '../../support/exposition.js';
import { newToken, newUser, type Service, startService } from '../../support/service.js';
import { newPostgresAndRedis, type Store } from '../../support/stores.js';
import { askedBy, unansweredBy } from './promql.js';

interface Panel {
  id: number;
  type: string;
  title: string;
  datasource?: { type: string; uid: string };
  targets?: { expr: string; datasource: { uid: string } }[];
  gridPos: { x: number; y: number; w: number; h: number };
}

const board = JSON.parse(readFileSync('ops/grafana/tokenwright.json', 'utf8')) as {
  uid: string;
  title: string;
  schemaVersion: number;
  templating: { list: { name: string; type: string; query: string | { query: string } }[] };
  panels: Panel[];
};
const alerts = load(readFileSync('ops/prometheus/alerts.yml', 'utf8')) as {
  groups: { name: string; rules: { alert: string; expr: string; labels: object; annotations: object }[] }[];
};
const rules = alerts.groups.flatMap((group) => group.rules);
const targets = board.panels.flatMap(({ title, targets = [] }) =>
  targets.map(({ expr }) => [title, expr] as [string, string]),
);
/** As Grafana fills in its variables. */
const filledIn = (expression: string) =>
  expression.replaceAll('$__rate_interval', '5m').replaceAll('$job', '.*').replaceAll('$instance', '.*');
const operations = readFileSync('docs/operations.md', 'utf8');

/** Has a request answered with 500, by a table that is not there for a moment. */
async function fail(service: Service): Promise<void> {
  const dataSource = service.get(DataSource);
  await dataSource.query('ALTER TABLE roles RENAME TO gone');
  await service.native('GET', '/v1/ecosystems/default/roles', service.account);
  await dataSource.query('ALTER TABLE gone RENAME TO roles');
}

/** Does a bit of everything that is counted. */
async function makeTraffic(service: Service): Promise<void> {
  const user = await newUser(service, 'default');
  const revoke = (token: string) => service.native('POST', '/v1/tokens/revoke', service.account, { token });
  const ask = (token: string) => service.native('POST', '/v1/tokens/introspect', service.account, { token });
  const live = await newToken(service, 'default', user.id, { expiryType: 'SlidingTtl', ttl: 3600 });
  const dead = await newToken(service, 'default', user.id);
  await revoke(dead.secret);
  for (const secret of [live.secret, live.secret, dead.secret, 'garbage']) await ask(secret);
  service.clock.advance(120_000);
  await ask(live.secret);
  await service.get(LastUseWriter).flush();
  await service.native('DELETE', `/v1/ecosystems/default/users/${user.id}/tokens`, service.account);
  await service.native('GET', '/v1/nothing', service.account);
  await fail(service);
  await service.get(TokensPruner).prune();
  await service.get(IdempotencyPruner).prune();
  await service.get(FailedLoginsService).prune();
}

describe('ops/ against a live scrape', () => {
  let store: Store;
  let service: Service;
  let series: Series[];

  beforeAll(async () => {
    store = await newPostgresAndRedis();
    service = await startService({ ...store.environment, RATE_LIMITS: 'on' });
    await makeTraffic(service);
    const { text } = await service.native('GET', '/metrics', service.account);
    // Prometheus adds these to each series.
    const target = { job: 'tokenwright', instance: 'localhost:3000' };
    series = seriesOf(text).map((one) => ({ ...one, labels: { ...one.labels, ...target } }));
  });
  afterAll(async () => {
    await service.close();
    await store.remove();
  });

  it('a name, a label, a value or a text that is wrong is found', () => {
    expect(unansweredBy(series, 'sum(rate(tokenwright_no_such_total[5m]))')).toEqual([
      'tokenwright_no_such_total',
    ]);
    expect(unansweredBy(series, 'tokenwright_verifications_total{colour="live"}')).toHaveLength(1);
    expect(unansweredBy(series, 'tokenwright_verifications_total{verdict="alive"}')).toHaveLength(1);
    expect(unansweredBy(series, 'sum by (colour) (tokenwright_verifications_total)')).toHaveLength(1);
    expect(() => askedBy('sum by (tier) (tokenwright_verifications_total{')).toThrow('No PromQL');
  });

  it.each(targets)('the panel "%s" asks only for what is there: %s', (_, expression) => {
    const filled = filledIn(expression);
    expect(askedBy(filled).selectors.length).toBeGreaterThan(0);
    expect(unansweredBy(series, filled)).toEqual([]);
  });

  it.each(rules.map(({ alert, expr }) => [alert, expr]))(
    'the alert %s asks only for what is there',
    (_, expr) => {
      expect(askedBy(expr).selectors.length).toBeGreaterThan(0);
      expect(unansweredBy(series, expr)).toEqual([]);
    },
  );

  it('every metric of ours is on the board or in a rule', () => {
    const expressions = [...targets.map(([, expr]) => filledIn(expr)), ...rules.map(({ expr }) => expr)];
    const used = new Set(expressions.flatMap((expr) => askedBy(expr).selectors.map(({ name }) => name)));
    const families = new Set(series.map(({ name }) => name.replace(/_(bucket|sum|count)$/, '')));
    const unused = [...families].filter(
      (family) => family.startsWith('tokenwright_') && ![...used].some((name) => name.startsWith(family)),
    );
    expect(unused).toEqual([]);
  });

  it('all that the issue of metrics names is measured', () => {
    const of = (name: string, label: string) => [
      ...new Set(series.filter((one) => one.name === name).flatMap(({ labels }) => labels[label] ?? [])),
    ];
    const verdicts = ['live', 'unknown', 'expired', 'revoked', 'disabled'];
    expect(of('tokenwright_verifications_total', 'verdict')).toEqual(verdicts);
    expect(of('tokenwright_verifications_total', 'tier')).toEqual(['memory', 'redis', 'database', 'none']);
    expect(of('tokenwright_redis_breaker_open', 'use')).toEqual(['sessions', 'rate-limits']);
    expect(of('tokenwright_pruner_last_sweep_timestamp_seconds', 'rows')).toEqual([
      'tokens',
      'answers',
      'logins',
    ]);
    const value = (name: string) => series.find((one) => one.name === name)?.value;
    expect(value('tokenwright_database_connections_max')).toBe(10);
    expect(value('tokenwright_database_wait_seconds_count')).toBeGreaterThan(10);
    expect(value('tokenwright_last_use_stored_total')).toBeGreaterThan(0);
    // The clock of the tests stands still: the database's is far from it.
    expect(Math.abs(value('tokenwright_clock_skew_seconds')!)).toBeGreaterThan(0);
    expect(value('process_resident_memory_bytes')).toBeGreaterThan(50e6);
  });

  it('the board can be loaded: an id of its own, a data source to choose, panels beside each other', () => {
    expect([board.uid, board.title]).toEqual(['tokenwright', 'Tokenwright']);
    expect(board.schemaVersion).toBeGreaterThanOrEqual(39);
    expect(board.templating.list.map(({ name, type }) => [name, type])).toEqual([
      ['datasource', 'datasource'],
      ['job', 'query'],
      ['instance', 'query'],
    ]);
    const ids = board.panels.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const taken = new Set<string>();
    for (const { title, type, datasource, targets = [], gridPos } of board.panels) {
      if (type !== 'row') {
        const sources = [datasource, ...targets.map((target) => target.datasource)].map(
          (source) => source?.uid,
        );
        expect({ title, sources: [...new Set(sources)] }).toEqual({ title, sources: ['${datasource}'] });
      }
      expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
          expect({ title, isFree: !taken.has(`${x} ${y}`) }).toEqual({ title, isFree: true });
          taken.add(`${x} ${y}`);
        }
      }
    }
  });

  it('every rule has a severity, words for people, and a chapter that says what to do', () => {
    for (const { alert, labels, annotations } of rules) {
      expect({ alert, labels }).toEqual({
        alert,
        labels: { severity: expect.stringMatching(/^(critical|warning)$/) },
      });
      const { runbook, ...words } = annotations as { runbook: string };
      expect(Object.keys(words)).toEqual(['summary', 'description']);
      expect({ alert, isThere: operations.includes(`# ${runbook}\n`) }).toEqual({ alert, isThere: true });
    }
  });

  it('the breaker is told, and so does /health/ready, which stays 200', async () => {
    service.clock.advance(Date.now() - service.clock.now());
    const breakers = async () => {
      const { text } = await service.native('GET', '/metrics', service.account);
      const told = seriesOf(text).filter(({ name }) => name === 'tokenwright_redis_breaker_open');
      return told.map(({ labels, value }) => [labels.use, value]);
    };
    const ready = async () => {
      const { status, body } = await service.ask('/health/ready');
      return [status, body];
    };
    expect(await ready()).toEqual([200, { status: 'ok', redis: 'ok' }]);
    expect(await breakers()).toEqual([
      ['sessions', 0],
      ['rate-limits', 0],
    ]);
    await service.get(SessionCache).link!.close();
    expect(await ready()).toEqual([200, { status: 'ok', redis: 'away' }]);
    expect(await breakers()).toEqual([
      ['sessions', 1],
      ['rate-limits', 0],
    ]);
  });
});
