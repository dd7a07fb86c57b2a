/** What an execution unit gives to the collector. */
import { context } from '../api.js';
import { SUPPRESSED } from '../carrier.js';
import type { NodeProcess } from '../platform.js';
import { warnOnce } from '../warn.js';
import { SPANS, type Attributes, type CollectedSpan } from './collected-span.js';
import { hostProcess } from './host-process.js';
import type { SpanIds } from './span.js';

/** Seconds and nanoseconds. */
type HrTime = readonly [number, number];

/** What an SDK hands over when a span has ended: `ReadableSpan` of SDK 1 to 3. */
export interface EndedSpan extends Pick<CollectedSpan, 'name' | 'kind' | 'status' | 'attributes'> {
  spanContext(): SpanIds & { readonly traceFlags: number };
  readonly parentSpanContext?: SpanIds | undefined;
  readonly parentSpanId?: string | undefined;
  readonly startTime: HrTime;
  readonly endTime: HrTime;
  readonly links: CollectedSpan['links'];
  readonly resource: { readonly attributes: Attributes; readonly asyncAttributesPending?: boolean | undefined };
}

const SAMPLED = 1;

/**
 * Gives the finished spans of this thread or process to {@link collectSpans}. One of the
 * `spanProcessors` of a `TracerProvider`; where nobody collects, it does nothing.
 */
export class CollectingSpanProcessor {
  onStart(): void {}

  /** Called by the SDK. The span is written before `span.end()` returns, so that none is lost where the unit ends at once. */
  onEnd(span: EndedSpan): void {
    const process = hostProcess();
    const file = process?.env[SPANS];
    if (!process || !file || !(span.spanContext().traceFlags & SAMPLED)) return;
    try {
      const line = `${JSON.stringify(collected(span, process))}\n`;
      // An instrumented `fs` would make a span of this, and that one another.
      context.with(context.active().setValue(SUPPRESSED, true), () => process.getBuiltinModule?.('fs').appendFileSync(file, line));
    } catch (error) {
      warnOnce(`a span could not be written to the file that ${SPANS} names, so it is not collected`, file, error);
    }
  }

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {}
}

function collected(span: EndedSpan, process: NodeProcess): CollectedSpan {
  const { traceId, spanId } = span.spanContext();
  const { name, kind, status, attributes, resource } = span;
  return {
    name,
    traceId,
    spanId,
    parentSpanId: span.parentSpanContext?.spanId ?? span.parentSpanId,
    kind,
    start: milliseconds(span.startTime),
    end: milliseconds(span.endTime),
    status,
    attributes,
    links: span.links.map((link) => ({ context: { traceId: link.context.traceId, spanId: link.context.spanId }, attributes: link.attributes })),
    unit: {
      pid: process.pid,
      parentPid: process.ppid,
      threadId: process.getBuiltinModule?.('worker_threads').threadId ?? 0,
      // Until its detectors are done, a resource complains of being read.
      resource: resource.asyncAttributesPending ? {} : resource.attributes,
    },
  };
}

const milliseconds = ([seconds, nanoseconds]: HrTime): number => seconds * 1e3 + nanoseconds / 1e6;
