/** Finished spans of all execution units in one file: a line each, appended when the span ends. */
import { hostProcess } from './host-process.js';
import type { SpanIds } from './span.js';

/** The variable that names the file, by its absolute path. Workers and child processes inherit it. */
export const SPANS = 'OTEL_BATON_SPANS';

export type Attributes = Readonly<Record<string, unknown>>;

/** Where a span ended. */
export interface Unit {
  readonly pid: number;
  readonly parentPid: number;
  /** 0 in the main thread. */
  readonly threadId: number;
  /** The attributes of the SDK's resource. */
  readonly resource: Attributes;
}

export interface CollectedSpan extends SpanIds {
  readonly name: string;
  readonly parentSpanId?: string | undefined;
  /** As `SpanKind` of the API. */
  readonly kind: number;
  /** In milliseconds since the epoch. */
  readonly start: number;
  readonly end: number;
  readonly status: { readonly code: number; readonly message?: string | undefined };
  readonly attributes: Attributes;
  readonly links: readonly { readonly context: SpanIds; readonly attributes?: Attributes | undefined }[];
  readonly unit: Unit;
}

/** Read the spans that were collected in a file. */
export function readSpans(file: string): readonly CollectedSpan[] {
  return spanReader(file)();
}

/** Each call reads what was appended since the last. */
export function spanReader(file: string): () => readonly CollectedSpan[] {
  const fs = hostProcess()?.getBuiltinModule?.('fs');
  let offset = 0;
  return () => {
    if (!fs?.existsSync(file)) return [];
    const descriptor = fs.openSync(file, 'r');
    try {
      const appended = Buffer.alloc(fs.fstatSync(descriptor).size - offset);
      fs.readSync(descriptor, appended, 0, appended.length, offset);
      // A line that has no end yet is still being written.
      const lines = appended.subarray(0, appended.lastIndexOf('\n') + 1);
      offset += lines.length;
      return lines.toString().split('\n').filter(Boolean).map((line) => JSON.parse(line) as CollectedSpan);
    } finally {
      fs.closeSync(descriptor);
    }
  };
}
