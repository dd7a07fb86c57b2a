/**
 * Tells each crossing of a boundary: to counters, to `node:diagnostics_channel`, and where the
 * environment asks for it, in a line each. To import this module turns it on; the runtime imports it
 * by itself where the environment asks.
 */
import { diag } from './api.js';
import { lineOf, type Counts, type Crossing } from './crossing.js';
import { observe } from './observe.js';
import { builtin, nodeProcess, workerThreads } from './platform.js';
import { ASKED, shared } from './shared.js';

export type { Counts, Crossing, SpanId, Verdict } from './crossing.js';

const channel = builtin('diagnostics_channel')?.channel('otel-baton:crossing');

const unit = `process ${nodeProcess?.pid}${workerThreads && !workerThreads.isMainThread ? `, worker ${workerThreads.threadId}` : ''}`;

/** How often a pipe that is full is tried again. */
const PATIENCE = 999;

/** At once, or what a worker says last would be lost. */
function toStandardError(line: string): void {
  for (let tries = 0; ; tries++) {
    try {
      builtin('fs')?.writeSync(2, `otel-baton: ${unit}: ${line}\n`);
      return;
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'EAGAIN' || tries > PATIENCE) return;
    }
  }
}

const { OTEL_BATON_DEBUG: own, OTEL_LOG_LEVEL: level = '' } = nodeProcess?.env ?? {};
const toDiag = (line: string): void => diag.debug(`otel-baton: ${line}`);
const log = ASKED.test(own || level) ? (own ? toStandardError : toDiag) : undefined;

function tell(crossing: Crossing): void {
  if (channel?.hasSubscribers) channel.publish(crossing);
  if (crossing.verdict !== 'nothing to carry') log?.(lineOf(crossing));
}

const { counts } = (shared.observer ??= observe({
  tell,
  isHeard: () => log !== undefined || channel?.hasSubscribers === true,
  warn: (message) => (log === toStandardError ? log(message) : diag.warn(`otel-baton: ${message}`)),
}));

/** How many crossings this thread has seen since it started, or since {@link resetCrossings}. */
export function crossings(): Counts {
  return Object.fromEntries([...counts].map(([boundary, verdicts]) => [boundary, { ...verdicts }]));
}

/** Count from zero. */
export function resetCrossings(): void {
  counts.clear();
}
