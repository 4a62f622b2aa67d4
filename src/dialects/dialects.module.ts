import { Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { MetricsModule } from '../metrics/metrics.module.js';
import { Admission } from './admission.js';
import { AnsweredMethods } from './answered-methods.js';
import { BodyIntake } from './body-intake.js';
import { DialectFilter } from './dialect.filter.js';
import { faces } from './dialects.js';

/** All faces, and what they share: one filter through which they refuse. */
@Module({
  imports: [MetricsModule, ...faces.map(({ module }) => module)],
  providers: [
    Admission,
    AnsweredMethods,
    BodyIntake,
    DialectFilter,
    { provide: APP_FILTER, useExisting: DialectFilter },
  ],
})
export class DialectsModule {}
