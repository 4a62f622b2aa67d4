/** Results as text. */

const digits = (number) => (Math.abs(number) >= 100 ? 0 : Math.abs(number) >= 10 ? 1 : 2);

/** A number in a few digits. */
export function short(number) {
  return number.toLocaleString('en-GB', { maximumFractionDigits: digits(number) });
}

/** Rows of texts below a head, each column as wide as it must be; all but the first column to the right. */
function columns(head, rows) {
  const widths = head.map((text, column) => Math.max(...[head, ...rows].map((row) => row[column].length)));
  const line = (row) =>
    row
      .map((text, column) => (column === 0 ? text.padEnd(widths[column]) : text.padStart(widths[column])))
      .join('  ');
  return [head, ...rows].map(line).join('\n');
}

/** One scenario: a line for each contender and number of connections, and what each does. */
export function table({ title, unit = 'requests', contenders, connections, values, lines = [] }) {
  if (!contenders) {
    const figures = Object.entries(values).map(([name, value]) => `${name}: ${short(value)}`);
    return [title, '', ...[...figures, ...lines].map((line) => `  ${line}`), ''].join('\n');
  }
  const head = ['', 'conn.', `${unit}/s`, 'p50 ms', 'p99 ms', 'CPU µs', 'server', 'load', 'core 1'];
  head.push('RSS MB', 'ours ÷ it', 'rounds', 'by CPU');
  const rows = contenders.flatMap(({ title: name, at, resident }) =>
    connections.map((number) => {
      const one = at[number];
      const part = (share) => `${Math.round(share * 100)} %`;
      return [
        name,
        String(number),
        ...[one.perSecond, one.p50, one.p99, one.cpu].map(short),
        ...[one.busy, one.loadBusy, one.otherBusy].map(part),
        short(resident),
        short(one.ratio),
        `${short(one.lowest)}–${short(one.highest)}`,
        short(one.cpuRatio),
      ];
    }),
  );
  const does = contenders.map((one) => `  ${one.title}: ${one.does}`).join('\n');
  return `${title}\n\n${columns(head, rows)}\n\n${does}\n`;
}

/** The goals, each with what was measured. */
export function goalTable(judged) {
  const rows = judged.map(({ scenario, title, least, most, measured, isMet }) => [
    `${scenario}: ${title}`,
    least === undefined ? `≤ ${short(most)}` : `≥ ${short(least)}`,
    short(measured),
    isMet ? 'met' : 'missed',
  ]);
  return columns(['Goal', 'to reach', 'measured', ''], rows);
}
