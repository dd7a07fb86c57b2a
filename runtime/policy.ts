/** In whose context a listener runs. */
import { context, isSpanContextValid, ROOT_CONTEXT, trace, type Context, type Span } from './api.js';
import { registered, type ContextManager } from './attach.js';
import { shared } from './shared.js';

/**
 * `registrant`: who added it. `exchange`: who added it, unless the call comes from the same trace.
 * `auto`: as `exchange`, until the span in which it was added has ended. `root`: nobody.
 */
export type Policy = 'registrant' | 'exchange' | 'auto' | 'root';

export type Listener = (this: unknown, ...args: unknown[]) => unknown;

/** Calls a listener in the context that is right for it at that moment. */
export type Call = (listener: Listener, self: unknown, args: unknown[]) => unknown;

/** @returns `undefined` where the listener is called as it is without us: there is no span to hold it to. */
export function callIn(policy: Policy): Call | undefined {
  if (policy === 'root') return (listener, self, args) => context.with(ROOT_CONTEXT, () => listener.apply(self, args));
  let registrant: Context | undefined = context.active();
  const arrives = shared.observer?.leaves('listener', registrant);
  if (policy === 'registrant') {
    return (listener, self, args) => {
      arrives?.(registrant as Context);
      return context.with(registrant as Context, () => listener.apply(self, args));
    };
  }
  let span = trace.getSpan(registrant) as (Span & { readonly ended?: boolean }) | undefined;
  const isLetGo = policy === 'auto';
  if (!span || !isSpanContextValid(span.spanContext()) || (isLetGo && span.ended === true)) return undefined;
  const { traceId } = span.spanContext();
  // As a bound function has it: looked up once, and not at each call.
  const manager = registered().context as ContextManager;
  return (listener, self, args) => {
    const active = manager.active();
    // What a listener that outlives its request is bound to is let go.
    if (isLetGo && span?.ended === true) registrant = span = undefined;
    if (!registrant || active === registrant) return listener.apply(self, args);
    if (active !== ROOT_CONTEXT && trace.getSpanContext(active)?.traceId === traceId) return listener.apply(self, args);
    arrives?.(registrant);
    // A closure, because for a `this` of ours the context manager would bind the function anew.
    return manager.with(registrant, () => listener.apply(self, args));
  };
}
