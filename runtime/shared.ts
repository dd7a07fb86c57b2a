import type { Carrier } from './carrier.js';
import type { Keeper } from './kept.js';

interface Shared {
  /** What started this execution unit, until it is attached or a message has come. */
  started?: Carrier | 'environment' | undefined;
  /** A compiled process forked this one, so it extracts what is sent to it. */
  isForked?: boolean;
  /** The program was told to attach what its environment holds. */
  isMain?: boolean;
  /** Knows what objects keep. */
  keeper?: Keeper;
  /** The warnings that were given. */
  [warning: string]: unknown;
}

/** One for all copies of the runtime in a thread. */
export const shared: Shared = ((globalThis as { [key: symbol]: Shared })[Symbol.for('otel-baton')] ??= {});
