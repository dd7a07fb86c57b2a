import { diag } from '@opentelemetry/api';

const said = new Set<string>();

/** Tell `diag` once. The application is never thrown at. */
export function warnOnce(message: string, error?: unknown): void {
  if (said.has(message)) return;
  said.add(message);
  diag.warn(`otel-baton: ${message}`, ...(error === undefined ? [] : [error]));
}
