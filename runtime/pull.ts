/** Messages that are pulled: the code after the pull runs in the message's context, to the end of its block. */
import type { Context } from './api.js';
import { receive, tapsOf, unpack, type Tap } from './receive.js';
import { attachNext, close, type Scope } from './scope.js';
import { shared } from './shared.js';

/**
 * Clean what `receiveMessageOnPort` returned and attach the message's context.
 *
 * @param later The pull is a loop's condition: the loop's body attaches.
 */
export function pull<T extends { message: unknown } | undefined>(result: T, scope?: Scope, later?: boolean): T {
  const received = result && unpack(result.message);
  if (received) {
    result.message = received.payload;
    shared.observer?.received('worker_threads message', received, undefined, !!scope);
  }
  // The message pulled last counts.
  if (scope && (result || !later)) scope.contexts = [received?.context];
  return scope && !later ? attachNext(scope, scope, result) : result;
}

/**
 * Called with the target of `once` and `on` from `node:events`: keep the contexts of the messages
 * from now on.
 *
 * @param one Only that of the next message.
 */
export function tap<T>(target: T, scope: Scope, one?: boolean): T {
  close(scope);
  const contexts: (Context | undefined)[] = [];
  scope.contexts = contexts;
  const taps = tapsOf(receive(target));
  const listen: Tap = (received) => {
    contexts.push(received);
    if (one) taps?.delete(listen);
  };
  scope.untap = () => taps?.delete(listen);
  taps?.add(listen);
  return target;
}
