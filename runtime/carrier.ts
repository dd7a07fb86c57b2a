/** The carrier: what of a context travels, and how it is read back. */
import {
  context,
  createTraceState,
  isSpanContextValid,
  propagation,
  ROOT_CONTEXT,
  trace,
  type Context,
  type Span,
  type TextMapGetter,
} from '@opentelemetry/api';
import { warnOnce } from './warn.js';

/** Fields as the registered propagator wrote them. */
export type Carrier = Record<string, string>;

/** The key under which a carrier travels: the last property of a plain object, or beside {@link ENVELOPE}. */
export const CARRIER = 'otel-baton';

/** The key of the payload in an envelope, for payloads that cannot take a property. */
export const ENVELOPE = 'otel-baton:payload';

// Above what any propagator writes: baggage is limited to 8,192 bytes. https://www.w3.org/TR/baggage/#limits
const MAX_FIELDS = 64;
const MAX_LENGTH = 8192;

const TRACEPARENT = /^00-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})$/;

/** A carrier comes from outside: only its own properties are ever read. */
const getter: TextMapGetter<Carrier> = {
  get: (carrier, key) => (Object.hasOwn(carrier, key) ? carrier[key] : undefined),
  keys: (carrier) => Object.keys(carrier),
};

/**
 * Write the active context, or that of a span that is not active, into a new carrier.
 *
 * Goes through the registered propagator. Where none is registered, W3C `traceparent` and
 * `tracestate` are written. https://www.w3.org/TR/trace-context/
 *
 * @returns `undefined` when there is nothing to carry.
 */
export function injectCarrier(span?: Span): Carrier | undefined {
  let active = context.active();
  if (span) active = trace.setSpan(active, span);
  else if (active === ROOT_CONTEXT) return undefined;
  const spanContext = trace.getSpanContext(active);
  if (!spanContext && !propagation.getBaggage(active)) return undefined;
  try {
    const carrier: Carrier = {};
    propagation.inject(active, carrier);
    for (const _ in carrier) return carrier;
    if (!spanContext || propagation.fields().length || !isSpanContextValid(spanContext)) return undefined;
    carrier['traceparent'] = `00-${spanContext.traceId}-${spanContext.spanId}-0${spanContext.traceFlags & 1}`;
    if (spanContext.traceState) carrier['tracestate'] = spanContext.traceState.serialize();
    return carrier;
  } catch (error) {
    warnOnce('the propagator threw at inject; the work goes on without a context.', error);
    return undefined;
  }
}

/** Whether a value can be a carrier: a few short strings. Anything else under our key is the application's own. */
export function isCarrier(value: unknown): value is Carrier {
  if (value === null || typeof value !== 'object') return false;
  const fields = Object.values(value);
  return (
    fields.length > 0 && fields.length <= MAX_FIELDS && fields.every((field) => typeof field === 'string' && field.length <= MAX_LENGTH)
  );
}

/**
 * Read a context from a carrier. Inverse of {@link injectCarrier}.
 *
 * Starts from the root, not from what is active: a message listener runs in the context of whoever
 * created the channel. Never throws.
 */
export function extractCarrier(carrier: Carrier): Context {
  try {
    if (propagation.fields().length) return propagation.extract(ROOT_CONTEXT, carrier, getter);
    warnOnce('a context arrived in a thread where no propagator is registered; start the OpenTelemetry SDK there.');
    const [, traceId, spanId, flags] = TRACEPARENT.exec(getter.get(carrier, 'traceparent') as string) ?? [];
    if (!traceId || !spanId) return ROOT_CONTEXT;
    const state = getter.get(carrier, 'tracestate') as string | undefined;
    return trace.setSpanContext(ROOT_CONTEXT, {
      traceId,
      spanId,
      traceFlags: Number(`0x${flags}`) & 1,
      isRemote: true,
      ...(state === undefined ? {} : { traceState: createTraceState(state) }),
    });
  } catch (error) {
    warnOnce('the propagator threw at extract; the work goes on without a context.', error);
    return ROOT_CONTEXT;
  }
}
