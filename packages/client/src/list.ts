/** One page of a list. */
export interface Page<T> {
  data: T[];
  page: { nextCursor: string | null };
}

/**
 * A list that is read page by page as it is wanted: `for await (const user of client.users.list('default'))`.
 * Nothing is asked before that, and everything anew each time.
 */
export class List<T> implements AsyncIterable<T> {
  /** @param ask fetches the page that a cursor names; without one, the first */
  constructor(private readonly ask: (cursor?: string) => Promise<Page<T>>) {}

  /** One page: the first, or where the `nextCursor` of another leads. */
  page(cursor?: string): Promise<Page<T>> {
    return this.ask(cursor);
  }

  /** All pages, one after the other. */
  async *pages(): AsyncGenerator<Page<T>, void, undefined> {
    let cursor: string | undefined;
    do {
      const page = await this.ask(cursor);
      yield page;
      cursor = page.page.nextCursor ?? undefined;
    } while (cursor !== undefined);
  }

  /** All items. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for await (const { data } of this.pages()) yield* data;
  }

  /** All items at once. */
  async toArray(): Promise<T[]> {
    const items: T[] = [];
    for await (const item of this) items.push(item);
    return items;
  }
}
