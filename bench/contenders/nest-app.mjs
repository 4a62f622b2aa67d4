/** Nest on Fastify with one ordinary route, without guard and validation; decorators are applied by hand. */
import 'reflect-metadata';
import { Body, Controller, HttpCode, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';

/** Starts it; `answer` is handed the body. Returns the HTTP server. */
export async function startNest(answer) {
  class Verification {
    introspect(body) {
      return answer(body);
    }
  }
  const method = Object.getOwnPropertyDescriptor(Verification.prototype, 'introspect');
  Post('tokens/introspect')(Verification.prototype, 'introspect', method);
  HttpCode(200)(Verification.prototype, 'introspect', method);
  Body()(Verification.prototype, 'introspect', 0);
  Controller('v1')(Verification);
  class Everything {}
  Module({ controllers: [Verification] })(Everything);
  const app = await NestFactory.create(Everything, new FastifyAdapter(), { logger: false });
  await app.listen(0, '127.0.0.1');
  return app.getHttpServer();
}
