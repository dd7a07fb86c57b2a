/**
 * The spans that the demo finished, and where.
 *
 * @typedef {import('otel-baton/testing').CollectedSpan & { thread: 'main' | 'worker' | 'child' }} Span
 */

/**
 * @param {readonly import('otel-baton/testing').CollectedSpan[]} collected
 * @returns {Span[]}
 */
export function withThreads(collected) {
  const processes = new Set(collected.map(({ unit }) => unit.pid));
  return collected.map((span) => ({ ...span, thread: span.unit.threadId ? 'worker' : processes.has(span.unit.parentPid) ? 'child' : 'main' }));
}
