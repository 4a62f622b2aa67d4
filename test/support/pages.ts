import type { Reply, Service } from './service.js';

/** The address in the header `Link` (RFC 8288) with `rel="next"`; undefined without one. */
export function nextOf({ headers }: Pick<Reply, 'headers'>): string | undefined {
  return /^<([^<>\s]+)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1];
}

/**
 * All items of a list, page by page along the header `Link`, which must lead where the body's cursor does. `between` is
 * done before each further page.
 */
export async function walkPages(
  service: Service,
  path: string,
  secret = service.account,
  between: () => Promise<unknown> = async () => undefined,
): Promise<{ items: Reply['body'][]; sizes: number[] }> {
  const items: Reply['body'][] = [];
  const sizes: number[] = [];
  for (let next: string | undefined = path; next !== undefined;) {
    if (sizes.length > 0) await between();
    const reply = await service.native('GET', next, secret);
    if (reply.status !== 200) throw new Error(`No page: ${reply.text}`);
    next = nextOf(reply);
    const cursor = next === undefined ? null : new URL(next, service.base).searchParams.get('cursor');
    expect(reply.body).toEqual({ data: expect.any(Array), page: { nextCursor: cursor } });
    items.push(...reply.body.data);
    sizes.push(reply.body.data.length);
  }
  return { items, sizes };
}

/** The ids of all items of a list. */
export async function idsOf(service: Service, path: string, secret = service.account): Promise<string[]> {
  return (await walkPages(service, path, secret)).items.map(({ id }) => id);
}
