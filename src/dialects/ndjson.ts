export const ndjson = 'application/x-ndjson';

/** A body of lines, each of them JSON, as it came. */
export class Lines {
  constructor(readonly text: string) {}

  /** The lines that are not blank, each with its number, which counts from 1. */
  numbered(): { line: number; text: string }[] {
    return this.text
      .split('\n')
      .map((text, index) => ({ line: index + 1, text: text.trim() }))
      .filter(({ text }) => text !== '');
  }
}
