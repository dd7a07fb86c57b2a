import type { Carrier } from './carrier.js';

interface Shared {
  /** What started this worker, until it is attached or a message has come. */
  started?: Carrier | undefined;
  /** The warnings that were given. */
  [warning: string]: unknown;
}

/** One for all copies of the runtime in a thread. */
export const shared: Shared = ((globalThis as { [key: symbol]: Shared })[Symbol.for('otel-baton')] ??= {});
