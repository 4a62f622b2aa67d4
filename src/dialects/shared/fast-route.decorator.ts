import { RouteConfig } from '@nestjs/platform-fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    isFastRoute?: boolean;
  }
}

/**
 * Serves the route by `FastRoutes`: a verification by Nest's own call takes 1.28 (1.19–1.30) of the CPU time, a mint 1.05
 * (1.01–1.08) (`bench/paired.mjs`). Use it for operations that other services call on each of their requests.
 */
export const FastRoute = (): MethodDecorator => RouteConfig({ isFastRoute: true });
