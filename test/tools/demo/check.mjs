/**
 * Span by span: where did it land, and is that where it belongs?
 */
import { EXPECTED } from './expected.mjs';
import { labelOf } from './tree.mjs';

/**
 * @typedef {import('./spans.mjs').Span} Span
 *
 * @typedef {object} Verdict
 * @property {string} label
 * @property {Span | undefined} parent the span it really hangs under
 * @property {import('./expected.mjs').Row | undefined} row nothing for a span nobody expects
 * @property {boolean} right whether it is where it belongs
 *
 * @typedef {object} Judgement
 * @property {Span[]} spans
 * @property {Map<Span, Verdict>} verdicts
 *
 * @typedef {Judgement & { build: import('./build.mjs').Build, output: string }} Judged
 */

/**
 * @param {Span[]} spans
 * @returns {Judgement}
 */
export function judge(spans) {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const verdicts = new Map(
    spans.map((span) => {
      const parent = byId.get(span.parentSpanId ?? '');
      const label = labelOf(span);
      const row = EXPECTED.get(label);
      const right = row !== undefined && isUnder(span, parent, row.parent);
      return [span, { label, parent, row, right }];
    }),
  );
  return { spans, verdicts };
}

/**
 * What the traces show, not what the build was meant to do.
 *
 * @param {Judgement} judgement
 */
export function headingOf({ verdicts }) {
  const right = [...verdicts.values()].filter((verdict) => verdict.right);
  return right.length === EXPECTED.size && right.length === verdicts.size ? 'CONNECTED' : 'BROKEN';
}

/**
 * The trace id counts too: a parent's id alone does not put a span into its parent's trace.
 *
 * @param {Span} span
 * @param {Span | undefined} parent
 * @param {string | undefined} label
 */
function isUnder(span, parent, label) {
  if (label === undefined) return span.parentSpanId === undefined;
  return parent !== undefined && labelOf(parent) === label && parent.traceId === span.traceId;
}

/**
 * Everything that is not as the table says, in words; empty if the demo proved its point.
 *
 * @param {Judged[]} results
 * @returns {string[]}
 */
export function differences(results) {
  return [...results.flatMap(spanDifferences), ...results.flatMap(traceDifferences), ...outputDifferences(results)];
}

/** @param {Judged} result */
function spanDifferences({ build, spans, verdicts }) {
  /** @type {string[]} */
  const found = [];
  for (const [label, row] of EXPECTED) {
    const matching = spans.filter((span) => verdicts.get(span)?.label === label);
    if (matching.length !== 1) found.push(`${build.name}: ${label} was finished ${matching.length} times, not once`);
    for (const span of matching) {
      const wanted = build.name === 'plain' ? row.plain : row.parent;
      const parent = verdicts.get(span)?.parent;
      if (!isUnder(span, parent, wanted)) {
        found.push(`${build.name}: ${label} should be ${place(wanted)}, but is ${actualPlace(span, parent)}`);
      }
      if (span.thread !== row.thread) {
        found.push(`${build.name}: ${label} should run in ${row.thread}, but ran in ${span.thread}`);
      }
    }
  }
  for (const { label, row } of verdicts.values()) {
    if (!row) found.push(`${build.name}: ${label} is a span nobody expects`);
  }
  return found;
}

/**
 * Two requests in one trace would have all the right parents and still be wrong.
 *
 * @param {Judged} result
 */
function traceDifferences({ build, spans }) {
  const roots = spans.filter((span) => span.parentSpanId === undefined);
  const shared = roots.filter((span) => roots.some((other) => other !== span && other.traceId === span.traceId));
  return shared.map((span) => `${build.name}: ${labelOf(span)} shares its trace with another root`);
}

/** @param {Judged[]} results */
function outputDifferences([plain, connected]) {
  if (!plain || !connected) return ['fewer than two builds were run'];
  if (plain.output === '') return ['plain: the program printed nothing'];
  if (plain.output === connected.output) return [];
  return [`the two builds printed different things:\n--- plain\n${plain.output}--- connected\n${connected.output}`];
}

/** @param {string | undefined} label */
function place(label) {
  return label === undefined ? 'a root' : `under ${label}`;
}

/**
 * @param {Span} span
 * @param {Span | undefined} parent
 */
function actualPlace(span, parent) {
  if (!parent) return span.parentSpanId === undefined ? 'a root' : `under an unknown span ${span.parentSpanId}`;
  return place(labelOf(parent)) + (parent.traceId === span.traceId ? '' : ', in another trace');
}
