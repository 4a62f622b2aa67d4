import { Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { MetricsModule } from '../metrics/metrics.module.js';
import { LoadSheddingHook } from './load-shedding.hook.js';
import { AllowedMethods } from './allowed-methods.js';
import { BodyIntake } from './intake/body-intake.js';
import { FailureFilter } from './failure.filter.js';
import { HomeController } from './pages/home.controller.js';
import { registry } from '../dialects/registry.js';

/**
 * Serves all dialects. Owns Fastify's hooks, body parsing, the failure filter, the OpenAPI documents and their
 * reader.
 * Hands requests over to the dialects' controllers, and failures to the dialects' responses.
 */
@Module({
  imports: [MetricsModule, ...registry.map(({ module }) => module)],
  controllers: [HomeController],
  providers: [
    LoadSheddingHook,
    AllowedMethods,
    BodyIntake,
    FailureFilter,
    { provide: APP_FILTER, useExisting: FailureFilter },
  ],
})
export class HttpModule {}
