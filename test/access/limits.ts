import { expectProblem } from '../dialects/native/problem.js';
import { type Reply, type Service, startService } from '../support/service.js';

/** The tests say in `X-Forwarded-For` where they come from. */
export const proxied = { TRUST_PROXY: 'loopback' };

/** A service with these limits; every other one is off unless it is given. */
export function limited(environment: Record<string, string>): Promise<Service> {
  return startService({
    ...{ RATE_LIMITS: 'on', RATE_LIMIT_PER_KEY: '0', RATE_LIMIT_FAILED_AUTH: '0' },
    ...environment,
  });
}

/** Asks what every account token may read. */
export const read = (service: Service, secret: string, from?: string): Promise<Reply> =>
  service.ask('/v1/ecosystems/default', {
    headers: { authorization: `Bearer ${secret}`, ...(from && { 'x-forwarded-for': from }) },
  });

/** The statuses of so many requests, one after the other. */
export const statuses = async (count: number, ask: () => Promise<Reply>): Promise<number[]> => {
  const found: number[] = [];
  for (let asked = 0; asked < count; asked += 1) found.push((await ask()).status);
  return found;
};

/** Expects the problem, and that its wait is the one in `RateLimit`, of a minute at the most. */
export function expectTooMany(reply: Reply, path: string, detail = 'Too many requests'): number {
  expectProblem(reply, path, { status: 429, code: 'rate-limited', detail });
  const wait = Number(reply.headers.get('retry-after'));
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(60);
  return wait;
}
