import { headingOf } from './check.mjs';
import { beside, layoutOf, render, stack } from './layout.mjs';
import { legend, treeLines } from './lines.mjs';
import { tracesOf } from './tree.mjs';

/**
 * @typedef {import('./check.mjs').Judged} Judged
 * @typedef {import('./colours.mjs').Paint} Paint
 */

/** @param {string} [line] */
const say = (line = '') => void process.stdout.write(`${line}\n`);

/**
 * @param {Judged[]} results
 * @param {Paint} paint
 */
export function printComparison(results, paint) {
  const { sideBySide, width } = layoutOf(process.stdout);
  const blocks = results.map((result) => treeLines(result, width));
  const [left, right] = blocks.map(({ lines }) => lines);
  say();
  if (sideBySide && left && right) beside(left, right, width, paint).forEach((line) => say(line));
  else stack(blocks.map(({ lines }) => lines)).forEach((line) => say(render(line, paint).trimEnd()));
  if (blocks.some(({ detail }) => detail !== 'full')) {
    say();
    legend().forEach((line) => say(render(line, paint)));
  }
}

/**
 * @param {Judged[]} results
 * @param {string} page
 * @param {Paint} paint
 */
export function printSummary(results, page, paint) {
  say();
  for (const result of results) {
    const { build, spans, verdicts } = result;
    const right = [...verdicts.values()].filter((verdict) => verdict.right).length;
    const heading = headingOf(result);
    const traces = `${tracesOf(spans).length} traces`.padStart(9);
    say(`${paint(heading === 'CONNECTED' ? 'green' : 'red', heading.padEnd(10))} ${build.command.padEnd(17)} ${traces}, ${right} of ${spans.length} spans where they belong`);
  }
  const [plain, connected] = results;
  say(`Both builds print ${plain?.output === connected?.output ? 'the same' : 'different things'}:`);
  say((plain?.output ?? '').trimEnd().replace(/^/gm, '  '));
  say(`Waterfalls of both: ${page}`);
}

/**
 * @param {string[]} failures
 * @param {Paint} paint
 */
export function printFailures(failures, paint) {
  say();
  if (failures.length === 0) {
    say(`${paint('green', 'OK')}: broken without the transformer, connected with it, every span checked.`);
    return;
  }
  say(`${paint('red', 'FAILED')}: ${failures.length} difference${failures.length === 1 ? '' : 's'}`);
  for (const failure of failures) say(`  - ${failure}`);
}
