/** Links to those on whose behalf something is done in the context of another. https://opentelemetry.io/docs/concepts/signals/traces/#span-links */
import { trace, type Context, type SpanContext } from './api.js';

/**
 * Link the span of a context to those of others.
 *
 * @param others Contexts without a span, and of the same span, make no link.
 */
export function linkTo(first: Context, others: readonly (Context | undefined)[]): void {
  const span = trace.getSpan(first);
  if (!span?.isRecording() || !span.addLink) return;
  const known = new Set([span.spanContext().spanId]);
  for (const other of others) {
    const linked: SpanContext | undefined = other && trace.getSpanContext(other);
    if (!linked || known.has(linked.spanId)) continue;
    known.add(linked.spanId);
    span.addLink({ context: linked });
  }
}
