import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Clock } from '../common/clock.js';
import { EcosystemsRepository } from './ecosystems.repository.js';
import { hostNameOf } from './host-name.js';

/** How long it is believed that a host names an ecosystem, or none, in ms. */
const believedFor = 60_000;

/**
 * Which ecosystem a host name leads to, for a check on every request: it asks the database once a minute for each host,
 * and at once after a change in this process.
 */
@Injectable()
export class DomainResolver {
  /** What is read while there is one is not remembered. */
  private changes = 0;
  private readonly known = new LRUCache<string, { id: string | null; at: number }>({ max: 10_000 });

  constructor(
    private readonly repository: EcosystemsRepository,
    private readonly clock: Clock,
  ) {}

  /** Id of the live ecosystem whose `domain` is this host; null when none claims it. */
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

  /** Forgets everything: an ecosystem was made, changed or deleted. */
  forget(): void {
    this.changes += 1;
    this.known.clear();
  }
}
