import { setTimeout } from 'node:timers/promises';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { ImportsRepository } from '../import/imports.repository.js';
import { hashesOf, type ImportFormat } from './imported-secret.js';
import { hashOf, isWellFormed } from './secret.js';
import { TokensRepository } from '../tokens.repository.js';

/** How often a process looks whether another one took in tokens of a further format, in ms. */
const lookedAgainAfter = 1000;

/** So long after one process learned of a format every other one knows of it too, in ms: it looks twice in that time. */
const knownEverywhereAfter = 2 * lookedAgainAfter + 500;

/**
 * Knows under which hashes a presented text may be kept. Our own secrets carry a checksum, so that garbage is refused
 * with no I/O; those that others made carry none, and are looked up only where some of their kind were brought here.
 */
@Injectable()
export class SecretLookup implements OnApplicationShutdown {
  private readonly unchecked = new Set<string>();
  private formats: readonly ImportFormat[] = [];
  /** When this process learned of each format, by a clock that nobody sets. */
  private readonly learnedAt = new Map<ImportFormat, number>();
  private isLooking = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly tokens: TokensRepository,
    private readonly imports: ImportsRepository,
  ) {}

  /** Learns which secrets have no checksum of ours: the first boot may have been given one, and others were imported. */
  async learn(): Promise<void> {
    for (const hash of await this.tokens.findUncheckedHashes()) this.unchecked.add(hash);
    this.note(await this.imports.findFormats());
    if (!this.imports.isShared || this.timer) return;
    // A timer, and not the garbage itself, asks: whoever sends garbage causes no I/O.
    this.timer = setInterval(() => void this.look(), lookedAgainAfter).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** The hashes under which a token with this secret may be kept; none for garbage. */
  hashesOf(secret: string, hash = hashOf(secret)): readonly string[] {
    if (isWellFormed(secret) || this.unchecked.has(hash)) return [hash];
    return this.formats.length === 0 ? [] : hashesOf(secret, this.formats);
  }

  /** Returns when secrets of these formats, of which tokens were just imported, are looked up by every process. */
  async spread(formats: ImportFormat[]): Promise<void> {
    this.note(formats);
    if (!this.imports.isShared) return;
    const latest = Math.max(...formats.map((format) => this.learnedAt.get(format)!));
    const left = latest + knownEverywhereAfter - performance.now();
    if (left > 0) await setTimeout(left);
  }

  private note(formats: ImportFormat[]): void {
    for (const format of formats) {
      if (!this.learnedAt.has(format)) this.learnedAt.set(format, performance.now());
    }
    this.formats = [...this.learnedAt.keys()];
  }

  private async look(): Promise<void> {
    if (this.isLooking) return;
    this.isLooking = true;
    try {
      this.note(await this.imports.findFormats());
    } catch {
      // Without the database nothing can be imported either; the next look comes soon.
    } finally {
      this.isLooking = false;
    }
  }
}
