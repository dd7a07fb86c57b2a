import type { Carrier } from './carrier.js';
import type { Keeper } from './kept.js';
import type { Observer } from './observer.js';
import { builtin, nodeProcess } from './platform.js';

interface Shared {
  /** What started this execution unit, until it is attached or a message has come. */
  started?: Carrier | 'environment' | undefined;
  /** A compiled process forked this one, so it extracts what is sent to it. */
  isForked?: boolean;
  /** The program was told to attach what its environment holds. */
  isMain?: boolean;
  /** Knows what objects keep. */
  keeper?: Keeper;
  /** Is told of each crossing. */
  observer?: Observer | undefined;
  /** The warnings that were given. */
  [warning: string]: unknown;
}

/** One for all copies of the runtime in a thread. */
export const shared: Shared = ((globalThis as { [key: symbol]: Shared })[Symbol.for('otel-baton')] ??= {});

/** By its first letter: 1, true; of the levels of OpenTelemetry: debug, verbose, all. */
export const ASKED = /^[1tdva]/i;

// What observes is no part of a program that does not ask for it, so it is looked for where the
// program lies. It must be there before the first crossing, and brings a copy of this module.
if (!('observer' in shared)) {
  shared.observer = undefined;
  try {
    // Ours counts first, so that it can say no where the other one is set.
    if (ASKED.test((nodeProcess?.env['OTEL_BATON_DEBUG'] || nodeProcess?.env['OTEL_LOG_LEVEL']) as string)) {
      queueMicrotask(() => shared.observer ?? nodeProcess?.emitWarning('otel-baton: start Node with --import otel-baton/debug'));
      for (const from of [nodeProcess?.argv[1], `${nodeProcess?.cwd()}/`]) {
        try {
          builtin('module')?.createRequire(from as string)('otel-baton/debug');
        } catch {
          // It may be found from the other one, or be in the same bundle.
        }
      }
    }
  } catch {
    // Deno may not let us read the environment.
  }
}
