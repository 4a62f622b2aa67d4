import type { Type } from '@nestjs/common';
import { getSchemaPath } from '@nestjs/swagger';

export const ndjson = 'application/x-ndjson';

/** An NDJSON body before its lines are parsed. */
export class Lines {
  constructor(readonly text: string) {}

  /**
   * The non-blank lines with their numbers, counted from 1.
   *
   * @returns undefined for more than `most` lines, or as many blank ones beside them
   */
  numbered(most: number): { line: number; text: string }[] | undefined {
    const { text } = this;
    const lines: { line: number; text: string }[] = [];
    for (let begin = 0, line = 1; begin < text.length; line += 1) {
      if (line > 2 * most) return undefined;
      const newline = text.indexOf('\n', begin);
      const end = newline < 0 ? text.length : newline;
      const one = text.slice(begin, end).trim();
      if (one !== '') lines.push({ line, text: one });
      if (lines.length > most) return undefined;
      begin = end + 1;
    }
    return lines;
  }
}

/** The schema of NDJSON whose lines are one of these classes. Nest's types lack JSON Schema's `contentSchema`. */
export function schemaOfLines(...classes: Type[]): object {
  const refs = classes.map((one) => ({ $ref: getSchemaPath(one) }));
  return {
    type: 'string',
    contentMediaType: ndjson,
    contentSchema: refs.length > 1 ? { oneOf: refs } : refs[0],
  };
}
