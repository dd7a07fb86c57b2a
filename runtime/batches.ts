/** Inside one isolate: what several callers ask for is fetched by one call. */
import { context, type Context } from './api.js';
import { hasContext, type Callable } from './in-context.js';
import { firstOf } from './links.js';
import type { Arrive } from './observer.js';
import { shared } from './shared.js';

/** What of a `DataLoader` makes a batch. https://github.com/graphql/dataloader#batching */
interface Loader {
  load: Callable;
  readonly _batch?: { readonly keys: unknown[] } | null;
  _batchLoadFn?: Callable;
}

/**
 * Let a loader remember who asked for the keys of each batch: the batch is fetched in the context of
 * the first of them, and linked to the spans of the others. Called with each loader that is made.
 *
 * @returns The loader itself.
 */
export function processBatch<T extends Loader>(loader: T): T {
  const { load, _batchLoadFn: fetch } = loader;
  if (typeof fetch !== 'function') return loader;
  /** By the keys of a batch; gone with them. */
  const callers = new WeakMap<object, Map<Context, Arrive | undefined>>();

  const remembering: Callable = function (this: unknown, ...args) {
    const self = this as Loader;
    const before = self._batch?.keys;
    const length = before?.length ?? 0;
    const loaded = load.apply(this, args);
    const keys = self._batch?.keys;
    const active = context.active();
    const known = keys && callers.get(keys);
    if (!keys || known?.has(active) || !hasContext()) return loaded;
    // What is in the cache already waits for no batch.
    const isInBatch = keys.length > (keys === before ? length : 0) || keys.includes(args[0]);
    if (isInBatch) callers.set(keys, (known ?? new Map<Context, Arrive | undefined>()).set(active, shared.observer?.leaves('batch of several', active)));
    return loaded;
  };
  Reflect.defineProperty(loader, 'load', { value: remembering, configurable: true, writable: true });
  loader._batchLoadFn = new Proxy(fetch, {
    apply(target, self, args: unknown[]) {
      const keys = args[0] as object;
      const all = callers.get(keys);
      callers.delete(keys);
      const run = (): unknown => Reflect.apply(target, self, args);
      if (!all) return run();
      const first = firstOf([...all.keys()], true);
      all.get(first)?.(first);
      return context.with(first, run);
    },
  });
  return loader;
}
