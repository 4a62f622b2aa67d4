/**
 * A bounded map that forgets what was not used for longest, in two generations: what is used is brought into the younger
 * one, and when that is full the older one is forgotten. Unlike a list in the order of use, it moves nothing on most uses,
 * and holds between half of its size and all of it.
 */
export class GenerationalCache<Value> {
  private younger = new Map<string, Value>();
  private older = new Map<string, Value>();
  private readonly half: number;

  /** @param size how many values are held at the most, 2 or more */
  constructor(size: number) {
    this.half = Math.max(1, Math.floor(size / 2));
  }

  /** The value, which is used by that. */
  get(key: string): Value | undefined {
    const value = this.younger.get(key);
    if (value !== undefined) return value;
    const old = this.older.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  /** The value, which is not used by that. */
  peek(key: string): Value | undefined {
    return this.younger.get(key) ?? this.older.get(key);
  }

  set(key: string, value: Value): void {
    this.older.delete(key);
    if (this.younger.size >= this.half && !this.younger.has(key)) {
      this.older = this.younger;
      this.younger = new Map();
    }
    this.younger.set(key, value);
  }

  delete(key: string): void {
    this.younger.delete(key);
    this.older.delete(key);
  }
}
