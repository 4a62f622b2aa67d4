/** One result of the doctor. */
export interface Finding {
  about: string;
  /** With a fault the service cannot run, or cannot keep a guarantee; a warning deserves attention. */
  state: 'ok' | 'warning' | 'fault';
  says: string;
  /** What to do. */
  remedy?: string;
}

export function ok(about: string, says: string): Finding {
  return { about, state: 'ok', says };
}

export function warning(about: string, says: string, remedy: string): Finding {
  return { about, state: 'warning', says, remedy };
}

export function fault(about: string, says: string, remedy: string): Finding {
  return { about, state: 'fault', says, remedy };
}

/** Maximum difference of two clocks without a warning, in ms. */
const tolerated = 2000;

/** @param skew by how much this machine's clock is ahead of the other, in ms */
export function clockFinding(other: string, skew: number): Finding {
  const seconds = (Math.abs(skew) / 1000).toFixed(1);
  if (Math.abs(skew) <= tolerated) return ok('Clock', `agrees with ${other} (within ${seconds} s)`);
  return warning(
    'Clock',
    `this machine is ${seconds} s ${skew > 0 ? 'ahead of' : 'behind'} ${other}`,
    'Tokens end by the clock of the process that verifies them: let NTP set the clocks of all machines.',
  );
}
