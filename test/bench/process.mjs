/** What a message between two processes costs, and a process that is started: as between threads. */
import { COMMAND_CELLS, PROCESS_CELLS } from './message/cells.mjs';
import { compileApplications } from './message/compile.mjs';
import { compare } from './message/rounds.mjs';
import { COMMAND_VARIANTS, processVariants } from './message/variants.mjs';

/**
 * @param {import('./options.mjs').Options} options
 * @returns {Promise<import('./statistics.mjs').Group[]>}
 */
export async function benchProcesses(options) {
  compileApplications();
  return [
    ...(await compare('process', PROCESS_CELLS.json, processVariants('json'), options)),
    ...(await compare('process', PROCESS_CELLS.advanced, processVariants('advanced'), options)),
    ...(await compare('process', COMMAND_CELLS, COMMAND_VARIANTS, options)),
  ];
}
