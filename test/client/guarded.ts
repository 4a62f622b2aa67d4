import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Controller, Get, HttpException, Module, Req, UseGuards } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import express from 'express';
import fastify, { type FastifyRequest } from 'fastify';
import type { Tokenwright, VerifiedToken, Verifier } from '../../packages/client/src/index.js';
import { verify as verifyExpress } from '../../packages/client/src/express.js';
import { verify as verifyFastify } from '../../packages/client/src/fastify.js';
import { verify as verifyNest } from '../../packages/client/src/nest.js';
import { responseOf, verify as verifyWeb } from '../../packages/client/src/web.js';

/**
 * A resource server of somebody's: `/me` for everybody, `/users/:tenant` for users of it, `/mint` for minters, `/cookie`
 * and `/query` for those whose secret is in the cookie `session` or in the query.
 */
export interface Guarded {
  base: string;
  close(): Promise<void>;
}

export type Start = (asked: Tokenwright | Verifier) => Promise<Guarded>;

const minters = { permissions: ['tokens:mint'] } as const;
const users = { holders: ['user'] } as const;
const byCookie = { secretFrom: { cookie: 'session' } };
const secretIn = (url: string) => new URL(url, 'http://localhost').searchParams.get('secret');
const byQuery = { secretFrom: async ({ url }: { url?: string }) => secretIn(url!) };

const byExpress: Start = async (asked) => {
  const app = express();
  app.get('/me', verifyExpress(asked), ({ token }, response) => void response.json(token));
  app.get('/mint', verifyExpress(asked, minters), ({ token }, response) => void response.json(token));
  const ofTenant = verifyExpress<express.Request<{ tenant: string }>>(asked, {
    ...users,
    ecosystemId: ({ params }) => params.tenant,
  });
  app.get('/users/:tenant', ofTenant, ({ token }, response) => void response.json(token));
  app.get('/cookie', verifyExpress(asked, byCookie), ({ token }, response) => void response.json(token));
  const ofQuery = verifyExpress<express.Request>(asked, byQuery);
  app.get('/query', ofQuery, ({ token }, response) => void response.json(token));
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
};

const byFastify: Start = async (asked) => {
  const app = fastify();
  app.get('/me', { onRequest: verifyFastify(asked) }, async ({ token }) => token);
  app.get('/mint', { onRequest: verifyFastify(asked, minters) }, async ({ token }) => token);
  const ofTenant = verifyFastify<FastifyRequest>(asked, {
    ...users,
    ecosystemId: ({ params }) => (params as { tenant: string }).tenant,
  });
  app.get('/users/:tenant', { onRequest: ofTenant }, async ({ token }) => token);
  app.get('/cookie', { onRequest: verifyFastify(asked, byCookie) }, async ({ token }) => token);
  const ofQuery = verifyFastify<FastifyRequest>(asked, byQuery);
  app.get('/query', { onRequest: ofQuery }, async ({ token }) => token);
  const base = await app.listen({ port: 0, host: '127.0.0.1' });
  return { base, close: () => app.close() };
};

const byNest: Start = async (asked) => {
  const ofPath = ({ params }: Request) => params.tenant;
  type Request = {
    url?: string;
    headers: { authorization?: string };
    params: { tenant: string };
    token?: VerifiedToken;
  };

  @Controller()
  class Resources {
    @Get('me')
    @UseGuards(verifyNest(asked, { HttpException }))
    me(@Req() { token }: { token: VerifiedToken }) {
      return token;
    }

    @Get('mint')
    @UseGuards(verifyNest(asked, { HttpException, ...minters }))
    mint(@Req() { token }: { token: VerifiedToken }) {
      return token;
    }

    @Get('users/:tenant')
    @UseGuards(verifyNest<Request>(asked, { HttpException, ...users, ecosystemId: ofPath }))
    users(@Req() { token }: { token: VerifiedToken }) {
      return token;
    }

    @Get('cookie')
    @UseGuards(verifyNest(asked, { HttpException, ...byCookie }))
    cookie(@Req() { token }: { token: VerifiedToken }) {
      return token;
    }

    @Get('query')
    @UseGuards(verifyNest<Request>(asked, { HttpException, ...byQuery }))
    query(@Req() { token }: { token: VerifiedToken }) {
      return token;
    }
  }

  @Module({ controllers: [Resources] })
  class Root {}

  const app = await NestFactory.create(Root, new FastifyAdapter(), { logger: false });
  await app.listen(0, '127.0.0.1');
  return { base: await app.getUrl(), close: () => app.close() };
};

/** A handler of the Fetch API, as Hono, Next.js, Bun and workers have it. */
const byWeb: Start = async (asked) => {
  const checks: Record<string, ReturnType<typeof verifyWeb>> = {
    me: verifyWeb(asked),
    mint: verifyWeb(asked, minters),
    users: verifyWeb(asked, { ...users, ecosystemId: ({ url }) => new URL(url).pathname.split('/')[2] }),
    cookie: verifyWeb(asked, byCookie),
    query: verifyWeb(asked, byQuery),
  };
  const handle = async (request: Request): Promise<Response> => {
    const verdict = await checks[new URL(request.url).pathname.split('/')[1]!]!(request);
    return verdict.refusal ? responseOf(verdict) : Response.json(verdict.token);
  };
  const server = createServer((request, response) => {
    const headers = request.headers as Record<string, string>;
    void handle(new Request(`http://localhost${request.url}`, { headers })).then(async (answer) => {
      response.writeHead(answer.status, Object.fromEntries(answer.headers));
      response.end(await answer.text());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
};

export const frameworks: [string, Start][] = [
  ['Express', byExpress],
  ['Fastify', byFastify],
  ['Nest', byNest],
  ['the Fetch API', byWeb],
];
