/** Loaded into each thread and process of an application by `--import`: the SDK as it is started by default, without an exporter. */
import { context, propagation, ROOT_CONTEXT, trace, TraceFlags } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';

context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
propagation.setGlobalPropagator(new CompositePropagator({ propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()] }));

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const span = { traceId: TRACE_ID, spanId: 'b7ad6b7169203331', traceFlags: TraceFlags.SAMPLED };
const inSpan = trace.setSpanContext(ROOT_CONTEXT, span);

/** @type {any} */ (globalThis).benchInSpan = (/** @type {() => unknown} */ work) => context.with(inSpan, work);
/** @type {any} */ (globalThis).benchIsTraced = () => trace.getSpanContext(context.active())?.traceId === TRACE_ID;
/** @type {any} */ (globalThis).benchTraceId = TRACE_ID;
