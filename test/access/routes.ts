import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { type Access, accessOf } from '../../src/access/access.decorators.js';
import type { Service } from '../support/service.js';

/** One address that one handler answers. */
export interface Route {
  /** Name of the handler, for people. */
  handler: string;
  method: string;
  /** As it was declared, with its parameters: `/v1/ecosystems/:ecosystemId`. */
  path: string;
  /** What the handler, or else its controller, declares of access. */
  access: Access;
  /** What the decorators wrote their metadata on. */
  subject: object;
}

const oneOrMany = (paths: string | string[] | undefined) => [paths ?? ''].flat();

/** Every route of every handler of every controller that the application holds, whatever module it is in. */
export function routesOf(app: Pick<Service, 'get'>): Route[] {
  const modules = [...app.get(ModulesContainer).values()];
  const controllers = modules.flatMap((module) => [...module.controllers.values()]);
  return controllers.flatMap(({ metatype }) => routesOfController(metatype as Type));
}

function routesOfController(controller: Type): Route[] {
  const prototype = controller.prototype as Record<string, () => unknown>;
  const names = new MetadataScanner().getAllMethodNames(prototype);
  const bases = oneOrMany(Reflect.getMetadata(PATH_METADATA, controller));
  return names.flatMap((name) => {
    const handler = prototype[name]!;
    const method: RequestMethod | undefined = Reflect.getMetadata(METHOD_METADATA, handler);
    if (method === undefined) return [];
    const access = accessOf({
      getHandler: () => handler,
      getClass: <T>() => controller as Type<T>,
    });
    return bases.flatMap((base) =>
      oneOrMany(Reflect.getMetadata(PATH_METADATA, handler)).map((path) => ({
        handler: `${controller.name}.${name}`,
        method: RequestMethod[method],
        path: `/${base}/${path}`.replace(/\/+/g, '/').replace(/(.)\/$/, '$1'),
        access,
        subject: handler,
      })),
    );
  });
}

/** The path with something in the place of each parameter. */
export function filled(path: string): string {
  return path
    .replace(/:subject\b/, 'default;x')
    .replace(/:ecosystemId\b/, 'default')
    .replace(/:\w+/g, 'x');
}
