/** `otel-baton/testing`: tests of traces that read like sentences. */
export { readSpans, type CollectedSpan, type Unit } from './collected-span.js';
export { CollectingSpanProcessor } from './collecting-span-processor.js';
export { collectSpans, type SpanCollector } from './collector.js';
export { matchers, type TraceMatchers } from './matchers.js';
export type { FinishedSpan, SpanReference } from './span.js';
export { renderTraceTree, type TreeOptions } from './trace-tree.js';
