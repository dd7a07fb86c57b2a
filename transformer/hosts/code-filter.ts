/** What stands in every file that is rewritten, so that a bundler can pass over all others by itself. */
import { indexRows } from '../plan/rows.js';
import type { Options } from '../options.js';
import { optionRows } from '../own-rows.js';
import { MAY_BE_STARTED } from '../resolve/may-be-started.js';

/** What every queue written by hand is filled by. */
const FILLED = /\.\s*(?:push|unshift|splice|set|add)\s*\(/;

/** @returns `undefined` where a file may be concerned whatever stands in it. */
export function codeFilter(options: Options): RegExp | undefined {
  if (options.startup === 'environment' || options.taskModules.length) return undefined;
  const { added, known } = optionRows(options);
  const rows = indexRows([...added.map(({ boundary }) => boundary), ...known], () => true, true);
  const mayBeQueue = options.queues !== 'off' && rows.queues.length > 0;
  return new RegExp([rows.hint, MAY_BE_STARTED, ...(mayBeQueue ? [FILLED] : [])].map(({ source }) => source).join('|'));
}
