import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { LimitedAs, Public } from '../../../access/access.decorators.js';
import { Failure } from '../../../common/failure.js';
import { Shutdown } from '../../../common/shutdown.js';
import { StoreHealth } from '../../../database/health/health.js';
import { SessionCache } from '../../../sessions/session-cache.js';
import { ApiFailures } from '../../shared/failure-responses.decorator.js';
import { nativeDialect } from '../native.dialect.js';
import { LivenessView, Problem, ReadinessView } from '../shared/native.wire.js';

@ApiTags('Health')
@Controller('health')
@Public()
@LimitedAs('nothing')
@ApiFailures(nativeDialect, Problem)
export class HealthController {
  constructor(
    private readonly store: StoreHealth,
    private readonly cache: SessionCache,
    private readonly shutdown: Shutdown,
  ) {}

  /**
   * Check that the process is alive
   *
   * @remarks Checks no dependency. `service` lets a client verify that it has reached Tokenwright before it
   * sends a secret.
   */
  @Get('live')
  readLive(): LivenessView {
    return { status: 'ok', service: 'tokenwright' };
  }

  /**
   * Check that the service is ready
   *
   * @remarks Ready means: the database answers, has the required schema and grants, accepts writes and agrees
   * on the time, and the service is not stopping. Otherwise `checks` names what fails. Redis may be
   * unavailable: it is only a cache.
   */
  @Get('ready')
  async readReady(): Promise<ReadinessView> {
    if (this.shutdown.isUnderWay) throw new Failure('unavailable', 'The service is stopping');
    const checks = await this.store.check();
    if (checks.database) throw new Failure('unavailable', 'The database does not answer', { checks });
    if (Object.keys(checks).length > 0) {
      throw new Failure('unavailable', 'The database cannot be used as it is', { checks });
    }
    const { link } = this.cache;
    return { status: 'ok', ...(link && { redis: link.isAway ? 'away' : 'ok' }) };
  }
}
