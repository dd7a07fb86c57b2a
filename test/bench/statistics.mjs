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
 */

/**
 * @typedef {object} Variant
 * @property {string} name
 * @property {Sample[]} samples one for each round
 * @property {Target} [target]
 */

/**
 * @typedef {object} Group what is compared with its baseline, the first variant
 * @property {'build' | 'message' | 'size'} part
 * @property {string} title
 * @property {Variant[]} variants
 */

/** @typedef {{ median: number, min: number }} Spread */

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
 */
export function ratios(variant, baseline, measure) {
  return spread(variant.samples.map((sample, round) => sample[measure] / baseline.samples[round][measure]));
}

/**
 * How far the variant is from its target; `undefined` where it has none.
 *
 * @param {Group} group
 * @param {Variant} variant
 */
export function judge({ variants }, variant) {
  const { target } = variant;
  if (!target) return undefined;
  const baseline = variants.find(({ name }) => name === target.of);
  const { median: reached } = baseline ? ratios(variant, baseline, target.measure) : spread(variant.samples.map((sample) => sample[target.measure]));
  return { ...target, reached, ok: reached <= target.atMost };
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
