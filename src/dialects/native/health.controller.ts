import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { LimitedAs, Public } from '../../access/access.decorators.js';
import { Failure } from '../../common/failure.js';
import { StoreHealth } from '../../common/store-health.js';
import { Refuses } from '../answers.decorator.js';
import { nativeDialect } from './native.dialect.js';
import { HealthView, Problem } from './native.wire.js';

@ApiTags('Health')
@Controller('health')
@Public()
@LimitedAs('nothing')
@Refuses(nativeDialect, Problem)
export class HealthController {
  constructor(private readonly store: StoreHealth) {}

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
   * @remarks Yes, when the database does.
   */
  @Get('ready')
  async readReady(): Promise<HealthView> {
    try {
      await this.store.ping();
    } catch {
      throw new Failure('unavailable', 'The database does not answer');
    }
    return { status: 'ok' };
  }
}
