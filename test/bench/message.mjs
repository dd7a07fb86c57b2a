/** What a message between two threads costs: bare, by us, and with the propagation written by hand. */
import { burstOf, CELLS } from './message/cells.mjs';
import { compileApplications } from './message/compile.mjs';
import { start } from './message/process.mjs';
import { targetsOf, VARIANTS } from './message/variants.mjs';
import { progress } from './progress.mjs';
import { shuffled } from './statistics.mjs';

const ROUNDS = 12;
const QUICK_ROUNDS = 3;
/** Times that all processes are started anew: what a compiler made of the code differs from one to the next. */
const STARTS = 3;
/** How long the bare application is to run in a round. */
const MILLISECONDS = 25;
const WARM_UPS = 3;

/** @typedef {Map<string, import('./statistics.mjs').Sample[]>} Samples by variant */

/**
 * @param {import('./options.mjs').Options} options
 * @returns {Promise<import('./statistics.mjs').Group[]>}
 */
export async function benchMessages({ quick, rounds = quick ? QUICK_ROUNDS : ROUNDS, message }) {
  const cells = CELLS.filter(({ title }) => title.includes(message));
  compileApplications();
  const starts = quick ? 1 : STARTS;
  const samples = cells.map(() => /** @type {Samples} */ (new Map(VARIANTS.map(({ name }) => [name, []]))));
  const all = starts * cells.length;
  let done = 0;
  for (let each = 0; each < starts; each++) {
    const processes = await Promise.all(VARIANTS.map(start));
    for (const cell of shuffled(cells)) {
      progress(`messages: ${cell.title}`, done++, all);
      await measure(processes, cell, rounds, samples[cells.indexOf(cell)]);
    }
    await Promise.all(processes.map((process) => process.end()));
  }
  progress('', all, all);
  return cells.map((cell, i) => group(cell, samples[i], rounds * starts));
}

/**
 * @param {import('./message/process.mjs').Timed[]} processes the first is bare
 * @param {import('./message/cells.mjs').Cell} cell
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

/**
 * @param {import('./message/cells.mjs').Cell} cell
 * @param {Samples} samples
 * @param {number} rounds
 * @returns {import('./statistics.mjs').Group}
 */
function group(cell, samples, rounds) {
  return {
    part: 'message',
    title: `(b) ${cell.title}, ${rounds} rounds`,
    variants: VARIANTS.map((variant) => ({ name: variant.name, samples: samples.get(variant.name) ?? [], targets: targetsOf(variant, cell.way) })),
  };
}
