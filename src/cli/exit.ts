/** Exit codes, documented for scripts in docs/cli.md. */
export const exits = {
  done: 0,
  /** An error without a code of its own: a fault of the service, a file that cannot be read. */
  failed: 1,
  /** Wrong usage; nothing was sent. */
  usage: 2,
  /** The service refused: not permitted, invalid, in conflict. */
  refused: 3,
  notFound: 4,
  /** There is no token, or the service does not accept it. */
  notSignedIn: 5,
  /** The service, or its store, does not answer now: the command may succeed later. */
  unreachable: 6,
  /** The result is negative: a token is not live, the doctor found a fault, an import has refused lines. */
  no: 7,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exits)[keyof typeof exits];

/** Ends the command with this exit code and message. */
export class Stop extends Error {
  constructor(
    readonly exitCode: ExitCode,
    message: string,
    /** The problem that the service answered, for `--json`. */
    readonly problem?: object,
  ) {
    super(message);
    this.name = 'Stop';
  }
}
