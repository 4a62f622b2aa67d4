/**
 * `npm run report`: writes the figures of `results/` into docs/performance.md and bench/README.md, between their marks, and
 * draws docs/performance.svg. `RESULTS` names another folder.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { format, resolveConfig } from 'prettier';
import { atMost, judge } from './goals.mjs';
import { floors, picture } from './picture.mjs';
import { layers } from './rig/layers.mjs';
import { readResults } from './rig/machine.mjs';
import { short } from './rig/print.mjs';
import { scenarioNames } from './scenarios.mjs';

const pages = ['../docs/performance.md', 'README.md'].map(
  (path) => new globalThis.URL(path, import.meta.url),
);
const drawing = new globalThis.URL('../docs/performance.svg', import.meta.url);
const results = readResults(new globalThis.URL(`${process.env.RESULTS ?? 'results'}/`, import.meta.url));

const row = (cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
const tableOf = (head, rows) => [head, head.map(() => '---'), ...rows].map(row).join('\n');
const notYet = 'Not measured yet.';

/** What it was measured on: the same for all scenarios, or one line for each that differs. */
function machineText() {
  const lines = Object.entries(results).map(([name, result]) => {
    const { cpu, cores, memory } = result.machine;
    const { rounds, seconds } = result.settings;
    const versions = Object.entries(result.versions).map(([what, version]) => `${what} ${version}`);
    const how = rounds ? `${rounds} rounds of ${seconds} s` : `${seconds} s`;
    const when = result.commit ? `${result.takenAt}, commit ${result.commit}` : result.takenAt;
    return [`- \`${name}\`: ${when}; ${cpu}, ${cores} cores, ${memory}; ${how}`, versions.join(', ')];
  });
  if (lines.length === 0) return notYet;
  const all = [...new Set(lines.flatMap(([, versions]) => versions.split(', ')))].toSorted();
  return [...lines.map(([line]) => line), '', `Versions: ${all.join(', ')}.`].join('\n');
}

function goalsText() {
  const judged = judge(results);
  if (judged.length === 0) return notYet;
  const rows = judged.map(({ scenario, title, least, most, measured, isMet }) => [
    `\`${scenario}\``,
    title,
    least === undefined ? `≤ ${short(most)}` : `≥ ${short(least)}`,
    short(measured),
    isMet ? 'met' : '**missed**',
  ]);
  return tableOf(['Scenario', 'Ratio or figure', 'Goal', 'Measured', ''], rows);
}

/** Ours through each peer's, without the bare servers that do less. */
function peersText() {
  const rows = scenarioNames.flatMap((name) =>
    (results[name]?.contenders ?? [])
      .slice(1)
      .filter((one) => !floors.test(one.name))
      .map(({ title, at }) => {
        const { ratio, lowest, highest } = atMost(at);
        return [title, results[name].title, short(ratio), `${short(lowest)}–${short(highest)}`];
      }),
  );
  if (rows.length === 0) return notYet;
  return tableOf(['Peer', 'Scenario', 'Tokenwright ÷ peer', 'Range'], rows);
}

function scenarioText(name) {
  const result = results[name];
  if (!result) return notYet;
  const { contenders, connections, unit = 'requests', values, lines = [] } = result;
  if (!contenders) {
    const figures = Object.entries(values).map(([what, value]) => `- \`${what}\`: ${short(value)}`);
    return [...figures, ...lines.map((line) => `- ${line}`)].join('\n');
  }
  const each = (at, show) => connections.map((number) => show(at[number])).join(' · ');
  const head = [
    '',
    `${unit}/s`,
    'p50 ms',
    'p99 ms',
    'CPU µs',
    'RSS MB',
    'ours ÷ it',
    'lowest–highest',
    'Does',
  ];
  const rows = contenders.map(({ title, does, at, resident }) => [
    title,
    ...['perSecond', 'p50', 'p99', 'cpu'].map((what) => each(at, (one) => short(one[what]))),
    short(resident),
    each(at, (one) => short(one.ratio)),
    each(at, ({ lowest, highest }) => `${short(lowest)}–${short(highest)}`),
    does,
  ]);
  return `With ${connections.join(' · ')} connections:\n\n${tableOf(head, rows)}`;
}

function profileText() {
  const profiles = results.profile?.profiles;
  if (!profiles) return notYet;
  const each = Object.values(profiles);
  const part = (share) => `${(share * 100).toFixed(1)} %`;
  const rows = layers.map((layer) => [layer, ...each.map(({ shares }) => part(shares[layer]))]);
  const cpu = ['CPU time of a request, µs, with the profiler', ...each.map((one) => short(one.cpu))];
  return tableOf(['', ...Object.keys(profiles)], [...rows, cpu]);
}

const texts = {
  machine: machineText,
  goals: goalsText,
  peers: peersText,
  profile: profileText,
  ...Object.fromEntries(scenarioNames.map((name) => [name, () => scenarioText(name)])),
};

const placed = new Set();
for (const page of pages) {
  let text = readFileSync(page, 'utf8');
  for (const [name, make] of Object.entries(texts)) {
    const marked = new RegExp(`(<!-- figures: ${name} -->)[\\s\\S]*?(<!-- end of figures -->)`);
    if (!marked.test(text)) continue;
    placed.add(name);
    text = text.replace(marked, (_, begin, end) => `${begin}\n\n${make()}\n\n${end}`);
  }
  writeFileSync(page, await format(text, { ...(await resolveConfig(page)), parser: 'markdown' }));
}
const lost = Object.keys(texts).filter((name) => !placed.has(name));
if (lost.length > 0) throw new Error(`No page has a place for ${lost.join(', ')}`);
const drawn = picture(results);
if (drawn) writeFileSync(drawing, drawn);
process.stdout.write(
  `docs/performance.md, bench/README.md${drawn ? ' and docs/performance.svg' : ''} written\n`,
);
