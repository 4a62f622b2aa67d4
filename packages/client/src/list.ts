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

  /** All pages, one after the other: from the first, or from where the `nextCursor` of another leads. */
  async *pages(cursor?: string): AsyncGenerator<Page<T>, void, undefined> {
    let next = cursor;
    do {
      const page = await this.ask(next);
      yield page;
      next = page.page.nextCursor ?? undefined;
    } while (next !== undefined);
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
