/** The carrier: what of a context travels, and how it is read back. */
import {
  context,
  createContextKey,
  createTraceState,
  isSpanContextValid,
  propagation,
  ROOT_CONTEXT,
  trace,
  type Context,
  type Span,
  type SpanContext,
  type TextMapGetter,
} from './api.js';
import { isReplacement, registered } from './attach.js';
import { portOf } from './platform.js';
import { warnOnce } from './warn.js';

/** Fields as the registered propagator wrote them. */
export type Carrier = Record<string, string>;

/**
 * The key under which a context travels. Its value is the carrier where it is the last property of a
 * plain object, `[carrier]` in an envelope, whose only other property is the payload.
 */
export const CARRIER = 'otel-baton';

/** The payload's key in an envelope: empty, as is what a payload's own `toJSON(key)` is given without us. */
export const PAYLOAD = '';

export const TRACEPARENT = 'traceparent';
export const TRACESTATE = 'tracestate';
/** In lower case; the lengths of the ids are checked with their values. */
const W3C = /^00-([\da-f]+)-([\da-f]+)-([\da-f]{2})$/;

/** Set while the SDK suppresses tracing; its propagators then write nothing. */
const SUPPRESSED = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING');

export const PROPAGATOR_FAILED = 'propagator failed';

/** A carrier comes from outside: only its own properties are ever read. */
const OWN_FIELDS: TextMapGetter<Carrier> = {
  get: (carrier, key) => (Object.hasOwn(carrier, key) ? carrier[key] : undefined),
  keys: Object.keys,
};

/**
 * Write the active context, or that of a span that is not active, into a new carrier.
 *
 * Goes through the registered propagator. Where none is registered, W3C `traceparent` and
 * `tracestate` are written. https://www.w3.org/TR/trace-context/
 *
 * @param target Where it cannot be told at build time: the receiver, which must be a port.
 * @param withoutBaggage Only the trace is to travel.
 * @returns `undefined` when there is nothing to carry.
 */
export function injectCarrier(span?: Span, target?: unknown, withoutBaggage?: boolean): Carrier | undefined {
  let active = context.active();
  if (span) active = trace.setSpan(active, span);
  if (active === ROOT_CONTEXT || isReplacement(active) || (target !== undefined && !portOf(target))) return undefined;
  try {
    if (withoutBaggage) active = propagation.deleteBaggage(active);
    const carrier: Carrier = {};
    propagation.inject(active, carrier);
    const written: unknown = carrier;
    if (isCarrier(written)) return written;
    const spanContext = trace.getSpanContext(active);
    if (Object.keys(carrier).length || !spanContext || !isSpanContextValid(spanContext) || registered().propagation || active.getValue(SUPPRESSED)) return undefined;
    const { traceId, spanId, traceFlags, traceState } = spanContext;
    carrier[TRACEPARENT] = `00-${traceId}-${spanId}-0${traceFlags & 1}`;
    if (traceState) carrier[TRACESTATE] = traceState.serialize();
    return carrier;
  } catch (error) {
    warnOnce(PROPAGATOR_FAILED, error);
    return undefined;
  }
}

/** Whether a value can be a carrier: a few short strings. Anything else under our key is the application's own. */
export function isCarrier(value: unknown): value is Carrier {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const keys = Object.keys(value);
  const { length } = keys;
  // Above what any propagator writes: baggage has at most 8,192 bytes. https://www.w3.org/TR/baggage/#limits
  if (!length || length > 99) return false;
  for (const key of keys) {
    const field = (value as Record<string, unknown>)[key];
    if (typeof field !== 'string' || field.length > 9999) return false;
  }
  return true;
}

/**
 * Read a context from a carrier. Inverse of {@link injectCarrier}.
 *
 * Starts from the root, not from what is active: a message listener runs in the context of whoever
 * created the channel. Never throws.
 */
export function extractCarrier(carrier: Carrier, getter = OWN_FIELDS): Context {
  try {
    if (registered().propagation) return propagation.extract(ROOT_CONTEXT, carrier, getter) ?? ROOT_CONTEXT;
    const [, traceId, spanId, flags] = W3C.exec(getter.get(carrier, TRACEPARENT) as string) ?? [];
    const state = getter.get(carrier, TRACESTATE) as string | undefined;
    const spanContext = { traceId, spanId, traceFlags: Number(`0x${flags}`) & 1, isRemote: true, traceState: state && createTraceState(state) } as SpanContext;
    if (isSpanContextValid(spanContext) && registered().context) return trace.setSpanContext(ROOT_CONTEXT, spanContext);
    warnOnce('a context came; start the OpenTelemetry SDK here');
  } catch (error) {
    warnOnce(PROPAGATOR_FAILED, error);
  }
  return ROOT_CONTEXT;
}
