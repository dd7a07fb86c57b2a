/** Runs applications beside each other, in rounds. */
import { progress } from '../progress.mjs';
import { shuffled } from '../statistics.mjs';
import { burstOf } from './cells.mjs';
import { start } from './process.mjs';
import { targetsOf } from './variants.mjs';

const ROUNDS = 12;
const QUICK_ROUNDS = 3;
/** Times that all processes are started anew: what a compiler made of the code differs from one to the next. */
const STARTS = 3;
/** How long the bare application is to run in a round. */
const MILLISECONDS = 25;
const WARM_UPS = 10;

/** @typedef {Map<string, import('../statistics.mjs').Sample[]>} Samples by variant */

/**
 * @param {'message' | 'process' | 'work' | 'debug'} part
 * @param {readonly import('./cells.mjs').Cell[]} all
 * @param {readonly import('./variants.mjs').Variant[]} variants the first is bare
 * @param {import('../options.mjs').Options} options
 * @returns {Promise<import('../statistics.mjs').Group[]>}
 */
export async function compare(part, all, variants, { quick, rounds = quick ? QUICK_ROUNDS : ROUNDS, message }) {
  const cells = all.filter(({ title }) => title.includes(message));
  if (!cells.length) return [];
  const starts = quick ? 1 : STARTS;
  const samples = cells.map(() => /** @type {Samples} */ (new Map(variants.map(({ name }) => [name, []]))));
  const steps = starts * cells.length;
  let done = 0;
  const failed = new AbortController();
  try {
    for (let each = 0; each < starts; each++) {
      const processes = await Promise.all(variants.map((variant) => start(variant, failed.signal)));
      for (const cell of shuffled(cells)) {
        progress(`${part}: ${cell.title}`, done++, steps);
        await measure(processes, cell, rounds, samples[cells.indexOf(cell)]);
      }
      await Promise.all(processes.map((process) => process.end()));
    }
  } catch (error) {
    failed.abort();
    throw error;
  }
  progress('', steps, steps);
  return cells.map((cell, i) => ({
    part,
    title: `(b) ${cell.title}, ${rounds * starts} rounds`,
    variants: variants.map((variant) => ({ name: variant.name, samples: samples[i].get(variant.name) ?? [], targets: variant.targets ?? targetsOf(variant, cell) })),
  }));
}

/**
 * @param {import('./process.mjs').Timed[]} processes the first is bare
 * @param {import('./cells.mjs').Cell} cell
 * @param {number} rounds
 * @param {Samples} samples
 */
async function measure(processes, cell, rounds, samples) {
  const [bare] = processes;
  const burst = burstOf(cell);
  await bare.run(cell, burst * 20);
  const { 'wall µs': took } = await bare.run(cell, burst * 20);
  const count = burst * Math.max(1, Math.round((MILLISECONDS * 1000) / took / burst));
  for (const process of processes) for (let i = 0; i < WARM_UPS; i++) await process.run(cell, count);
  for (let round = 0; round < rounds; round++) {
    for (const process of shuffled(processes)) samples.get(process.variant.name)?.push(await process.run(cell, count));
  }
}
