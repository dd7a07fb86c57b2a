/** A worker that the first request makes, without an SDK, and whose replies carry nothing. */
const { once } = require('node:events');
const { Worker } = require('node:worker_threads');
const { context, propagation, ROOT_CONTEXT, trace } = require('@opentelemetry/api');
const { AsyncLocalStorageContextManager } = require('@opentelemetry/context-async-hooks');
const { W3CTraceContextPropagator } = require('@opentelemetry/core');
const { BasicTracerProvider } = require('@opentelemetry/sdk-trace-base');
const { enclose, receive } = require('otel-baton/runtime');
const { start } = require('otel-baton/runtime/start');

context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
propagation.setGlobalPropagator(new W3CTraceContextPropagator());
trace.setGlobalTracerProvider(new BasicTracerProvider());

let worker;
const request = (digit) => context.with(trace.setSpanContext(ROOT_CONTEXT, { traceId: digit.repeat(32), spanId: digit.repeat(16), traceFlags: 1 }), async () => {
  if (!worker) {
    worker = new (start(Worker))(require.resolve('./lazy-worker.cjs'));
    receive(worker).on('message', () => undefined);
  }
  worker.postMessage(enclose(digit));
  await once(worker, 'message');
});

void (async () => {
  await request('1');
  await request('2');
  worker.postMessage('end');
  await once(worker, 'exit');
  console.log('done');
})();
