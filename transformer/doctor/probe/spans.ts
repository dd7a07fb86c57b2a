/** What becomes of spans between their end and their export. */
import type { Spans } from './facts.js';
import { quietly, record } from './record.js';

interface ReadableSpan {
  spanContext(): { readonly traceFlags: number };
}

interface ExportResult {
  readonly code: number;
  readonly error?: Error;
}

interface Exporter {
  export(spans: readonly unknown[], done: (result: ExportResult) => void): void;
}

/** What processors of the SDK's versions 1 to 3 keep; none of it is told in their types. */
export interface Processor {
  onEnd(span: ReadableSpan): void;
  readonly _exporter?: Exporter;
  readonly _maxQueueSize?: number;
  readonly _droppedSpansCount?: number;
}

const SAMPLED = 1;
const SUCCESS = 0;

type Counts = { -readonly [Name in keyof Spans]: Spans[Name] };

const watched: Counts[] = [];
const known = new WeakSet<Processor>();

/** Spans that were neither sent nor lost. */
const waiting = ({ ended, exported, dropped, failed }: Spans): number => ended - exported - dropped - failed;

export function watchProcessor(processor: Processor): void {
  const { _exporter: exporter, _maxQueueSize: queue } = processor;
  // Without an exporter it does with spans what we know nothing of.
  if (!exporter || known.has(processor)) return;
  known.add(processor);
  const counts: Counts = { processor: processor.constructor.name, ended: 0, exported: 0, dropped: 0, failed: 0, ...(queue !== undefined && { queue }) };
  const index = watched.push(counts) - 1;
  watchEnds(processor, counts, index);
  watchExports(exporter, counts, index);
}

const tell = (counts: Counts, index: number): void => record({ fact: 'spans', index, spans: counts });

function watchEnds(processor: Processor, counts: Counts, index: number): void {
  const { onEnd } = processor;
  processor.onEnd = function (span) {
    const isSampled = quietly(() => (span.spanContext().traceFlags & SAMPLED) !== 0) === true;
    const before = processor._droppedSpansCount ?? 0;
    const hadNone = waiting(counts) === 0;
    if (isSampled) counts.ended += 1;
    // An exporter may be done before this returns.
    onEnd.call(this, span);
    // It starts to count anew when it has room again.
    const isDropped = (processor._droppedSpansCount ?? 0) > before;
    if (isDropped) counts.dropped += 1;
    if (counts.dropped === 1 ? isDropped : hadNone && waiting(counts) > 0) tell(counts, index);
  };
}

function watchExports(exporter: Exporter, counts: Counts, index: number): void {
  const { export: send } = exporter;
  exporter.export = function (spans, done) {
    return send.call(this, spans, (result) => {
      if (result.code === SUCCESS) counts.exported += spans.length;
      else {
        counts.failed += spans.length;
        counts.error ??= result.error?.message ?? 'it gave no reason';
      }
      if (result.code !== SUCCESS || waiting(counts) <= 0) tell(counts, index);
      done(result);
    });
  };
}

/** As it is at the end. */
export function recordSpans(): void {
  watched.forEach(tell);
}
