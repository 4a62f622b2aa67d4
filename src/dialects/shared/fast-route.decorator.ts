import { RouteConfig } from '@nestjs/platform-fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    isFastRoute?: boolean;
  }
}

/**
 * The route is called by `FastRoutes`. For those on which a service asks with every request of its own: what Nest spends on
 * a call is a fifth of a verification (docs/decisions.md).
 */
export const FastRoute = (): MethodDecorator => RouteConfig({ isDirect: true });
