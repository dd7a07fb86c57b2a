/** Attach a context without a function to wrap. */
import { createContextKey, trace, type Context, type TextMapPropagator } from './api.js';

/** Ends an attachment, and restores what was active before it. */
export interface Token {
  dispose(): void;
}

export interface ContextManager {
  active(): Context;
  with<T>(context: Context, fn: () => T): T;
  attach?(context: Context): Token;
  _asyncLocalStorage?: { getStore(): Context | undefined; enterWith(context: Context | undefined): void };
}

const API = Symbol.for('opentelemetry.js.api.1');

interface Registered {
  readonly context?: ContextManager;
  readonly propagation?: TextMapPropagator;
  readonly trace?: unknown;
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

/** Mark a context that came from elsewhere, before it is attached. */
export const asAttached = (extracted: Context): Context => extracted.setValue(ATTACHED, trace.getSpan(extracted));

/**
 * Make a context active until the token is disposed of.
 *
 * @returns `undefined` where the context manager cannot: it has no `attach`, as before version 2.12, and no storage.
 */
export function attach(context: Context): Token | undefined {
  const manager = registered().context;
  if (manager?.attach) return manager.attach(context);
  const storage = manager?._asyncLocalStorage;
  const previous = storage?.getStore();
  storage?.enterWith(context);
  return storage && { dispose: () => storage.enterWith(previous) };
}

/**
 * Set where nothing is to be carried: in what makes up for a worker or a process that is gone. A pool
 * that was made in some request outlives it, and so does what it starts and sends again.
 */
export const KEPT_HERE = createContextKey('otel-baton kept');

/** Whether the code at hand runs in a span that we attached. */
export function isAttached(active: Context): boolean {
  const span = trace.getSpan(active);
  return !!span && span === active.getValue(ATTACHED);
}
