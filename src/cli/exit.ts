/** How the command ends: what a script may rely on. Documented in docs/cli.md. */
export const exits = {
  done: 0,
  /** Something went wrong that no other code names: a fault of the service, a file that cannot be read. */
  failed: 1,
  /** The command was used wrongly; nothing was asked. */
  usage: 2,
  /** The service understood and refused: not permitted, invalid, in conflict. */
  refused: 3,
  notFound: 4,
  /** No token was given, or the service does not accept it. */
  notSignedIn: 5,
  /** The service, or a store behind it, does not answer now: the same may succeed later. */
  unreachable: 6,
  /** The answer is no: a token is not live, the doctor found a fault, lines of an import were refused. */
  no: 7,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exits)[keyof typeof exits];

/** Ends the command with this code, and this said to people. */
export class Stop extends Error {
  constructor(
    readonly exitCode: ExitCode,
    message: string,
    /** The problem as the service answered it, for `--json`. */
    readonly problem?: object,
  ) {
    super(message);
    this.name = 'Stop';
  }
}
