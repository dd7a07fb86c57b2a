/**
 * Queues written by hand: an element keeps the context in which it is put in, and what follows its
 * taking-out runs in that context. The element is not touched, and what it keeps is gone with it.
 */
import { context, ROOT_CONTEXT, trace, type Context, type Span } from './api.js';
import { registered } from './attach.js';
import { hasContext } from './in-context.js';
import { keep, keptBy, type Kept } from './kept.js';
import { linkedTo } from './link-span-processor.js';
import { resume, suspend, type Scope } from './scope.js';
import { shared } from './shared.js';

const canWait = (element: unknown): element is object => (typeof element === 'object' && element !== null) || typeof element === 'function';

/** Whether what was kept earlier is still to be taken: it may have been thrown away, with the container or out of it. */
function stillWaits(element: object, earlier: Kept, { context: own, container }: Kept): boolean {
  // Of another container nobody knows, and in the same context it makes no difference.
  if (earlier.container !== container) return earlier.context === own;
  if (Array.isArray(container)) return container.includes(element);
  return container instanceof Set ? container.has(element) : container === undefined;
}

/** As many as a container that cannot be asked is believed to hold of one element. */
const MOST = 99;

/**
 * Called with what is put into a queue, before it is. Primitives have nowhere to keep a context.
 *
 * @param container Where it is put, as far as that can be named.
 * @param span Open at the call, but not active.
 */
export function enqueue<T>(element: T, container?: unknown, span?: Span): T {
  const manager = canWait(element) && registered().context;
  if (!manager) return element;
  const active = manager.active();
  const given = span ? trace.setSpan(active, span) : active;
  const kept: Kept = { context: given, container, arrives: shared.observer?.leaves('queue written by hand', given) };
  const earlier = keptBy(element);
  if (!earlier) keep(element, kept);
  else {
    const others = [earlier].flat().filter((each) => stillWaits(element, each, kept)).slice(-MOST);
    // A set holds an element once, since it was first added.
    const isHeld = container instanceof Set && container.has(element);
    keep(element, isHeld ? others : [...others, kept]);
  }
  return element;
}

/** As {@link enqueue}, called with a list that is spread into the call. */
export function enqueueEach<T>(list: T, container?: unknown, span?: Span): T {
  if (Array.isArray(list)) for (const element of list) enqueue(element, container, span);
  return list;
}

const traceOf = (of: Context): string | undefined => trace.getSpanContext(of)?.traceId;

/**
 * Take what an element keeps.
 *
 * @param isCallback A function is called with the element, so that nothing is attached.
 * @returns `undefined` where nothing is to be attached: it keeps nothing, or its trace is the active one.
 */
function takeFrom(element: unknown, isLinked?: boolean, isCallback?: boolean): Context | undefined {
  const kept = canWait(element) ? keptBy(element) : undefined;
  const first = Array.isArray(kept) ? (kept[0] as Kept | undefined) : (kept as Kept | undefined);
  if (!first) return undefined;
  keep(element as object, Array.isArray(kept) && kept.length > 1 ? kept.slice(1) : undefined);
  const own = first.context;
  const active = registered().context?.active() ?? ROOT_CONTEXT;
  const isNear = own === active || (active !== ROOT_CONTEXT && traceOf(own) === traceOf(active));
  if (!isLinked) first.arrives?.(isNear ? active : own, !isCallback);
  if (isNear) return undefined;
  return isLinked ? linkedTo(active, own) : own;
}

/**
 * Called with an element that was taken out: what follows in the block runs in its context.
 *
 * @param later It is taken out in a loop's head: the loop's body attaches.
 * @param isLinked The context stays, and gets a link to the element's.
 */
export function dequeue<T>(element: T, scope: Scope, later?: boolean, isLinked?: boolean): T {
  suspend(scope);
  const kept = takeFrom(element, isLinked);
  if (later) scope.next = kept;
  else {
    scope.current = kept;
    resume(scope);
  }
  return element;
}

/** Called first in the body of a loop whose head takes out: each pass runs in its element's context. */
export function takeTurn(scope: Scope, loop: Scope): void {
  suspend(scope);
  scope.current = loop.next;
  resume(scope);
}

/** As {@link dequeue}, called with a list of which the first is used. */
export function dequeueFirst<T extends readonly unknown[]>(list: T, scope: Scope, later?: boolean, isLinked?: boolean): T {
  dequeue(list[0], scope, later, isLinked);
  return list;
}

/**
 * Called with the elements that a loop runs over: each pass runs in its element's context.
 *
 * @param isOfEntries They are pairs of key and element, as a `Map`'s are.
 */
export function drain<T>(list: Iterable<T>, scope: Scope, isOfEntries?: boolean, isLinked?: boolean): Iterable<T> {
  if (!list?.[Symbol.iterator]) return list;
  return {
    [Symbol.iterator]() {
      const iterator = list[Symbol.iterator]();
      const drained: Iterator<T> = {
        next() {
          const result = iterator.next();
          const element = result.done ? undefined : isOfEntries ? (result.value as readonly unknown[])[1] : result.value;
          scope.next = takeFrom(element, isLinked);
          return result;
        },
      };
      if (iterator.return) drained.return = (value?: unknown) => (iterator.return as NonNullable<typeof iterator.return>)(value);
      return drained;
    },
  };
}

/** Called with the callback of `forEach` and its like over elements that are taken out. */
export function inTurn<T>(callback: T, isLinked?: boolean): T {
  if (typeof callback !== 'function' || !hasContext()) return callback;
  return function (this: unknown, ...args: unknown[]) {
    const kept = takeFrom(args[0], isLinked, true);
    const call = (): unknown => (callback as unknown as (...given: unknown[]) => unknown).apply(this, args);
    return kept ? context.with(kept, call) : call();
  } as T;
}
