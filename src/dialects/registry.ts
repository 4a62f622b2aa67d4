import type { Type } from '@nestjs/common';
import type { GrantMeanings } from '../ecosystems/roles/role-authority.js';
import type { EnvironmentPart } from '../config/config.js';
import type { Dialect } from './dialect.js';
import { droplitDialect } from './droplit/droplit.dialect.js';
import { DroplitModule } from './droplit/droplit.module.js';
import { nativeDialect } from './native/native.dialect.js';
import { NativeModule } from './native/native.module.js';
import { rocketchatDialect } from './rocketchat/rocketchat.dialect.js';
import { RocketchatModule } from './rocketchat/rocketchat.module.js';
import { sfoxDialect } from './sfox/sfox.dialect.js';
import { SfoxModule } from './sfox/sfox.module.js';
import { strigoDialect } from './strigo/strigo.dialect.js';
import { StrigoModule } from './strigo/strigo.module.js';

/** All dialects. A new one needs its folder and an entry here. */
export const registry: { dialect: Dialect; module: Type }[] = [
  { dialect: nativeDialect, module: NativeModule },
  { dialect: strigoDialect, module: StrigoModule },
  { dialect: sfoxDialect, module: SfoxModule },
  { dialect: rocketchatDialect, module: RocketchatModule },
  { dialect: droplitDialect, module: DroplitModule },
];

/** The environment variables that dialects declare. */
export const environmentParts: readonly EnvironmentPart[] = registry.flatMap(
  ({ dialect }) => dialect.environment ?? [],
);

/** Native permissions that each dialect permission implies. */
export const grantMeanings: GrantMeanings = Object.assign(
  {},
  ...registry.map(({ dialect }) => dialect.grants),
);

const claims = registry
  .flatMap(({ dialect }) => dialect.prefixes.map((prefix) => ({ prefix, inside: `${prefix}/`, dialect })))
  .sort((one, other) => other.prefix.length - one.prefix.length);

/** The dialect that owns this path: native, unless a vendor claims it. */
export function dialectFor(path: string): Dialect {
  for (const { prefix, inside, dialect } of claims) {
    if (path.startsWith(inside) || path === prefix) return dialect;
  }
  return nativeDialect;
}

/** The path of a request URL without its query, decoded like the router decodes it. */
export function pathOf(url: string): string {
  const end = url.indexOf('?');
  const target = end < 0 ? url : url.slice(0, end);
  // The absolute form, which proxies use, has the origin before the path.
  const path = target.replace(/^https?:\/\/[^/]*/i, '');
  if (!path.includes('%')) return path;
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
