import { RouteConfig } from '@nestjs/platform-fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    isFastRoute?: boolean;
  }
}

/**
 * Serves the route by `FastRoutes`. Use it for operations that other services call on each of their requests:
 * Nest's own call takes a fifth of a verification.
 */
export const FastRoute = (): MethodDecorator => RouteConfig({ isFastRoute: true });
