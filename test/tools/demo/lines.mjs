/**
 * One build's traces as lines of text: branches, name, own id, parent's id, boundary.
 */
import { headingOf } from './check.mjs';
import { BOUNDARIES } from './expected.mjs';
import { widthOf } from './layout.mjs';
import { labelOf, shortener, tracesOf, walk } from './tree.mjs';

/**
 * @typedef {import('./layout.mjs').Line} Line
 * @typedef {import('./layout.mjs').Piece} Piece
 * @typedef {import('./check.mjs').Judged} Judged
 * @typedef {import('./check.mjs').Verdict} Verdict
 */

/** From the fullest wording to the shortest; which one is used depends on the room there is. */
const DETAILS = /** @type {const} */ (['full', 'short', 'mark']);
/** @typedef {typeof DETAILS[number]} Detail */

/**
 * @param {Judged} result
 * @param {number} width
 * @returns {{ lines: Line[], detail: Detail }}
 */
export function treeLines(result, width) {
  const fits = (/** @type {Line[]} */ lines) => lines.every((line) => widthOf(line) <= width);
  const detail = DETAILS.find((candidate) => fits(linesOf(result, candidate))) ?? 'mark';
  return { lines: linesOf(result, detail), detail };
}

/**
 * @param {Judged} result
 * @param {Detail} detail
 */
function linesOf(result, detail) {
  const { build, spans, verdicts } = result;
  const short = shortener(spans.map((span) => span.spanId));
  const shortTrace = shortener(spans.map((span) => span.traceId));
  const rows = tracesOf(spans).map((trace) => ({ trace, nodes: [...walk(trace.roots)] }));
  const column = Math.max(...rows.flatMap(({ nodes }) => nodes.map((node) => nameOf(node).length)));
  /** @type {Line[]} */
  const lines = [[{ text: headingOf(result), colour: 'bold' }, { text: `  ${build.command}`, colour: 'dim' }]];
  for (const { trace, nodes } of rows) {
    const size = `${trace.size} span${trace.size === 1 ? '' : 's'}`;
    lines.push([], [{ text: `trace ${shortTrace(trace.traceId)}`, colour: 'cyan' }, { text: `  ${size}`, colour: 'dim' }]);
    for (const node of nodes) {
      const verdict = /** @type {Verdict} */ (verdicts.get(node.span));
      const { spanId, parentSpanId } = node.span;
      const parent = parentSpanId === undefined ? 'none' : short(parentSpanId);
      const name = nameOf(node);
      lines.push([
        { text: node.indent + node.branch, colour: 'dim' },
        { text: name.slice(node.indent.length + node.branch.length), colour: verdict.right ? undefined : 'red' },
        { text: `${' '.repeat(column - name.length)} ${short(spanId)} ← ${parent.padEnd(4)}`, colour: 'dim' },
        { text: ' ' },
        note(verdict, detail, (label) => short(spans.find((span) => labelOf(span) === label)?.spanId ?? 'none')),
      ]);
    }
  }
  return lines;
}

/** @param {{ span: import('./spans.mjs').Span, indent: string, branch: string }} node */
function nameOf({ span, indent, branch }) {
  return indent + branch + labelOf(span);
}

/**
 * @param {Verdict} verdict
 * @param {Detail} detail
 * @param {(label: string) => string} idOf
 * @returns {Piece}
 */
function note({ right, row }, detail, idOf) {
  if (!right) return { text: complaint(row, detail, idOf), colour: 'red' };
  if (row?.boundary) return { text: boundaryText(row.boundary, detail), colour: 'green' };
  if (row?.byHand) return { text: detail === 'mark' ? 'by hand' : 'started by hand', colour: 'dim' };
  return { text: '' };
}

/**
 * @param {Verdict['row']} row
 * @param {Detail} detail
 * @param {(label: string) => string} idOf
 */
function complaint(row, detail, idOf) {
  if (!row) return '✗ not expected';
  if (row.parent === undefined) return '✗ not a root';
  const parent = detail === 'mark' ? idOf(row.parent) : `under ${row.parent}`;
  if (!row.boundary) return `✗ not ${parent}`;
  if (detail === 'full') return `✗ not ${parent}, lost at ${boundaryText(row.boundary, detail)}`;
  return `✗ ${BOUNDARIES[row.boundary].mark} not ${parent}`;
}

/**
 * @param {keyof typeof BOUNDARIES} key
 * @param {Detail} detail
 */
function boundaryText(key, detail) {
  const { mark, short, full } = BOUNDARIES[key];
  return { full: `${mark} ${full}`, short: `${mark} ${short}`, mark }[detail];
}

/**
 * What the shortened boundaries stand for.
 *
 * @returns {Line[]}
 */
export function legend() {
  const column = Math.max(...Object.values(BOUNDARIES).map(({ short }) => short.length));
  return Object.values(BOUNDARIES).map(({ mark, short, full }) => [
    { text: `${mark} ${short.padEnd(column)}`, colour: 'green' },
    { text: `  ${full}` },
  ]);
}
