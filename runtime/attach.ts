/** Attach a context without a function to wrap. */
import type { Context } from '@opentelemetry/api';

/** Ends an attachment, and restores what was active before it. */
export interface Token {
  dispose(): void;
}

interface AttachingManager {
  attach?(context: Context): Token;
  _asyncLocalStorage?: { getStore(): Context | undefined; enterWith(context: Context | undefined): void };
}

/** The registered context manager, which version 1.9 of the API does not give out. */
export function contextManager(): AttachingManager | undefined {
  const api = (globalThis as { [key: symbol]: unknown })[Symbol.for('opentelemetry.js.api.1')];
  return (api as { context?: AttachingManager } | undefined)?.context;
}

/**
 * Make `context` active until the token is disposed of.
 *
 * @returns `undefined` where the context manager cannot.
 */
export function attach(context: Context): Token | undefined {
  const manager = contextManager();
  if (manager?.attach) return manager.attach(context);
  const storage = manager?._asyncLocalStorage;
  if (!storage) return undefined;
  const previous = storage.getStore();
  storage.enterWith(context);
  return { dispose: () => storage.enterWith(previous) };
}
