/**
 * Links in place of parents: work that several asked for, or whose context must stay what it is,
 * refers to who asked. https://opentelemetry.io/docs/concepts/signals/traces/#span-links
 */
import { createContextKey, trace, type Context, type Span, type SpanContext } from './api.js';

/** Holds the span contexts that the next span is to be linked to. */
const LINKS = createContextKey('otel-baton links');

/**
 * Link the active span to the span of `other`; where none is active, the context that is returned
 * has {@link LinkSpanProcessor} link the spans that are started in it.
 */
export function linkedTo(active: Context, other: Context): Context | undefined {
  const spanContext = trace.getSpanContext(other);
  if (!spanContext) return undefined;
  const span = trace.getSpan(active);
  if (span) {
    // A span of an SDK for version 1.8 of the API has none.
    (span as Partial<Span>).addLink?.({ context: spanContext });
    return undefined;
  }
  return active.setValue(LINKS, [...((active.getValue(LINKS) as SpanContext[] | undefined) ?? []), spanContext]);
}

/**
 * Adds the links to the spans that are started where no span was active. One of the
 * `spanProcessors` of a `TracerProvider`, for boundaries with `"relation": "link"`.
 */
export class LinkSpanProcessor {
  /** Called by the SDK when a span is started. Only a root span is linked: its children are in its trace. */
  onStart(span: Span, parentContext: Context): void {
    if (trace.getSpan(parentContext)) return;
    for (const context of (parentContext.getValue(LINKS) as SpanContext[] | undefined) ?? []) span.addLink({ context });
  }

  onEnd(): void {}

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {}
}
