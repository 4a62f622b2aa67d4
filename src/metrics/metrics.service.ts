import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { expositionOf } from './exposition.js';
import type { Family } from './family.js';
import { askAllWorkers, answerAsWorker } from './worker-metrics.js';
import { ProcessMeasures } from './process-measures.js';
import { RequestMeasures } from './request-measures.js';
import { StoreMeasures } from './store-measures.js';
import { TokenMeasures } from './token-measures.js';

@Injectable()
export class MetricsService implements OnApplicationBootstrap {
  constructor(
    private readonly requests: RequestMeasures,
    private readonly tokens: TokenMeasures,
    private readonly stores: StoreMeasures,
    private readonly process: ProcessMeasures,
  ) {}

  onApplicationBootstrap(): void {
    answerAsWorker(() => this.families());
  }

  /** In the Prometheus text format: of this process, or of all `WORKERS`, each with the label `worker`. */
  async text(): Promise<string> {
    return (await askAllWorkers()) ?? expositionOf(await this.families());
  }

  private async families(): Promise<Family[]> {
    return [
      ...this.requests.families(),
      ...this.tokens.families(),
      ...(await this.stores.families()),
      ...(await this.process.families()),
    ];
  }
}
