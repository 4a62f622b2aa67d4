export class VersionInfo {
  /** @example 7.13.0 */
  version: string;
}

/** Answer of `GET /api/info`. */
export class ServerInfo {
  /**
   * The version of Rocket.Chat whose words are spoken, without its last part.
   * @example 7.13
   */
  version: string;

  /** The whole of it, for who has `view-statistics`. */
  info?: VersionInfo;

  /** @example true */
  success: true;
}

/** Answer of `GET /api/v1/info`, as older clients ask for it. */
export class OldServerInfo {
  info: VersionInfo;

  /** @example true */
  success: true;
}
