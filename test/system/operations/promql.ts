import { parser } from '@prometheus-io/lezer-promql';
import type { SyntaxNode } from '@lezer/common';
import type { Series } from '../../support/exposition.js';

/** What an expression asks a scrape for. */
export interface Asked {
  selectors: { name: string; matchers: { label: string; operator: string; value: string }[] }[];
  /** Labels by which series are put together, with the names of the metrics that are meant. */
  grouped: { label: string; names: string[] }[];
}

/** Reads an expression with Prometheus' own grammar. @throws Error when it is none */
export function askedBy(expression: string): Asked {
  const asked: Asked = { selectors: [], grouped: [] };
  const textOf = ({ from, to }: { from: number; to: number }) => expression.slice(from, to);
  parser.parse(expression).iterate({
    enter: ({ name, type, node }) => {
      if (type.isError) throw new Error(`No PromQL: ${expression}`);
      if (name === 'VectorSelector') asked.selectors.push(selectorOf(node, textOf));
      if (name !== 'AggregateExpr') return;
      const names = all(node, 'VectorSelector').map((one) => selectorOf(one, textOf).name);
      const labels = node.getChild('AggregateModifier')?.getChild('GroupingLabels')?.getChildren('LabelName');
      for (const label of labels ?? []) asked.grouped.push({ label: textOf(label), names });
    },
  });
  return asked;
}

function selectorOf(node: SyntaxNode, textOf: (node: SyntaxNode) => string): Asked['selectors'][number] {
  const matchers = all(node, 'UnquotedLabelMatcher').map((one) => ({
    label: textOf(one.getChild('LabelName')!),
    operator: textOf(one.getChild('MatchOp')!),
    value: JSON.parse(textOf(one.getChild('StringLiteral')!)) as string,
  }));
  return { name: textOf(node.getChild('Identifier')!), matchers };
}

function all(node: SyntaxNode, name: string): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  node.cursor().iterate((one) => {
    if (one.name === name) found.push(one.node);
  });
  return found;
}

/** What of an expression no series of a scrape answers: names, labels, values. Nothing when all is there. */
export function unansweredBy(series: Series[], expression: string): string[] {
  const { selectors, grouped } = askedBy(expression);
  const named = (name: string) => series.filter((one) => one.name === name);
  const missing = selectors.flatMap(({ name, matchers }) => {
    if (named(name).length === 0) return [name];
    return matchers.flatMap(({ label, operator, value }) => {
      const values = named(name).flatMap(({ labels }) => labels[label] ?? []);
      if (values.length === 0) return [`${name}{${label}}`];
      const fits = operator.endsWith('~')
        ? new RegExp(`^(?:${value})$`)
        : { test: (one: string) => one === value };
      return values.some((one) => fits.test(one)) ? [] : [`${name}{${label}${operator}"${value}"}`];
    });
  });
  const ungrouped = grouped.flatMap(({ label, names }) =>
    names.flatMap((name) =>
      named(name).some(({ labels }) => label in labels) ? [] : [`${name} by (${label})`],
    ),
  );
  return [...missing, ...ungrouped];
}
