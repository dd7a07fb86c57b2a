/** The closing table: one block for each group, with its baseline first. */
import { judge, ratioOf, spread } from './statistics.mjs';

/** @param {number} value */
function amount(value) {
  return Number.isInteger(value) ? String(value) : value.toPrecision(3);
}

/** @param {string[][]} rows text in the first and the last column, figures in all others */
function aligned(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const isText = (/** @type {number} */ column) => column === 0 || column === widths.length - 1;
  return rows.map((row) => row.map((cell, i) => (isText(i) ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  ').trimEnd());
}

/** @param {ReturnType<typeof judge>[number]} judged */
function verdict({ of, measure, atMost, reached, ok }) {
  const target = of === undefined ? `${measure} ≤ ${amount(atMost)}` : `${measure.split(' ')[0]} ≤ ${atMost.toFixed(2)} of ${of}`;
  return `${target}: ${ok ? 'ok' : 'missed'} (${of === undefined ? amount(reached) : reached.toFixed(3)})`;
}

/**
 * @param {import('./statistics.mjs').Group} group
 * @returns {string}
 */
export function table(group) {
  const [baseline] = group.variants;
  const measures = Object.keys(baseline.samples[0]);
  const isOnce = baseline.samples.length === 1;
  const header = ['', ...measures.flatMap((measure) => [measure, isOnce ? 'ratio' : 'ratio (least)']), ''];
  const rows = group.variants.map((variant) => {
    const cells = measures.flatMap((measure) => {
      const value = amount(spread(variant.samples.map((sample) => sample[measure])).median);
      const ratio = ratioOf(variant, baseline, measure);
      return [value, isOnce ? ratio.median.toFixed(3) : `${ratio.median.toFixed(3)} (${ratio.least.toFixed(3)})`];
    });
    return [`  ${variant.name}${variant === baseline ? ' (baseline)' : ''}`, ...cells, judge(group, variant).map(verdict).join('; ')];
  });
  return [group.title, ...aligned([header, ...rows])].join('\n');
}

/** @param {readonly import('./statistics.mjs').Group[]} groups */
export function summary(groups) {
  const judged = groups.flatMap((group) => group.variants.flatMap((variant) => judge(group, variant)));
  const missed = judged.filter(({ ok }) => !ok).length;
  return [
    'Amounts and ratios are medians over rounds; in brackets, the ratio of the least amounts.',
    `${judged.length} targets: ${judged.length - missed} ok, ${missed} missed`,
  ].join('\n');
}

/**
 * What the table says, for other programs.
 *
 * @param {readonly import('./statistics.mjs').Group[]} groups
 */
export function asJson(groups) {
  return groups.map((group) => ({
    part: group.part,
    title: group.title,
    baseline: group.variants[0].name,
    rows: group.variants.map((variant) => ({
      name: variant.name,
      measures: Object.fromEntries(
        Object.keys(variant.samples[0]).map((measure) => [
          measure,
          { ...spread(variant.samples.map((sample) => sample[measure])), ratio: ratioOf(variant, group.variants[0], measure) },
        ]),
      ),
      rounds: variant.samples.length,
      targets: judge(group, variant),
    })),
  }));
}
