export class VersionInfo {
  /** @example 7.13.0 */
  version: string;
}

/** The original's self-description. It reveals nothing about the machine. */
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

/** The oldest supported clients. */
export class ClientVersions {
  /** @example 3.9.6 */
  desktop: string;

  /** @example 4.39.0 */
  mobile: string;
}

/** Answer of `GET /api/info`. */
export class ServerInfo {
  /**
   * The emulated Rocket.Chat version, without its last part.
   * @example 7.13
   */
  version: string;

  /** The full answer, for callers with `view-statistics`. */
  info?: FullInfo;
  minimumClientVersions: ClientVersions;

  /** @example true */
  success: true;
}

/** Answer of `GET /api/v1/info`. */
export class OldServerInfo {
  info: VersionInfo;

  /** @example true */
  success: true;
}
