import { setTimeout } from 'node:timers/promises';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { ImportsRepository } from '../import/imports.repository.js';
import { candidateHashes, type ImportFormat } from './imported-secret.js';
import { hashOf, isWellFormed } from './secret.js';
import { TokensRepository } from '../tokens.repository.js';

/** Interval at which a process polls for formats that other processes have imported, in ms. */
const pollInterval = 1000;

/** After this time every process knows a new format, in ms: it polls twice in it. */
const propagationTime = 2 * pollInterval + 500;

/**
 * Computes candidate lookup hashes for a presented secret. Our own secrets have a checksum, so garbage is refused without I/O.
 * Secrets of other software have none; they are looked up only for formats that were imported.
 */
@Injectable()
export class SecretLookup implements OnApplicationShutdown {
  private readonly unchecked = new Set<string>();
  private formats: readonly ImportFormat[] = [];
  /** When this process loaded each format, on the monotonic clock. */
  private readonly loadedAt = new Map<ImportFormat, number>();
  private isPolling = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly tokens: TokensRepository,
    private readonly imports: ImportsRepository,
  ) {}

  /** Loads the secrets without our checksum: one that was chosen for the first boot, and imported formats. */
  async load(): Promise<void> {
    for (const hash of await this.tokens.findUncheckedHashes()) this.unchecked.add(hash);
    this.add(await this.imports.findFormats());
    if (!this.imports.isShared || this.timer) return;
    // Polls by a timer, so that garbage causes no I/O.
    this.timer = setInterval(() => void this.poll(), pollInterval).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Candidate hashes of a secret; none for garbage. */
  candidateHashes(secret: string, hash = hashOf(secret)): readonly string[] {
    if (isWellFormed(secret) || this.unchecked.has(hash)) return [hash];
    return this.formats.length === 0 ? [] : candidateHashes(secret, this.formats);
  }

  /** Resolves when every process looks up secrets of these newly imported formats. */
  async awaitPropagation(formats: ImportFormat[]): Promise<void> {
    this.add(formats);
    if (!this.imports.isShared) return;
    const latest = Math.max(...formats.map((format) => this.loadedAt.get(format)!));
    const left = latest + propagationTime - performance.now();
    if (left > 0) await setTimeout(left);
  }

  private add(formats: ImportFormat[]): void {
    for (const format of formats) {
      if (!this.loadedAt.has(format)) this.loadedAt.set(format, performance.now());
    }
    this.formats = [...this.loadedAt.keys()];
  }

  private async poll(): Promise<void> {
    if (this.isPolling) return;
    this.isPolling = true;
    try {
      this.add(await this.imports.findFormats());
    } catch {
      // Without the database nothing can be imported either; the next poll comes soon.
    } finally {
      this.isPolling = false;
    }
  }
}
