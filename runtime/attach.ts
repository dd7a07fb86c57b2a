/** Attach a context without a function to wrap. */
import { createContextKey, trace, type Context, type TextMapPropagator } from './api.js';

/** Ends an attachment, and restores what was active before it. */
export interface Token {
  dispose(): void;
}

interface ContextManager {
  attach?(context: Context): Token;
  _asyncLocalStorage?: { getStore(): Context | undefined; enterWith(context: Context | undefined): void };
}

const API = Symbol.for('opentelemetry.js.api.1');

interface Registered {
  readonly context?: ContextManager;
  readonly propagation?: TextMapPropagator;
}

/** What is registered with the API, which version 1.9 does not give out. */
export const registered = (): Registered => (globalThis as { [API]?: Registered })[API] ?? {};

/** Holds the span that an attachment brought, to tell it from a span that the code at hand has started. */
const ATTACHED = createContextKey('otel-baton');

/** Whether the code at hand runs in a span of its own, not one that we attached. */
export function hasOwnSpan(active: Context): boolean {
  const span = trace.getSpan(active);
  return !!span && span !== active.getValue(ATTACHED);
}

/**
 * Make a context active until the token is disposed of.
 *
 * @returns `undefined` where the context manager cannot: it has no `attach`, as before version 2.12, and no storage.
 */
export function attach(extracted: Context): Token | undefined {
  const context = extracted.setValue(ATTACHED, trace.getSpan(extracted));
  const manager = registered().context;
  if (manager?.attach) return manager.attach(context);
  const storage = manager?._asyncLocalStorage;
  const previous = storage?.getStore();
  storage?.enterWith(context);
  return storage && { dispose: () => storage.enterWith(previous) };
}

/** Marks the context of a listener that is told what becomes of a worker or a connected process. */
const IN_LISTENER = createContextKey('otel-baton listener');

/** The context of who registered such a listener, told from that of who does something of his own accord. */
export const ofListener = (registrant: Context): Context => registrant.setValue(IN_LISTENER, true);

/**
 * Whether what is done here makes up for a worker or a process that is gone, in a listener whose
 * registrant's span has ended: a pool that was made in some request outlives it, and so does what it
 * starts and sends again.
 */
export function isReplacement(active: Context): boolean {
  const span = trace.getSpan(active) as { readonly ended?: boolean } | undefined;
  return span?.ended === true && active.getValue(IN_LISTENER) === true;
}

/** Whether the code at hand runs in a span that we attached. */
export function isAttached(active: Context): boolean {
  return !!trace.getSpan(active) && !hasOwnSpan(active);
}
