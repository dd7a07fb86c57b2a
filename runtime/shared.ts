import type { Carrier } from './carrier.js';

interface Shared {
  /** What started this worker, until it is attached or a message has come. */
  started?: Carrier;
  /** Warnings that were given. */
  said?: Set<string>;
}

/** One for all copies of the runtime in a thread. */
export const shared: Shared = ((globalThis as { [key: symbol]: object })[Symbol.for('otel-baton')] ??= {});
