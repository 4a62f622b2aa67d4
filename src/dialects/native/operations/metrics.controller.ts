import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Holders, LimitedAs, RequirePermission } from '../../../access/access.decorators.js';
import { contentType } from '../../../metrics/exposition.js';
import { MetricsService } from '../../../metrics/metrics.service.js';
import { ApiProblems } from '../shared/native.wire.js';

const example =
  '# HELP tokenwright_verifications_total Verifications by verdict and tier\n' +
  '# TYPE tokenwright_verifications_total counter\n' +
  'tokenwright_verifications_total{tier="memory",verdict="live"} 4711\n';

@ApiTags('Health')
@Controller('metrics')
@LimitedAs('nothing')
export class MetricsController {
  constructor(private readonly metrics: MetricsService) {}

  /**
   * Read the metrics
   *
   * @remarks In the Prometheus text format, for all processes of this machine. They cover all tenants, so you
   * need an account token with `metrics:read`.
   */
  @Get()
  @RequirePermission('metrics:read')
  @Holders('account')
  @Header('content-type', contentType)
  @ApiOkResponse({
    description: 'The metrics',
    content: { 'text/plain': { schema: { type: 'string' }, example } },
  })
  @ApiProblems()
  async readMetrics(): Promise<string> {
    return this.metrics.text();
  }
}
