/** The carrier: what of a context travels, and how it is read back. */
import {
  context,
  createContextKey,
  createTraceState,
  defaultTextMapSetter,
  isSpanContextValid,
  propagation,
  ROOT_CONTEXT,
  trace,
  type Context,
  type Span,
  type SpanContext,
  type TextMapGetter,
} from './api.js';
import { KEPT_HERE, registered } from './attach.js';
import { portOf, workerThreads } from './platform.js';
import { warnOnce } from './warn.js';

/** Fields as the registered propagator wrote them. */
export type Carrier = Record<string, string>;

/**
 * The key under which a context travels. Its value is the carrier where it is the last property of a
 * plain object. In an envelope it is `true`, and the fields are properties beside it and the payload:
 * to clone one more object would cost more than all of them.
 */
export const CARRIER = 'otel-baton';

/** The payload's key in an envelope: empty, as is what a payload's own `toJSON(key)` is given without us. */
export const PAYLOAD = '';

export const TRACEPARENT = 'traceparent';
export const TRACESTATE = 'tracestate';
/** In lower case; the lengths of the ids are checked with their values. */
export const W3C = /^00-([\da-f]+)-([\da-f]+)-([\da-f]{2})$/;

/** Set while the SDK suppresses tracing; its propagators then write nothing. */
export const SUPPRESSED = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING');

export const isField = (key: string): boolean => key !== PAYLOAD && key !== CARRIER;

export const PROPAGATOR_FAILED = 'propagator failed';

export const START_SDK = `start the OpenTelemetry SDK in this ${workerThreads?.isMainThread ? 'process' : 'worker'} with --import ./tracing.js`;
export const NO_SDK = `a context came; ${START_SDK}`;

/** A carrier comes from outside: only its own properties are ever read. */
const OWN_FIELDS: TextMapGetter<Carrier> = {
  get: (carrier, key) => (Object.hasOwn(carrier, key) ? carrier[key] : undefined),
  keys: (carrier) => Object.keys(carrier).filter(isField),
};

/** The context that is to travel; `undefined` where there is nothing to carry, or nobody to carry it to. */
function contextToCarry(span?: Span, target?: unknown): Context | undefined {
  let active = context.active();
  if (span) active = trace.setSpan(active, span);
  return active === ROOT_CONTEXT || active.getValue(KEPT_HERE) || (target !== undefined && !portOf(target)) ? undefined : active;
}

/**
 * Write a context by the registered propagator. Where none is registered, W3C `traceparent` and
 * `tracestate` are written. https://www.w3.org/TR/trace-context/
 *
 * @param inEnvelope The carrier is an envelope, which holds the payload already.
 */
function write(active: Context, carrier: Carrier, inEnvelope?: boolean): Carrier | undefined {
  try {
    const written: unknown = carrier;
    const propagator = registered().propagation;
    propagator?.inject(active, carrier, defaultTextMapSetter);
    if (isCarrier(written, inEnvelope)) return written;
    const spanContext = trace.getSpanContext(active);
    if (propagator || !spanContext || !isSpanContextValid(spanContext) || active.getValue(SUPPRESSED)) return undefined;
    const { traceId, spanId, traceFlags, traceState } = spanContext;
    carrier[TRACEPARENT] = `00-${traceId}-${spanId}-0${traceFlags & 1}`;
    if (traceState) carrier[TRACESTATE] = traceState.serialize();
    return carrier;
  } catch (error) {
    warnOnce(PROPAGATOR_FAILED, error);
    return undefined;
  }
}

/**
 * Write the active context, or that of a span that is not active, into a new carrier.
 *
 * @param target Where it cannot be told at build time: the receiver, which must be a port.
 * @param withoutBaggage Only the trace is to travel.
 * @returns `undefined` when there is nothing to carry.
 */
export function injectCarrier(span?: Span, target?: unknown, withoutBaggage?: boolean): Carrier | undefined {
  const active = contextToCarry(span, target);
  return active && write(withoutBaggage ? propagation.deleteBaggage(active) : active, {});
}

/** As {@link injectCarrier}, into a new envelope for the payload. */
export function injectEnvelope(payload: unknown, span?: Span): Carrier | undefined {
  const active = contextToCarry(span);
  return active && write(active, { [PAYLOAD]: payload, [CARRIER]: true } as unknown as Carrier, true);
}

/**
 * Whether a value can be a carrier: a few short strings. Anything else under our key is the application's own.
 *
 * @param inEnvelope It must be an envelope, which has two properties more.
 */
export function isCarrier(value: unknown, inEnvelope?: boolean): value is Carrier {
  if (typeof value !== 'object' || !value || Array.isArray(value)) return false;
  const keys = Object.keys(value);
  let others = inEnvelope ? 2 : 0;
  // Above what any propagator writes: baggage has at most 8,192 bytes. https://www.w3.org/TR/baggage/#limits
  if (keys.length <= others || keys.length > 99) return false;
  for (const key of keys) {
    if (others && !isField(key)) others--;
    else {
      const field = (value as Record<string, unknown>)[key];
      if (typeof field !== 'string' || field.length > 9999) return false;
    }
  }
  return !others;
}

/**
 * Read a context from a carrier. Inverse of {@link injectCarrier}.
 *
 * Starts from the root, not from what is active: a message listener runs in the context of whoever
 * created the channel. Never throws.
 */
export function extractCarrier(carrier: Carrier, getter = OWN_FIELDS): Context {
  try {
    const { context: manager, propagation: propagator } = registered();
    if (propagator) return (propagator.extract(ROOT_CONTEXT, carrier, getter) as Context | undefined) ?? ROOT_CONTEXT;
    const [, traceId, spanId, flags] = W3C.exec(getter.get(carrier, TRACEPARENT) as string) ?? [];
    const state = getter.get(carrier, TRACESTATE) as string | undefined;
    const spanContext = { traceId, spanId, traceFlags: Number(`0x${flags}`) & 1, isRemote: true, traceState: state && createTraceState(state) } as SpanContext;
    if (isSpanContextValid(spanContext) && manager) return trace.setSpanContext(ROOT_CONTEXT, spanContext);
    warnOnce(NO_SDK);
  } catch (error) {
    warnOnce(PROPAGATOR_FAILED, error);
  }
  return ROOT_CONTEXT;
}
