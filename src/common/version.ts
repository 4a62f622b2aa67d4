import { existsSync, readFileSync } from 'node:fs';

/** Path of package.json from `src/common` and from `dist/src/common`. */
const places = ['../../package.json', '../../../package.json'].map((path) => new URL(path, import.meta.url));
const file = places.find((place) => existsSync(place))!;

/** The running release. */
export const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
