import { existsSync, readFileSync } from 'node:fs';

/** Path of package.json from `src/common` and from `dist/src/common`. */
const places = ['../../package.json', '../../../package.json'].map((path) => new URL(path, import.meta.url));
const file = places.find((place) => existsSync(place))!;

/** The running release. */
export const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };

/** The oldest Node that runs the service; package.json says the same in `engines`. */
const oldest = [20, 19] as const;

/** Says that this Node is too old; undefined when it is not. Runs on such a Node too: keep its syntax plain. */
export function oldNodeFault(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return undefined;
  return `Node ${version} is too old for Tokenwright: install Node ${oldest.join('.')} or newer.`;
}
