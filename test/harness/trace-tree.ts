/** Finished spans as an indented tree of names. */

export interface RecordedSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentTraceId?: string;
  readonly parentSpanId?: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
  /** Ids of the spans that it is linked to. */
  readonly links?: readonly string[];
}

/**
 * Children stand under their parent if trace id and span id are both the parent's. Siblings are in
 * order of their text, so that the tree does not depend on timing. A span whose parent was not
 * recorded is marked, and links are named.
 */
export function renderTrace(spans: readonly RecordedSpan[]): string {
  const known = new Set(spans.map((span) => `${span.traceId} ${span.spanId}`));
  const isRoot = (span: RecordedSpan): boolean => span.parentSpanId === undefined || !known.has(`${span.traceId} ${span.parentSpanId}`);

  function links(span: RecordedSpan): string {
    const names = span.links?.map((id) => spans.find((each) => each.spanId === id)?.name ?? 'not recorded') ?? [];
    return names.length ? ` (linked to ${names.sort().join(', ')})` : '';
  }

  function render(span: RecordedSpan, depth: number): string {
    const marks = `${span.parentSpanId !== undefined && isRoot(span) ? ' (parent not recorded)' : ''}${links(span)}`;
    const children = spans
      .filter((each) => each.traceId === span.traceId && each.parentSpanId === span.spanId)
      .map((each) => render(each, depth + 1));
    return `${'  '.repeat(depth)}${span.name}${marks}\n${children.sort().join('')}`;
  }

  return spans
    .filter(isRoot)
    .map((span) => render(span, 0))
    .sort()
    .join('');
}
