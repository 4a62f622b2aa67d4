/** Draws how often ours does what each of the others does, as bars on a logarithmic scale. */
import { atMost } from './goals.mjs';
import { scenarioNames } from './scenarios.mjs';
import { short } from './rig/print.mjs';

const width = 920;
const left = 400;
const right = 60;
const bar = 15;
const line = 24;
const headroom = 84;
/** Under which names the bars of floors stand: bare servers that do less than ours. */
export const floors = /^(http-|fastify-|nest-|database-)/;

const style = `
  .ground { fill: #ffffff; stroke: #d0d7de }
  text { font: 13px system-ui, -apple-system, 'Segoe UI', 'Liberation Sans', sans-serif; fill: #1f2328 }
  .title { font-size: 17px; font-weight: 600 }
  .group { font-weight: 600 }
  .quiet { fill: #59636e; font-size: 12px }
  .peer { fill: #0969da }
  .floor { fill: #8c959f }
  .one { stroke: #1f2328; stroke-width: 1.5 }
  .grid { stroke: #d0d7de; stroke-dasharray: 2 3 }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #0d1117; stroke: #3d444d }
    text { fill: #f0f6fc }
    .quiet { fill: #9198a1 }
    .peer { fill: #4493f8 }
    .floor { fill: #656c76 }
    .one { stroke: #f0f6fc }
    .grid { stroke: #3d444d }
  }`;

const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** The picture as SVG; undefined when nothing was compared yet. */
export function picture(results) {
  const groups = scenarioNames
    .map((name) => results[name])
    .filter((result) => result?.contenders)
    .map(({ title, contenders }) => ({
      title,
      bars: contenders.slice(1).map((one) => ({
        title: one.title,
        kind: floors.test(one.name) ? 'floor' : 'peer',
        ratio: atMost(one.at).ratio,
      })),
    }));
  if (groups.length === 0) return undefined;
  const ratios = groups.flatMap(({ bars }) => bars.map(({ ratio }) => ratio));
  const lowest = Math.log10(Math.min(0.5, ...ratios) * 0.9);
  const highest = Math.log10(Math.max(10, ...ratios) * 1.1);
  const x = (ratio) =>
    Math.round(left + ((Math.log10(ratio) - lowest) / (highest - lowest)) * (width - left - right));
  const lines = groups.reduce((sum, { bars }) => sum + bars.length + 1.6, 0);
  const height = Math.round(headroom + lines * line + 34);
  const bottom = height - 34;
  const parts = [];
  for (const mark of [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200]) {
    if (Math.log10(mark) < lowest || Math.log10(mark) > highest) continue;
    const kind = mark === 1 ? 'one' : 'grid';
    parts.push(`<line class="${kind}" x1="${x(mark)}" x2="${x(mark)}" y1="${headroom - 8}" y2="${bottom}"/>`);
    parts.push(`<text class="quiet" x="${x(mark)}" y="${bottom + 16}" text-anchor="middle">${mark}×</text>`);
  }
  let y = headroom;
  for (const { title, bars } of groups) {
    y += line;
    parts.push(`<text class="group" x="16" y="${y - 7}">${escape(title)}</text>`);
    for (const { title: name, kind, ratio } of bars) {
      const [from, to] = [Math.min(x(1), x(ratio)), Math.max(x(1), x(ratio))];
      const middle = y + line / 2 + 4;
      parts.push(`<text x="${left - 12}" y="${middle}" text-anchor="end">${escape(name)}</text>`);
      parts.push(
        `<rect class="${kind}" x="${from}" y="${y + (line - bar) / 2}" width="${Math.max(2, to - from)}" height="${bar}" rx="2"/>`,
      );
      parts.push(`<text x="${to + 6}" y="${middle}">${short(ratio)}×</text>`);
      y += line;
    }
    y += line * 0.6;
  }
  const told = groups.flatMap(({ title, bars }) =>
    bars.map((one) => `${title}: ${short(one.ratio)} times ${one.title}`),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title told">
<title id="title">How often Tokenwright does what others do once</title>
<desc id="told">${escape(told.join('; '))}</desc>
<style>${style}
</style>
<rect class="ground" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8"/>
<text class="title" x="16" y="30">Requests a second of Tokenwright ÷ those of the other</text>
<text class="quiet" x="16" y="50">one core for the server, same stores, same round; 64 connections; logarithmic</text>
<rect class="peer" x="16" y="60" width="11" height="11" rx="2"/><text class="quiet" x="32" y="70">peers</text>
<rect class="floor" x="80" y="60" width="11" height="11" rx="2"/><text class="quiet" x="96" y="70">floors: bare servers that check, find or store less</text>
${parts.join('\n')}
</svg>
`;
}
