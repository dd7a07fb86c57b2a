/**
 * What was measured: rounds in which each variant ran once, in random order, so that what the
 * machine does besides hits all alike. A ratio is taken within one round only.
 */

/** @typedef {Record<string, number>} Sample one number for each measure */

/**
 * @typedef {object} Target
 * @property {number} atMost
 * @property {string} measure
 * @property {string} [of] the variant it is a ratio to; without it, `atMost` is an amount
 * @property {keyof Ratio} [by] what of the ratio is judged, by default the median
 */

/**
 * @typedef {object} Variant
 * @property {string} name
 * @property {Sample[]} samples one for each round
 * @property {Target[]} [targets]
 */

/**
 * @typedef {object} Group what is compared with its baseline, the first variant
 * @property {'build' | 'hosts' | 'tsc' | 'message' | 'process' | 'work' | 'debug' | 'memory' | 'size'} part
 * @property {string} title
 * @property {Variant[]} variants
 */

/** @typedef {{ median: number, min: number }} Spread */

/**
 * @typedef {object} Ratio
 * @property {number} median of the rounds' ratios
 * @property {number} least that of the least amounts: what others do to the machine only ever adds, so
 *   it is the better one of few long measurements; the median is of many short ones
 */

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * @param {readonly number[]} values
 * @returns {Spread}
 */
export function spread(values) {
  return { median: median(values), min: Math.min(...values) };
}

/**
 * @param {Variant} variant
 * @param {Variant} baseline
 * @param {string} measure
 * @returns {Ratio}
 */
export function ratioOf(variant, baseline, measure) {
  const [amounts, baselines] = [variant, baseline].map(({ samples }) => samples.map((sample) => sample[measure]));
  return {
    median: median(amounts.map((amount, round) => amount / baselines[round])),
    least: Math.min(...amounts) / Math.min(...baselines),
  };
}

/**
 * How far the variant is from its targets.
 *
 * @param {Group} group
 * @param {Variant} variant
 */
export function judge({ variants }, variant) {
  return (variant.targets ?? []).map((target) => {
    const baseline = variants.find(({ name }) => name === target.of);
    const reached = baseline
      ? ratioOf(variant, baseline, target.measure)[target.by ?? 'median']
      : median(variant.samples.map((sample) => sample[target.measure]));
    return { ...target, reached, ok: reached <= target.atMost };
  });
}

/**
 * @template T
 * @param {readonly T[]} values
 * @returns {T[]} them in random order
 */
export function shuffled(values) {
  const result = [...values];
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [result[i], result[j]] = [result[j], result[i]];
  }
  return result;
}
