/**
 * A bounded map that forgets what was not used for longest, in two generations: what is used is brought into the young
 * one, and when that is full the old one is forgotten. Unlike a list in the order of use, it moves nothing on most uses,
 * and holds between half of its size and all of it.
 */
export class GenerationalCache<Value> {
  private young = new Map<string, Value>();
  private old = new Map<string, Value>();
  private readonly half: number;

  /** @param size how many values are held at the most, 2 or more */
  constructor(size: number) {
    this.half = Math.max(1, Math.floor(size / 2));
  }

  /** The value, which is used by that. */
  get(key: string): Value | undefined {
    const value = this.young.get(key);
    if (value !== undefined) return value;
    const old = this.old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  /** The value, which is not used by that. */
  peek(key: string): Value | undefined {
    return this.young.get(key) ?? this.old.get(key);
  }

  set(key: string, value: Value): void {
    this.old.delete(key);
    if (this.young.size >= this.half && !this.young.has(key)) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(key, value);
  }

  delete(key: string): void {
    this.young.delete(key);
    this.old.delete(key);
  }
}
