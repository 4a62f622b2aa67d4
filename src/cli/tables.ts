import stringWidth from 'string-width';
import { relativeTime } from './relative-time.js';

/** An object that the service answered. */
export type View = Record<string, unknown>;

const gap = '  ';
const moment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
/** Fields of RFC 7662 that are seconds since 1970. */
const secondsFields = ['exp', 'iat', 'nbf'];

/**
 * The text of a cell. Users choose names, so control characters are escaped: they could otherwise steer the terminal.
 */
export function cell(value: unknown): string {
  return plain(value).replace(
    // eslint-disable-next-line no-control-regex -- these are what must not reach the terminal
    /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function plain(value: unknown): string {
  if (value === null || value === undefined || value === '') return '-';
  if (Array.isArray(value)) return value.map(plain).join(', ') || '-';
  if (!isView(value)) return String(value);
  const parts = Object.entries(value).map(([name, part]) => `${name}: ${plain(part)}`);
  return parts.join('; ') || '-';
}

/** A table that is written in parts: its columns only grow. */
export class Table {
  private readonly widths: number[];
  private hasHead = false;

  /**
   * @param fields names of the fields to show; they also head the columns
   * @param now in ms since 1970: moments are told by their distance from it, except in the field `at`
   */
  constructor(
    private readonly fields: readonly string[],
    private readonly now: number,
  ) {
    this.widths = fields.map((field) => headOf(field).length);
  }

  /** The next rows; the heading precedes the first ones. */
  rows(views: readonly View[]): string {
    const rows = views.map((view) => this.fields.map((field) => this.cellOf(field, view[field])));
    if (!this.hasHead) rows.unshift(this.fields.map(headOf));
    this.hasHead = true;
    for (const row of rows) {
      row.forEach((text, index) => (this.widths[index] = Math.max(this.widths[index]!, stringWidth(text))));
    }
    return rows.map((row) => this.line(row)).join('\n');
  }

  private cellOf(field: string, value: unknown): string {
    const isMoment = field !== 'at' && typeof value === 'string' && moment.test(value);
    return isMoment ? relativeTime(Date.parse(value), this.now) : cell(value);
  }

  private line(row: readonly string[]): string {
    return row
      .map((text, index) => text + ' '.repeat(this.widths[index]! - stringWidth(text)))
      .join(gap)
      .trimEnd();
  }
}

/**
 * One object, with a line for each field. An object inside it is indented below its name, a list of objects is a table there.
 *
 * @param now in ms since 1970
 */
export function card(view: View, now: number): string {
  const names = Object.keys(view);
  const width = Math.max(...names.filter((name) => !isNested(view[name])).map((name) => name.length));
  return names
    .map((name) => {
      const value = view[name];
      if (!isNested(value)) return `${name.padEnd(width)}${gap}${momentOrCell(name, value, now)}`;
      const inner = Array.isArray(value) ? tableOf(value as View[], now) : card(value as View, now);
      return `${name}\n${inner.replace(/^/gm, gap)}`;
    })
    .join('\n');
}

function momentOrCell(name: string, value: unknown, now: number): string {
  const text =
    secondsFields.includes(name) && typeof value === 'number' ? new Date(value * 1000).toISOString() : value;
  if (typeof text !== 'string' || !moment.test(text)) return cell(text);
  return `${text} (${relativeTime(Date.parse(text), now)})`;
}

function tableOf(views: View[], now: number): string {
  return new Table([...new Set(views.flatMap(Object.keys))], now).rows(views);
}

function isView(value: unknown): value is View {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNested(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0 && value.every(isView);
  return isView(value) && Object.keys(value).length > 0;
}

function headOf(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => ` ${letter}`).toUpperCase();
}
