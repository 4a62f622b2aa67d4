import { Controller, Get, type OnModuleDestroy } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { LimitedAs, Public } from '../../access/access.decorators.js';
import { Failure } from '../../common/failure.js';
import { StoreHealth } from '../../common/store-health.js';
import { SessionCache } from '../../tokens/session-cache.js';
import { Refuses } from '../answers.decorator.js';
import { nativeDialect } from './native.dialect.js';
import { HealthView, Problem, ReadinessView } from './native.wire.js';

@ApiTags('Health')
@Controller('health')
@Public()
@LimitedAs('nothing')
@Refuses(nativeDialect, Problem)
export class HealthController implements OnModuleDestroy {
  private isStopping = false;

  constructor(
    private readonly store: StoreHealth,
    private readonly cache: SessionCache,
  ) {}

  /** Called before the server takes no new connections: who asks on a kept one is sent away. */
  onModuleDestroy(): void {
    this.isStopping = true;
  }

  /**
   * Does the process live
   *
   * @remarks Asks nobody else.
   */
  @Get('live')
  readLive(): HealthView {
    return { status: 'ok' };
  }

  /**
   * Can the service answer
   *
   * @remarks Yes, when the database does and the service is not about to end. Redis may be away: it is a cache.
   */
  @Get('ready')
  async readReady(): Promise<ReadinessView> {
    if (this.isStopping) throw new Failure('unavailable', 'The service is stopping');
    try {
      await this.store.ping();
    } catch {
      throw new Failure('unavailable', 'The database does not answer');
    }
    const { link } = this.cache;
    return { status: 'ok', ...(link && { redis: link.isAway ? 'away' : 'ok' }) };
  }
}
