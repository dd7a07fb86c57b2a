/** A block of the application whose code runs in a context that came up in it, to the block's end. */
import { context, type Context } from './api.js';
import { asAttached, attach, hasOwnSpan, type Token } from './attach.js';

export interface Scope {
  /** The function has an active span of its own, which wins. */
  readonly keeps: boolean;
  /** Of messages that have come and not had their turn; `undefined` for one that came without a context. */
  contexts?: (Context | undefined)[];
  /** Of what was taken out in a loop's head. */
  next?: Context | undefined;
  untap?: () => void;
  current?: Context | undefined;
  token?: Token | undefined;
}

/** Called first thing in the block. In a loop's body the context that comes always wins. */
export function open(inLoop?: boolean): Scope {
  return { keeps: !inLoop && hasOwnSpan(context.active()) };
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
  const next = source.contexts?.shift();
  if (scope.keeps) return value as T;
  suspend(scope);
  scope.current = next && asAttached(next);
  return resume(scope, value as T);
}
