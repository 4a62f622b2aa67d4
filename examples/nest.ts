// examples/nest.ts
import 'reflect-metadata';
import { Controller, Get, HttpException, Module, Req, UseGuards } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Tokenwright, type VerifiedToken } from '@tokenwright/client';
import { verify } from '@tokenwright/client/nest';

const client = new Tokenwright({ baseUrl: 'http://localhost:3000', secret: process.env.KEY! });

@Controller('me')
@UseGuards(verify(client, { HttpException, ecosystemId: 'default', holders: ['user'] }))
class MeController {
  @Get()
  me(@Req() { token }: { token: VerifiedToken }) {
    return { user: token.sub };
  }
}

@Module({ controllers: [MeController] })
class AppModule {}

const app = await NestFactory.create(AppModule, new FastifyAdapter(), { logger: ['error'] });
await app.listen(8083, 'localhost');
