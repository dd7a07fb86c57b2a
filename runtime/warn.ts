import { diag } from './api.js';
import { shared } from './shared.js';

/** Tell `diag` once. The application is never thrown at. */
export function warnOnce(message: string, ...details: unknown[]): void {
  shared[message] ??= (diag.warn(`otel-baton: ${message}`, ...details), true);
}
