import { DataSource } from 'typeorm';
import { Shutdown } from '../../../src/common/shutdown.js';
import { type Service, startService } from '../../support/service.js';
import { expectProblem } from './problem.js';

describe('GET /health', () => {
  let service: Service;

  beforeEach(async () => {
    service = await startService();
  });
  afterEach(() => service.close());

  it.each([
    ['/health/live', { status: 'ok', service: 'tokenwright' }],
    ['/health/ready', { status: 'ok' }],
  ])('200: %s, without a token', async (path, expected) => {
    const { status, body } = await service.ask(path);
    expect(body).toEqual(expected);
    expect(status).toBe(200);
  });

  it('503: /health/ready when the database does not answer, while /health/live stays 200', async () => {
    await service.get(DataSource).destroy();
    const path = '/health/ready';
    const reply = await service.ask(path);
    expectProblem(reply, path, {
      status: 503,
      code: 'unavailable',
      detail: 'The database does not answer',
      checks: { database: expect.any(String) },
    });
    expect(reply.headers.get('retry-after')).toBe('5');
    expect((await service.ask('/health/live')).status).toBe(200);
  });

  it('503: /health/ready once the service is told to stop', async () => {
    const path = '/health/ready';
    service.get(Shutdown).isUnderWay = true;
    expectProblem(await service.ask(path), path, {
      status: 503,
      code: 'unavailable',
      detail: 'The service is stopping',
    });
    expect((await service.ask('/health/live')).status).toBe(200);
  });

  it('404: for what is not a health check', async () => {
    const path = '/health/other';
    expectProblem(await service.ask(path), path, {
      status: 404,
      code: 'route-not-found',
      detail: 'There is no such route',
    });
  });

  it('405: for another method, naming those that are answered', async () => {
    const path = '/health/live';
    const reply = await service.ask(path, { method: 'POST' });
    expectProblem(reply, path, {
      status: 405,
      code: 'method-not-allowed',
      detail: 'This path does not support POST, but GET, HEAD',
    });
    expect(reply.headers.get('allow')).toBe('GET, HEAD');
  });
});
