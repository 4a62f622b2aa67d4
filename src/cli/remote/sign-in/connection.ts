import { exits, Stop } from '../../exit.js';
import { Profiles } from './profiles.js';

/** The options that choose a service and a token. */
export interface ConnectionOptions {
  profile?: string;
  url?: string;
  ecosystem?: string;
}

export interface Connection {
  url: string;
  token: string;
  /** Undefined when neither an option, a variable nor the profile names one. */
  ecosystem: string | undefined;
}

/** The way back for an operator whose token is gone or refused. */
export const lostToken =
  'If the account token is lost: tokenwright account-token create, where the database is.';

export const defaultUrl = 'http://localhost:3000';

/** @throws Stop when the text is not the address of a service */
export function serviceUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (
    !url ||
    !['http:', 'https:'].includes(url.protocol) ||
    url.search ||
    url.hash ||
    url.username ||
    url.password
  ) {
    throw new Stop(exits.usage, 'The address of the service must look like https://tokens.example.org');
  }
  return url.href.replace(/\/+$/, '');
}

/** The address of the service, without a profile. */
export function urlOf({ url }: ConnectionOptions, env: NodeJS.ProcessEnv): string {
  return serviceUrl(url ?? (env.TOKENWRIGHT_URL || defaultUrl));
}

/**
 * The service and the token. The order is: `--profile`, `TOKENWRIGHT_TOKEN`, `TOKENWRIGHT_PROFILE`, the current profile.
 * A profile's token is sent to the profile's service only.
 *
 * @throws Stop when there is no token
 */
export function connectionOf(options: ConnectionOptions, env: NodeJS.ProcessEnv): Connection {
  const ecosystem = options.ecosystem ?? (env.TOKENWRIGHT_ECOSYSTEM || undefined);
  if (!options.profile && env.TOKENWRIGHT_TOKEN) {
    return { url: urlOf(options, env), token: env.TOKENWRIGHT_TOKEN, ecosystem };
  }
  const profiles = new Profiles(env);
  const isNamed = Boolean(options.profile || env.TOKENWRIGHT_PROFILE);
  const name = options.profile || env.TOKENWRIGHT_PROFILE || profiles.current;
  const profile = isNamed ? profiles.get(name) : profiles.find(name);
  if (!profile)
    throw new Stop(
      exits.notSignedIn,
      `Not signed in: tokenwright login, or set TOKENWRIGHT_TOKEN. ${lostToken}`,
    );
  const wanted = options.url ?? (options.profile ? undefined : env.TOKENWRIGHT_URL || undefined);
  if (wanted !== undefined && serviceUrl(wanted) !== profile.url) {
    throw new Stop(
      exits.usage,
      `The token of the profile ${name} is for ${profile.url} and is not sent to ${serviceUrl(wanted)}: ` +
        'log in there with another --profile, or set TOKENWRIGHT_TOKEN.',
    );
  }
  return { url: profile.url, token: profile.token, ecosystem: ecosystem ?? profile.ecosystem };
}
