import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Clock } from '../common/clock.js';
import { EcosystemsRepository } from './ecosystems.repository.js';
import { hostNameOf } from './host-name.js';

/** Cache time of a host name, in ms, found or not. */
const believedFor = 60_000;

/**
 * Resolves host names to ecosystems for each request. Caches in this process for a minute; changes in this
 * process take effect at once.
 */
@Injectable()
export class DomainResolver {
  /** A read that overlaps a change is not cached. */
  private changes = 0;
  private readonly known = new LRUCache<string, { id: string | null; at: number }>({ max: 10_000 });

  constructor(
    private readonly repository: EcosystemsRepository,
    private readonly clock: Clock,
  ) {}

  /** Id of the live ecosystem with this `domain`; null for none. */
  async idOf(host: string): Promise<string | null> {
    const now = this.clock.now();
    const known = this.known.get(host);
    if (known && now - known.at < believedFor) return known.id;
    const { changes } = this;
    const name = hostNameOf(host);
    const { found, isCommitted } = name
      ? await this.repository.findCommittedByDomain(name)
      : { found: null, isCommitted: true };
    const id = found?.id ?? null;
    if (isCommitted && changes === this.changes) this.known.set(host, { id, at: now });
    return id;
  }

  forget(): void {
    this.changes += 1;
    this.known.clear();
  }
}
