/** What work costs that waits inside one process: an event, a queue written by hand, a task of a pool. */
import { WORK_CELLS } from './message/cells.mjs';
import { compileApplications } from './message/compile.mjs';
import { compare } from './message/rounds.mjs';
import { WORK_VARIANTS } from './message/variants.mjs';

/**
 * @param {import('./options.mjs').Options} options
 * @returns {Promise<import('./statistics.mjs').Group[]>}
 */
export async function benchWork(options) {
  compileApplications();
  return compare('work', WORK_CELLS, WORK_VARIANTS, options);
}
