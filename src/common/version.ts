import { existsSync, readFileSync } from 'node:fs';

/** The package's file, seen from `src/common` and from `dist/src/common`. */
const places = ['../../package.json', '../../../package.json'].map((path) => new URL(path, import.meta.url));
const file = places.find((place) => existsSync(place))!;

/** The release that runs. */
export const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
