/**
 * Loaded into every thread of a fixture's program by `--import`: starts the OpenTelemetry SDK, whose
 * finished spans go to the file named by OTEL_BATON_SPANS. The environment chooses what is registered:
 * SDK=none, PROPAGATOR=none|b3, MANAGER=none, LINKS=1 (our processor for links).
 */
import { context, diag, DiagLogLevel, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { CollectingSpanProcessor } from 'otel-baton/testing';
import { createProvider } from './sdk-2.mjs';

const { OTEL_BATON_SPANS, SDK, PROPAGATOR, MANAGER, DIAG, LINKS } = process.env;

if (DIAG) diag.setLogger({ error: console.error, warn: console.error, info() {}, debug() {}, verbose() {} }, DiagLogLevel.WARN);
if (OTEL_BATON_SPANS && SDK !== 'none') {
  if (MANAGER !== 'none') context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  if (PROPAGATOR === 'b3') propagation.setGlobalPropagator(new (await import('@opentelemetry/propagator-b3')).B3Propagator());
  else if (PROPAGATOR !== 'none') {
    propagation.setGlobalPropagator(new CompositePropagator({ propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()] }));
  }
  const linking = LINKS ? [new (await import('otel-baton/links')).LinkSpanProcessor()] : [];
  trace.setGlobalTracerProvider(createProvider([...linking, new CollectingSpanProcessor()]));
}
