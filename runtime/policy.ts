/** In whose context a listener runs. */
import { context, isSpanContextValid, ROOT_CONTEXT, trace, type Context } from './api.js';

/**
 * `registrant`: who added it. `exchange`: who added it, unless the call comes from the same trace.
 * `auto`: as `exchange`, until the span in which it was added has ended. `root`: nobody.
 */
export type Policy = 'registrant' | 'exchange' | 'auto' | 'root';

export type Listener = (this: unknown, ...args: unknown[]) => unknown;

/** Calls a listener in the context that is right for it at that moment. */
export type Call = (listener: Listener, self: unknown, args: unknown[]) => unknown;

const asItIs: Call = (listener, self, args) => listener.apply(self, args);

/** @returns `undefined` where the listener is called as it is without us: there is no span to hold it to. */
export function callIn(policy: Policy): Call | undefined {
  if (policy === 'root') return (listener, self, args) => context.with(ROOT_CONTEXT, listener, self, ...args);
  let registrant: Context | undefined = context.active();
  if (policy === 'registrant') return (listener, self, args) => context.with(registrant as Context, listener, self, ...args);
  const span = trace.getSpan(registrant);
  const { traceId } = span?.spanContext() ?? {};
  const isOver = (): boolean => policy === 'auto' && (span as { readonly ended?: boolean } | undefined)?.ended === true;
  if (!span || !isSpanContextValid(span.spanContext()) || isOver()) return undefined;
  return (listener, self, args) => {
    // What a listener that outlives its request is bound to is let go.
    if (registrant && isOver()) registrant = undefined;
    const active = context.active();
    const call = !registrant || active === registrant || trace.getSpanContext(active)?.traceId === traceId;
    return call ? asItIs(listener, self, args) : context.with(registrant as Context, listener, self, ...args);
  };
}
