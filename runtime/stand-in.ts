/** What is added to an `EventEmitter` in place of a listener. */
import type { Call, Listener } from './policy.js';

/**
 * The emitter knows it by the listener it stands for, so it can be removed, counted and listed by
 * that. https://nodejs.org/api/events.html#emitterrawlistenerseventname
 *
 * @param once The event's name, where the listener is to be called once.
 */
export function standInFor(listener: Listener, call: Call, once: string | undefined): Listener {
  let called = false;
  const standIn = function (this: { removeListener(event: string, listener: unknown): unknown }, ...args: unknown[]): unknown {
    if (once !== undefined) {
      if (called) return undefined;
      called = true;
      this.removeListener(once, standIn);
    }
    return call(listener, this, args);
  };
  return Object.assign(standIn, { listener }) as Listener;
}
