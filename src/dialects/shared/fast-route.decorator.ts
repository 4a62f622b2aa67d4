import { RouteConfig } from '@nestjs/platform-fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    isDirect?: boolean;
  }
}

/**
 * The route is called by `FastRoutes`. For those on which a service asks with every request of its own: what Nest spends on
 * a call is a fifth of a verification (docs/decisions.md, decision 56).
 */
export const Direct = (): MethodDecorator => RouteConfig({ isDirect: true });
