/**
 * The arrows of a trace: from the parent's row down to each child that crossed a boundary rightly.
 *
 * @typedef {import('./spans.mjs').Span} Span
 */

/** In pixels; page.css has the same numbers, because an arrow must end at a bar. */
const ROW = 42;
const HALF_BAR = 8;

/**
 * @param {Span[]} rows in the order they are shown
 * @param {Map<Span, import('./check.mjs').Verdict>} verdicts
 * @param {(time: number) => number} percent
 */
export function handOvers(rows, verdicts, percent) {
  const arrows = rows.flatMap((span, index) => {
    const verdict = verdicts.get(span);
    if (!verdict?.right || !verdict.row?.boundary || !verdict.parent) return [];
    const [from, to] = [middle(rows.indexOf(verdict.parent)) + HALF_BAR, middle(index) - HALF_BAR];
    const x = `${percent(span.start).toFixed(2)}%`;
    return [
      `<line x1="${x}" y1="${from}" x2="${x}" y2="${to - 5}"/>`,
      `<svg x="${x}" y="${to - 6}" overflow="visible"><path d="M-4 0h8l-4 6z"/></svg>`,
    ];
  });
  return arrows.length === 0 ? '' : `<svg class="arrows" height="${rows.length * ROW}">${arrows.join('')}</svg>`;
}

/** @param {number} index */
function middle(index) {
  return index * ROW + ROW / 2;
}
