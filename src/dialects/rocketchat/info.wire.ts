export class VersionInfo {
  /** @example 7.13.0 */
  version: string;
}

/** What the original tells of itself; of the machine nothing is told. */
export class FullInfo extends VersionInfo {
  /**
   * Always empty.
   * @example {}
   */
  build: Record<string, string>;

  /**
   * Always empty.
   * @example {}
   */
  commit: Record<string, string>;

  /** @example 1.57.0 */
  marketplaceApiVersion: string;
}

/** The oldest clients that work with it. */
export class ClientVersions {
  /** @example 3.9.6 */
  desktop: string;

  /** @example 4.39.0 */
  mobile: string;
}

/** Answer of `GET /api/info`. */
export class ServerInfo {
  /**
   * The version of Rocket.Chat whose words are spoken, without its last part.
   * @example 7.13
   */
  version: string;

  /** The whole of it, for who has `view-statistics`. */
  info?: FullInfo;
  minimumClientVersions: ClientVersions;

  /** @example true */
  success: true;
}

/** Answer of `GET /api/v1/info`, as older clients ask for it. */
export class OldServerInfo {
  info: VersionInfo;

  /** @example true */
  success: true;
}
