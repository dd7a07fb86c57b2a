/** Inside one isolate: work that runs in the context of who asked for it. */
import { context, ROOT_CONTEXT, trace, type Context, type Span } from './api.js';
import { isAttached, KEPT_HERE } from './attach.js';
import type { Arrive } from './observer.js';
import type { Call, Listener } from './policy.js';
import { shared } from './shared.js';
import { standInFor } from './stand-in.js';

/**
 * Make an `EventEmitter` listener run in the context in which it is added.
 *
 * @param once The event's name, where the listener is to be called once.
 */
export function bind<T>(listener: T, once?: string): T {
  if (typeof listener !== 'function') return listener;
  const registrant = context.active();
  const arrives = shared.observer?.leaves('listener', registrant);
  const call: Call = (own, self, args) => {
    const span = trace.getSpan(registrant) as { readonly ended?: boolean } | undefined;
    // Of a worker, a process with a channel, a cluster: what takes its place has other work than the registrant's.
    const isOver = span?.ended === true && ['postMessage', 'send', 'fork'].some((member) => member in Object(self));
    arrives?.(registrant);
    return context.with(isOver ? registrant.setValue(KEPT_HERE, true) : registrant, () => own.apply(self, args));
  };
  return standInFor(listener as unknown as Listener, call, once) as T;
}

const telling = (arrives: Arrive, given: Context, listener: Listener): Listener =>
  function (this: unknown, ...args) {
    arrives(given);
    return listener.apply(this, args);
  };

/**
 * Make a function that runs in the context of a span that is open but not active.
 *
 * @param key Where the function is called as a method, its name; `callee` is then the object.
 */
export function withSpan<T>(span: Span | undefined, callee: T, key?: PropertyKey): unknown {
  const called = key === undefined ? callee : (callee as Record<PropertyKey, Listener | undefined>)[key]?.bind(callee);
  const active = context.active();
  const given = span ? trace.setSpan(active, span) : active;
  const arrives = span && shared.observer?.leaves('detached task', given);
  return context.bind(given, arrives && typeof called === 'function' ? telling(arrives, given, called as Listener) : called);
}

/**
 * Look up a span that is open where a closure is written. The closure may run before the span is
 * there, or in another request: then the active context is right.
 */
export function openSpan(given: () => Span | undefined): Span | undefined {
  try {
    const span = given();
    const own = trace.getSpanContext(context.active());
    return span && (!own || own.traceId === span.spanContext().traceId) ? span : undefined;
  } catch {
    return undefined;
  }
}

/** Make a function that runs in no context. Called with `setInterval` at the top level of a worker's module. */
export function detach<T>(callee: T): T {
  return context.bind(ROOT_CONTEXT, callee);
}

/**
 * Stand in for `server.listen`, which keeps the context for all its connections. What started this
 * execution unit is not the parent of the requests it serves; anything else that is active is left.
 */
export function detachStarted(server: Readonly<Record<PropertyKey, Listener>>, key: PropertyKey): Listener {
  return (...args) => {
    const active = context.active();
    const listen = server[key] as Listener;
    if (!isAttached(active)) return listen.apply(server, args);
    const bound = args.map((each) => (typeof each === 'function' ? context.bind(active, each) : each));
    return context.with(ROOT_CONTEXT, listen, server, ...bound);
  };
}
