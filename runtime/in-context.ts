/** Functions that run in a context of our choice. */
import { context, type Context } from './api.js';
import { registered } from './attach.js';
import type { Arrive } from './observer.js';

export type Callable = (this: unknown, ...args: unknown[]) => unknown;

/** Whether there are contexts at all: without a context manager none is ever active. */
export const hasContext = (): boolean => registered().context !== undefined;

/**
 * A function that runs in a context. A Proxy, because a queue may look at all that a function is:
 * its name, its length, whether it is `async`; and because it is the faster way.
 */
export function inContext(task: Callable, given: Context, arrives?: Arrive): Callable {
  return new Proxy(task, {
    apply(target, self, args) {
      arrives?.(given);
      return context.with(given, () => Reflect.apply(target, self, args));
    },
  });
}
