/** What is done for others: in the context of who asked, or linked to that. */
import { ROOT_CONTEXT, trace, type Context, type Span } from './api.js';
import { linkedTo } from './link-span-processor.js';

/** The ids of the spans that a span is linked to by us, and its own. */
const linked = new WeakMap<Span, Set<string>>();

/**
 * The context in which something is done for several: that of the first who has a span, since who
 * has none asks on nobody's behalf.
 *
 * @param isLinked The span is linked to those of the others, once, as long as it is open. https://opentelemetry.io/docs/concepts/signals/traces/#span-links
 */
export function firstOf(contexts: readonly Context[], isLinked: boolean): Context {
  const first = contexts.find((each) => trace.getSpan(each)) ?? contexts[0] ?? ROOT_CONTEXT;
  const span = contexts.length > 1 && isLinked ? trace.getSpan(first) : undefined;
  // Spans of an SDK older than 1.9 of the API have no `addLink`.
  if (!span?.isRecording() || typeof span.addLink !== 'function') return first;
  const known = linked.get(span) ?? new Set([span.spanContext().spanId]);
  linked.set(span, known);
  for (const each of contexts) {
    const other = trace.getSpanContext(each);
    if (!other || known.has(other.spanId)) continue;
    known.add(other.spanId);
    span.addLink({ context: other });
  }
  return first;
}

/** The context of who asked; with `link`, one in which spans are roots, and linked to who asked. */
export function withRelation<T extends Context | undefined>(given: T, relation: string | undefined): Context | T {
  return given && relation === 'link' ? (linkedTo(ROOT_CONTEXT, given) ?? ROOT_CONTEXT) : given;
}
