/** Inside one isolate: what several callers ask for is fetched by one call. */
import { context, type Context } from './api.js';
import { hasContext, type Callable } from './in-context.js';
import { firstOf } from './links.js';

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
  const callers = new WeakMap<object, Set<Context>>();

  function remember(keys: unknown[] | undefined, isMember: (keys: unknown[]) => boolean): void {
    if (!keys || !hasContext()) return;
    const active = context.active();
    const known = callers.get(keys) ?? new Set();
    if (known.has(active) || !isMember(keys)) return;
    callers.set(keys, known.add(active));
  }

  const remembering: Callable = function (this: unknown, ...args) {
    const before = (this as Loader)._batch?.keys;
    const length = before?.length;
    const loaded = load.apply(this, args);
    // What is in the cache already waits for no batch.
    remember((this as Loader)._batch?.keys, (keys) => keys.length > (keys === before ? (length ?? 0) : 0) || keys.includes(args[0]));
    return loaded;
  };
  Reflect.defineProperty(loader, 'load', { value: remembering, configurable: true, writable: true });
  loader._batchLoadFn = new Proxy(fetch, {
    apply(target, self, args: unknown[]) {
      const keys = args[0] as object;
      const all = [...(callers.get(keys) ?? [])];
      callers.delete(keys);
      const run = (): unknown => Reflect.apply(target, self, args);
      return all.length ? context.with(firstOf(all, true), run) : run();
    },
  });
  return loader;
}
