/**
 * One build's traces as HTML: a row per span, its bar on a time axis, an arrow per boundary crossed.
 */
import { escape } from './escape.mjs';
import { BOUNDARIES } from './expected.mjs';
import { handOvers } from './hand-overs.mjs';
import { labelOf, shortener, tracesOf, walk } from './tree.mjs';

/**
 * @typedef {import('./spans.mjs').Span} Span
 * @typedef {import('./check.mjs').Judgement} Judgement
 * @typedef {import('./check.mjs').Verdict} Verdict
 */

const TICKS = 4;
const PLACES = { main: 'main thread', worker: 'worker thread', child: 'child process' };

/**
 * One scale for both builds, in milliseconds: bars of the same work must have the same length.
 *
 * @param {Judgement[]} results
 */
export function scaleOf(results) {
  const longest = Math.max(...results.map(({ spans }) => lastEnd(spans) - firstStart(spans)));
  const step = [5, 10, 20, 25, 50, 100, 200, 250, 500].find((size) => size * TICKS >= longest);
  return TICKS * (step ?? Math.ceil(longest / TICKS));
}

/**
 * @param {Judgement} judgement
 * @param {number} scale
 */
export function waterfall({ spans, verdicts }, scale) {
  const short = shortener(spans.map((span) => span.spanId));
  const shortTrace = shortener(spans.map((span) => span.traceId));
  const origin = firstStart(spans);
  const percent = (/** @type {number} */ time) => ((time - origin) / scale) * 100;
  const traces = tracesOf(spans).map((trace) => {
    const nodes = [...walk(trace.roots)];
    const rows = nodes.map(({ span, depth }) => {
      const verdict = /** @type {Verdict} */ (verdicts.get(span));
      const ids = `${short(span.spanId)} ← ${span.parentSpanId === undefined ? 'none' : short(span.parentSpanId)}`;
      return row({ span, verdict, depth, ids, percent });
    });
    return `<article>
<h3>trace <code>${shortTrace(trace.traceId)}</code> <small>${trace.size} span${trace.size === 1 ? '' : 's'}</small></h3>
<ol>
${rows.join('\n')}
</ol>
${handOvers(nodes.map(({ span }) => span), verdicts, percent)}
</article>`;
  });
  return `${axis(scale)}\n${traces.join('\n')}`;
}

/** @param {number} scale */
function axis(scale) {
  const ticks = Array.from({ length: TICKS + 1 }, (_, tick) => {
    return `<span style="left:${(tick / TICKS) * 100}%">${(tick / TICKS) * scale}${tick === TICKS ? ' ms' : ''}</span>`;
  });
  return `<div class="axis"><div>${ticks.join('')}</div></div>`;
}

/** @param {{ span: Span, verdict: Verdict, depth: number, ids: string, percent: (time: number) => number }} row */
function row({ span, verdict, depth, ids, percent }) {
  const [left, right] = [percent(span.start), percent(span.end)];
  const wrong = verdict.right ? '' : ' wrong';
  return `<li class="${span.thread}${wrong}" style="--depth:${depth}">
<div class="name"><b>${escape(labelOf(span))}</b><code>${ids}</code>${note(verdict)}</div>
<div class="lane"><i class="bar ${span.thread}${wrong}" title="${PLACES[span.thread]}" style="left:${left.toFixed(2)}%;width:${(right - left).toFixed(2)}%"></i>
<span class="time" style="${timePlace(left, right)}">${milliseconds(span)}</span></div>
</li>`;
}

/** @param {Span} span */
function milliseconds({ start, end }) {
  return `${(end - start).toFixed(end - start < 1 ? 2 : 1)} ms`;
}

/** @param {Verdict} verdict */
function note({ right, row: expected, parent }) {
  if (!right) return small(`✗ ${parent ? 'wrong' : 'no'} parent, belongs under ${expected?.parent ?? 'no span'}`);
  if (expected?.boundary) return small(BOUNDARIES[expected.boundary].full);
  return expected?.byHand ? small('started by hand, never active', 'by-hand') : '';
}

/**
 * @param {string} text cut off where it is too long, hence the title
 * @param {string} [className]
 */
function small(text, className = '') {
  return `<small class="${className}" title="${escape(text)}">${escape(text)}</small>`;
}

/**
 * Beside the bar where there is room, inside it where there is not.
 *
 * @param {number} left
 * @param {number} right
 */
function timePlace(left, right) {
  if (right < 84) return `left:calc(${Math.max(right, left).toFixed(2)}% + 9px)`;
  if (right - left > 30) return `right:${(100 - right).toFixed(2)}%;padding-right:7px;color:var(--on-bar)`;
  return `right:calc(${(100 - left).toFixed(2)}% + 9px)`;
}

/** @param {Span[]} spans */
function firstStart(spans) {
  return Math.min(...spans.map((span) => span.start));
}

/** @param {Span[]} spans */
function lastEnd(spans) {
  return Math.max(...spans.map((span) => span.end));
}
