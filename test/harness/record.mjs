/**
 * Loaded into every thread of a fixture's program by `--import`: starts the OpenTelemetry SDK and
 * appends each finished span to the file named by SPANS. The environment chooses what is registered:
 * SDK=none, PROPAGATOR=none|b3, MANAGER=none, LINKS=1 (our processor for links).
 */
import { appendFileSync } from 'node:fs';
import { context, diag, DiagLogLevel, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { createProvider } from './sdk-2.mjs';

const { SPANS, SDK, PROPAGATOR, MANAGER, DIAG, LINKS } = process.env;

const exporter = {
  export(spans, done) {
    for (const span of spans) {
      const { traceId, spanId } = span.spanContext();
      const parent = span.parentSpanContext;
      appendFileSync(SPANS, `${JSON.stringify({ name: span.name, traceId, spanId, parentTraceId: parent?.traceId, parentSpanId: parent?.spanId, attributes: span.attributes, links: span.links.map(({ context }) => context.spanId) })}\n`);
    }
    done({ code: 0 });
  },
  shutdown: () => Promise.resolve(),
};

if (DIAG) diag.setLogger({ error: console.error, warn: console.error, info() {}, debug() {}, verbose() {} }, DiagLogLevel.WARN);
if (SPANS && SDK !== 'none') {
  if (MANAGER !== 'none') context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  if (PROPAGATOR === 'b3') propagation.setGlobalPropagator(new (await import('@opentelemetry/propagator-b3')).B3Propagator());
  else if (PROPAGATOR !== 'none') {
    propagation.setGlobalPropagator(new CompositePropagator({ propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()] }));
  }
  const linking = LINKS ? [new (await import('otel-baton/links')).LinkSpanProcessor()] : [];
  trace.setGlobalTracerProvider(createProvider(exporter, linking));
}
