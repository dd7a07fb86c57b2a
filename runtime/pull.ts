/** Messages that are pulled: the code after the pull runs in the message's context, to the end of its block. */
import { context, type Context } from './api.js';
import { attach, hasOwnSpan, type Token } from './attach.js';
import { receive, tapsOf, unpack, type Tap } from './receive.js';

/** A block of the application whose code runs in the context of the message last pulled in it. */
export interface Scope {
  /** The function has an active span of its own, which wins. */
  readonly keeps: boolean;
  /** Of the messages whose turn has not come; `undefined` for one without a context. */
  readonly contexts: (Context | undefined)[];
  untap?: () => void;
  current?: Context | undefined;
  token?: Token | undefined;
}

/** Called first thing in the block. In a loop's body the message's context always wins. */
export function open(inLoop?: boolean): Scope {
  return { keeps: !inLoop && hasOwnSpan(context.active()), contexts: [] };
}

/** Called on every way out of the block. */
export function close(scope: Scope): void {
  suspend(scope);
  scope.current = undefined;
  scope.untap?.();
}

/** Called around each `await` of the block, before it suspends: whoever called the function runs next. */
export function suspend<T>(scope: Scope, value?: T): T {
  scope.token?.dispose();
  scope.token = undefined;
  return value as T;
}

/** Called when the block goes on. Inverse of {@link suspend}. */
export function resume<T>(scope: Scope, value?: T): T {
  if (scope.current && !scope.token) scope.token = attach(scope.current);
  return value as T;
}

/** Called when a message has been pulled: attach the context of the message whose turn it is at `source`. */
export function attachNext<T>(scope: Scope, source: Scope, value?: T): T {
  const next = source.contexts.shift();
  if (scope.keeps) return value as T;
  suspend(scope);
  scope.current = next;
  return resume(scope, value as T);
}

/**
 * Clean what `receiveMessageOnPort` returned and attach the message's context.
 *
 * @param later The pull is a loop's condition: the loop's body attaches.
 */
export function pull<T extends { message: unknown } | undefined>(result: T, scope?: Scope, later?: boolean): T {
  const received = result && unpack(result.message);
  if (received) result.message = received.payload;
  // The message pulled last counts.
  if (scope && (result || !later)) scope.contexts.splice(0, scope.contexts.length, received?.context);
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
  scope.contexts.length = 0;
  const taps = tapsOf(receive(target));
  const listen: Tap = (received) => {
    scope.contexts.push(received);
    if (one) taps?.delete(listen);
  };
  scope.untap = () => taps?.delete(listen);
  taps?.add(listen);
  return target;
}
