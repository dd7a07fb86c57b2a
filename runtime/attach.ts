/** Attach a context without a function to wrap. */
import { createContextKey, trace, type Context } from './api.js';

/** Ends an attachment, and restores what was active before it. */
export interface Token {
  dispose(): void;
}

interface ContextManager {
  attach?(context: Context): Token;
  _asyncLocalStorage?: { getStore(): Context | undefined; enterWith(context: Context | undefined): void };
}

const API = Symbol.for('opentelemetry.js.api.1');

/** The registered context manager, which version 1.9 of the API does not give out. */
export function contextManager(): ContextManager | undefined {
  return (globalThis as { [API]?: { context?: ContextManager } })[API]?.context;
}

/** Holds the span that an attachment brought, to tell it from a span that the code at hand has started. */
export const ATTACHED = createContextKey('otel-baton');

/**
 * Make a context active until the token is disposed of.
 *
 * @returns `undefined` where the context manager cannot: it has no `attach`, as before version 2.12, and no storage.
 */
export function attach(extracted: Context): Token | undefined {
  const context = extracted.setValue(ATTACHED, trace.getSpan(extracted));
  const manager = contextManager();
  if (manager?.attach) return manager.attach(context);
  const storage = manager?._asyncLocalStorage;
  const previous = storage?.getStore();
  storage?.enterWith(context);
  return storage && { dispose: () => storage.enterWith(previous) };
}
