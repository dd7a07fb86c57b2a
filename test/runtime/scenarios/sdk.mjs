/** The real SDK, in the kinds of set-up that applications have. */
import { context, diag, DiagLogLevel, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { B3InjectEncoding, B3Propagator } from '@opentelemetry/propagator-b3';
import { AlwaysOffSampler, BasicTracerProvider } from '@opentelemetry/sdk-trace-base';

export const w3c = () => new CompositePropagator({ propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()] });
export const b3Single = () => new B3Propagator({ injectEncoding: B3InjectEncoding.SINGLE_HEADER });
export const b3Multi = () => new B3Propagator({ injectEncoding: B3InjectEncoding.MULTI_HEADER });

export const storageManager = () => new AsyncLocalStorageContextManager().enable();

/** As the managers before version 2.12: with the storage, without `attach`. */
export function managerWithoutAttach() {
  const manager = storageManager();
  manager.attach = undefined;
  return manager;
}

/** As `StackContextManager` of the web SDK: neither `attach` nor a storage. */
export class StackManager {
  #active = ROOT_CONTEXT;
  active() {
    return this.#active;
  }
  with(to, fn, thisArg, ...args) {
    const before = this.#active;
    this.#active = to ?? ROOT_CONTEXT;
    try {
      return fn.call(thisArg, ...args);
    } finally {
      this.#active = before;
    }
  }
  bind(to, target) {
    return typeof target === 'function' ? (...args) => this.with(to, target, undefined, ...args) : target;
  }
  enable() {
    return this;
  }
  disable() {
    return this;
  }
}

/** What was told to `diag` by us, and by others. */
export const warnings = [];
export const otherWarnings = [];
const note = (message, ...rest) => (String(message).startsWith('otel-baton') ? warnings : otherWarnings).push([message, ...rest].join(' '));
diag.setLogger({ error: note, warn: note, info() {}, debug() {}, verbose() {} }, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });

/** Register, instead of what was registered before. `null` for none. */
export function use({ propagator = w3c(), manager = storageManager(), sampled = true } = {}) {
  propagation.disable();
  context.disable();
  trace.disable();
  if (propagator) propagation.setGlobalPropagator(propagator);
  if (manager) context.setGlobalContextManager(manager);
  trace.setGlobalTracerProvider(new BasicTracerProvider(sampled ? {} : { sampler: new AlwaysOffSampler() }));
}

export const tracer = () => trace.getTracer('scenario');

/** Run `body` in an active span; `body` may be asynchronous. */
export function inSpan(body, name = 'span') {
  return tracer().startActiveSpan(name, (span) => {
    try {
      return body(span);
    } finally {
      span.end();
    }
  });
}

/** `traceId-spanId` of the active span, if any. */
export function activeSpan() {
  const found = trace.getSpanContext(context.active());
  return found && `${found.traceId}-${found.spanId}`;
}

export const idOf = (span) => `${span.spanContext().traceId}-${span.spanContext().spanId}`;

/** A span of somewhere else. */
export const REMOTE = { traceId: 'a'.repeat(31) + '1', spanId: 'b'.repeat(15) + '1', traceFlags: 1, isRemote: true };
export const REMOTE_ID = `${REMOTE.traceId}-${REMOTE.spanId}`;
export const TRACEPARENT = `00-${REMOTE.traceId}-${REMOTE.spanId}-01`;
