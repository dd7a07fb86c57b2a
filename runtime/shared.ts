import type { Carrier } from './carrier.js';

/** One for all copies of the runtime in a thread: what started this worker, until it is attached or a message has come. */
export const shared: { started?: Carrier } = ((globalThis as { [key: symbol]: object })[Symbol.for('otel-baton')] ??= {});
