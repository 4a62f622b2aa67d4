/** A door that is shut until somebody opens it: it forces an interleaving instead of hoping for it. */
export class Gate {
  /** Opens the gate, for good. */
  open!: () => void;
  /** Fulfilled when the gate is open. */
  readonly opened = new Promise<void>((resolve) => (this.open = resolve));
}
