import { diag } from './api.js';

const said = new Set<string>();

/** Tell `diag` once. The application is never thrown at. */
export function warnOnce(message: string, ...details: unknown[]): void {
  if (!said.has(message)) diag.warn(`otel-baton: ${message}`, ...details);
  said.add(message);
}
