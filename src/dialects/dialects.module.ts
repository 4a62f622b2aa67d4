import { Module } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { InputPipe } from '../common/input.pipe.js';
import { MetricsModule } from '../metrics/metrics.module.js';
import { AnsweredMethods } from './answered-methods.js';
import { DialectFilter } from './dialect.filter.js';
import { faces } from './dialects.js';

/** All faces, and what they share: one filter through which they refuse, one pipe that checks their input. */
@Module({
  imports: [MetricsModule, ...faces.map(({ module }) => module)],
  providers: [
    AnsweredMethods,
    DialectFilter,
    { provide: APP_FILTER, useExisting: DialectFilter },
    { provide: APP_PIPE, useClass: InputPipe },
  ],
})
export class DialectsModule {}
