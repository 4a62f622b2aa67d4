/**
 * A bounded cache, 1.7 times as fast as an LRU list (`bench/shortcuts.mjs`). A used value moves to the young generation; when that
 * is full, the old generation is dropped. It holds between half of its size and all of it.
 */
export class GenerationalCache<Value> {
  private young = new Map<string, Value>();
  private old = new Map<string, Value>();
  private readonly half: number;

  /** @param size maximum number of values, at least 2 */
  constructor(size: number) {
    this.half = Math.max(1, Math.floor(size / 2));
  }

  /** Returns the value and marks it as used. */
  get(key: string): Value | undefined {
    const value = this.young.get(key);
    if (value !== undefined) return value;
    const old = this.old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  /** Returns the value without marking it as used. */
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
