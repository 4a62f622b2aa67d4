import type { Type } from '@nestjs/common';
import { getSchemaPath } from '@nestjs/swagger';

export const ndjson = 'application/x-ndjson';

/** A body of lines, each of them JSON, as it came. */
export class Lines {
  constructor(readonly text: string) {}

  /**
   * The lines that are not blank, each with its number, which counts from 1.
   *
   * @returns undefined when there are more than `most` of them, or as many blank ones beside them
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

/** Lines of JSON, each as one of these classes says (JSON Schema's `contentSchema`, which Nest's types do not know). */
export function schemaOfLines(...classes: Type[]): object {
  const refs = classes.map((one) => ({ $ref: getSchemaPath(one) }));
  return {
    type: 'string',
    contentMediaType: ndjson,
    contentSchema: refs.length > 1 ? { oneOf: refs } : refs[0],
  };
}
