/** What is done at once for several: in the context of one of them, which is linked to the others. */
import { ROOT_CONTEXT, trace, type Context } from './api.js';

/**
 * The context in which something is done for several: that of the first who has a span, since who
 * has none asks on nobody's behalf.
 *
 * @param isLinked The span is linked to those of the others, as long as it is open. https://opentelemetry.io/docs/concepts/signals/traces/#span-links
 */
export function firstOf(contexts: readonly Context[], isLinked: boolean): Context {
  const first = contexts.find((each) => trace.getSpan(each)) ?? contexts[0] ?? ROOT_CONTEXT;
  const span = trace.getSpan(first);
  if (!isLinked || !span?.isRecording() || typeof span.addLink !== 'function') return first;
  const known = new Set([span.spanContext().spanId]);
  for (const each of contexts) {
    const other = trace.getSpanContext(each);
    if (!other || known.has(other.spanId)) continue;
    known.add(other.spanId);
    span.addLink({ context: other });
  }
  return first;
}
