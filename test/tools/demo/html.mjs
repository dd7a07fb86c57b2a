/**
 * The page: everything inlined, so that it can be mailed or attached to an issue as one file.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { headingOf } from './check.mjs';
import { escape } from './escape.mjs';
import { BOUNDARIES, EXPECTED } from './expected.mjs';
import { tracesOf } from './tree.mjs';
import { scaleOf, waterfall } from './waterfall.mjs';

/** @typedef {import('./check.mjs').Judged} Judged */

/**
 * @param {string} file
 * @param {Judged[]} results
 */
export function writePage(file, results) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, page(results));
}

/** @param {Judged[]} results */
function page(results) {
  const style = readFileSync(new URL('page.css', import.meta.url), 'utf8');
  const scale = scaleOf(results);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>otel-baton: one application, two builds</title>
<style>
${style}</style>
</head>
<body>
<header>
  <h1>One application, two builds</h1>
  <p>The same sources, compiled by plain <code>tsc</code> and by <code>tspc</code> with the otel-baton transformer in
  <code>tsconfig.json</code>. The OpenTelemetry SDK runs in both threads and in the child process, and no line of the application propagates a context.</p>
</header>
${boundaryTable(results)}
${KEY}
<main>
${results.map((result) => panel(result, scale)).join('\n')}
</main>
<footer>
  <h2>What both builds print</h2>
  <pre>${escape(results[0]?.output.trimEnd() ?? '')}</pre>
</footer>
</body>
</html>
`;
}

const KEY = `<ul class="key">
  <li><i class="bar main"></i>main thread</li>
  <li><i class="bar worker"></i>worker thread</li>
  <li><i class="bar child"></i>child process</li>
  <li><i class="bar main wrong"></i><i class="bar worker wrong"></i>wrong parent or none</li>
  <li><i class="arrow"></i>context handed across a boundary</li>
</ul>`;

/**
 * @param {Judged} result
 * @param {number} scale
 */
function panel(result, scale) {
  const { build, spans, verdicts } = result;
  const heading = headingOf(result);
  const right = [...verdicts.values()].filter((verdict) => verdict.right).length;
  return `<section class="${heading.toLowerCase()}">
<header>
  <h2>${heading}</h2> <code>${escape(build.command)}</code>
  <p>${tracesOf(spans).length} traces, ${right} of ${spans.length} spans where they belong</p>
</header>
${waterfall(result, scale)}
</section>`;
}

/** @param {Judged[]} results */
function boundaryTable(results) {
  const rows = Object.entries(BOUNDARIES).map(([key, { full }]) => {
    const labels = [...EXPECTED.values()].filter((row) => row.boundary === key).map((row) => row.span);
    const cells = results.map(({ verdicts }) => {
      const right = [...verdicts.values()].filter((verdict) => verdict.right && labels.includes(verdict.label)).length;
      return `<td class="${right === labels.length ? 'good' : 'bad'}">${right} of ${labels.length}</td>`;
    });
    return `<tr><th scope="row">${escape(full)}</th>${cells.join('')}</tr>`;
  });
  const heads = results.map(({ build }) => `<th scope="col">${escape(build.command)}</th>`);
  return `<table>
<thead><tr><th scope="col">Spans whose parent is right across</th>${heads.join('')}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>`;
}
