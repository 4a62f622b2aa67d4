/** Gathers what is handed in and stores it together: never more than so many batches under way. */
import { setImmediate } from 'node:timers';

export class Batch {
  #waiting = [];
  #underWay = 0;

  /** @param store stores a list of items; fulfilled when they are on the disk */
  constructor(store, { most = 2, rows = 1000 } = {}) {
    this.store = store;
    this.most = most;
    this.rows = rows;
  }

  /** Fulfilled when the item is stored. */
  add(item) {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      if (this.#waiting.length === 1) setImmediate(() => this.#next());
    });
  }

  async #next() {
    if (this.#underWay === this.most || this.#waiting.length === 0) return;
    this.#underWay += 1;
    const taken = this.#waiting.splice(0, this.rows);
    try {
      await this.store(taken.map(({ item }) => item));
      for (const { resolve } of taken) resolve();
    } catch (error) {
      for (const { reject } of taken) reject(error);
    }
    this.#underWay -= 1;
    await this.#next();
  }
}
