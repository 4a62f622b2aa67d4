import stringWidth from 'string-width';

/** An object that the service answered. */
export type View = Record<string, unknown>;

const gap = '  ';

/**
 * The text of a cell. Users choose names, so control characters are escaped: they could otherwise steer the terminal.
 */
export function cell(value: unknown): string {
  if (value === null || value === undefined || value === '') return '-';
  const text = Array.isArray(value)
    ? value.map((item) => (typeof item === 'object' ? JSON.stringify(item) : String(item))).join(', ') || '-'
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value);
  return text.replace(
    // eslint-disable-next-line no-control-regex -- these are what must not reach the terminal
    /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A table that is written in parts: its columns only grow. */
export class Table {
  private readonly widths: number[];
  private hasHead = false;

  /** @param fields names of the fields to show; they also head the columns */
  constructor(private readonly fields: readonly string[]) {
    this.widths = fields.map((field) => headOf(field).length);
  }

  /** The next rows; the heading precedes the first ones. */
  rows(views: readonly View[]): string {
    const rows = views.map((view) => this.fields.map((field) => cell(view[field])));
    if (!this.hasHead) rows.unshift(this.fields.map(headOf));
    this.hasHead = true;
    for (const row of rows) {
      row.forEach((text, index) => (this.widths[index] = Math.max(this.widths[index]!, stringWidth(text))));
    }
    return rows.map((row) => this.line(row)).join('\n');
  }

  private line(row: readonly string[]): string {
    return row
      .map((text, index) => text + ' '.repeat(this.widths[index]! - stringWidth(text)))
      .join(gap)
      .trimEnd();
  }
}

/** One object, with a line for each field. */
export function card(view: View): string {
  const names = Object.keys(view);
  const width = Math.max(...names.map((name) => name.length));
  return names.map((name) => `${name.padEnd(width)}${gap}${cell(view[name])}`).join('\n');
}

function headOf(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => ` ${letter}`).toUpperCase();
}
