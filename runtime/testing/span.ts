/** Spans as tests meet them: finished ones of any SDK, live ones, and collected ones, in one form. */

export interface SpanIds {
  readonly traceId: string;
  readonly spanId: string;
}

/** What says which span is meant: a live or a finished span of any SDK, a span context, or a collected span. */
export type SpanReference = SpanIds | { spanContext(): SpanIds };

/** A finished span: `ReadableSpan` of SDK 1 to 3, or a collected span. */
export type FinishedSpan = SpanReference & {
  readonly name: string;
  /** Of SDK 2 and 3. */
  readonly parentSpanContext?: SpanIds | undefined;
  /** Of SDK 1, and of collected spans. */
  readonly parentSpanId?: string | undefined;
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly links?: readonly { readonly context: SpanIds }[];
};

/** What is compared and drawn of a span. */
export interface KnownSpan extends SpanIds {
  readonly name: string;
  /** The parent of a span that is not recorded is not known. */
  readonly isRecorded: boolean;
  readonly parentSpanId?: string | undefined;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly links: readonly SpanIds[];
}

/** An error of the test itself, which fails it with `.not` too. */
export const misuse = (what: string): Error => new Error(`otel-baton/testing: ${what}`);

/**
 * Read what a test gave for a span.
 *
 * @param role What it is to be, for the message.
 * @throws Where it is none.
 */
export function knownSpan(value: unknown, role: string): KnownSpan {
  const given = (typeof value === 'object' && value ? value : {}) as Partial<SpanIds & FinishedSpan & { spanContext(): SpanIds }>;
  const ids = (typeof given.spanContext === 'function' ? (given.spanContext() as Partial<SpanIds> | undefined) : given) ?? {};
  const { traceId, spanId } = ids;
  if (typeof traceId !== 'string' || typeof spanId !== 'string') {
    throw misuse(`${role} must be a span (of an SDK, of the API, or collected), but is ${shown(value)}. If it was looked up, it was not found: was it ended, and collected?`);
  }
  const { name, attributes = {}, links = [] } = given;
  const parentSpanId = given.parentSpanContext?.spanId || given.parentSpanId || undefined;
  const isRecorded = typeof name === 'string';
  return { name: isRecorded ? name : `span ${spanId}`, isRecorded, traceId, spanId, parentSpanId, attributes, links: links.map(({ context }) => context) };
}

/**
 * Read a span whose parent must be known.
 *
 * @throws Where it is not recorded.
 */
export function recordedSpan(value: unknown, role: string): KnownSpan {
  const span = knownSpan(value, role);
  if (span.isRecorded) return span;
  throw misuse(`${role} (${identity(span)}) is not recorded, so its parent is not known. Give the finished span; if there is none, it was not sampled, or no SDK was started where it was made.`);
}

/** Read the spans that a test gave. */
export function recordedSpans(value: unknown): readonly KnownSpan[] {
  if (!Array.isArray(value)) throw misuse(`a tree is formed by an array of spans, as \`exporter.getFinishedSpans()\` or \`collector.spans()\` return, not by ${shown(value)}.`);
  return value.map((each, index) => recordedSpan(each, `span ${index} of the array`));
}

const identity = ({ traceId, spanId }: SpanIds): string => `trace ${traceId}, span ${spanId}`;

/** Say in a line which span it is, and what its parent is. */
export function described(span: KnownSpan): string {
  const parent = span.isRecorded ? `, ${span.parentSpanId === undefined ? 'no parent' : `parent ${span.parentSpanId}`}` : '';
  return `${span.name} (${identity(span)}${parent})`;
}

function shown(value: unknown): string {
  if (typeof value === 'object' && value) return Array.isArray(value) ? 'an array' : `an object with ${Object.keys(value).slice(0, 9).join(', ') || 'nothing in it'}`;
  return typeof value === 'function' ? 'a function' : typeof value === 'string' ? JSON.stringify(value) : String(value);
}
