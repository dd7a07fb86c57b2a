/** Messages that are pulled: the code after the pull runs in the message's context, to the end of its block. */
import { context, createContextKey, trace, type Context } from '@opentelemetry/api';
import { attach, type Token } from './attach.js';
import { open as openMessage, receive, tapsOf, type Tap } from './receive.js';

/** A block of the application whose code runs in the context of the message last pulled in it. */
export interface Scope {
  /** The function has an active span of its own, which wins. */
  readonly keeps: boolean;
  readonly contexts: Tap;
  target?: unknown;
  current?: Context | undefined;
  token?: Token | undefined;
}

/** Holds the span that an attachment brought, to tell it from a span of the function's own. */
const PULLED = createContextKey('otel-baton pulled span');

/** Called first thing in the block. In a loop's body the message's context always wins. */
export function open(inLoop?: boolean): Scope {
  const active = context.active();
  const span = trace.getSpan(active);
  return { keeps: !inLoop && !!span && span !== active.getValue(PULLED), contexts: [] };
}

/** Called on every way out of the block. */
export function close(scope: Scope): void {
  move(scope, undefined);
  tapsOf(scope.target)?.delete(scope.contexts);
}

function move(scope: Scope, to: Context | undefined): void {
  if (scope.keeps) return;
  suspend(scope);
  scope.current = to?.setValue(PULLED, trace.getSpan(to));
  resume(scope);
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

/**
 * Clean what `receiveMessageOnPort` returned and attach the message's context.
 *
 * @param later The pull is a loop's condition: the loop's body attaches ({@link attachNext}).
 */
export function pull<T extends { message: unknown } | undefined>(result: T, scope?: Scope, later?: boolean): T {
  const received = result && openMessage(result.message);
  if (received) result.message = received.payload;
  if (later) scope?.contexts.push(received?.context);
  else if (scope) move(scope, received?.context);
  return result;
}

/** Called with the target of `once` and `on` from `node:events`: keep the contexts of the messages from now on. */
export function tap<T>(target: T, scope: Scope): T {
  receive(target);
  tapsOf(scope.target)?.delete(scope.contexts);
  scope.contexts.length = 0;
  scope.target = target;
  tapsOf(target)?.add(scope.contexts);
  return target;
}

/** Called when `await once(…)` has its message. */
export function pullAwaited<T>(scope: Scope, result: T): T {
  move(scope, scope.contexts[0]);
  tapsOf(scope.target)?.delete(scope.contexts);
  return result;
}

/** Called first thing in the body of a loop over messages. */
export function attachNext(scope: Scope, loop: Scope): void {
  move(scope, loop.contexts.shift());
}
