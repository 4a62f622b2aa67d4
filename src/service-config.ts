import { type Config, fileVariablesOf, readConfig, variablesOf } from './config/config.js';
import { unknownAmong } from './config/unknown-variables.js';
import { environmentParts } from './dialects/registry.js';

/** Every variable of the service and of its dialects. */
export const variables = variablesOf(environmentParts);

/** The variables that name a file instead. */
export const fileVariables = fileVariablesOf(environmentParts);

/** @throws ConfigFault naming every faulty variable, never its value */
export function loadConfig(source: NodeJS.ProcessEnv): Config {
  return readConfig(source, environmentParts);
}

/** A warning for each variable that looks like one of ours but is none. */
export function unknownVariables(source: NodeJS.ProcessEnv): string[] {
  return unknownAmong(source, [...variables, ...fileVariables]);
}
