/** What a message between two threads costs: bare, by us, and with the propagation written by hand. */
import { CELLS } from './message/cells.mjs';
import { compileApplications } from './message/compile.mjs';
import { compare } from './message/rounds.mjs';
import { VARIANTS } from './message/variants.mjs';

/**
 * @param {import('./options.mjs').Options} options
 * @returns {Promise<import('./statistics.mjs').Group[]>}
 */
export async function benchMessages(options) {
  compileApplications();
  return compare('message', CELLS, VARIANTS, options);
}
