/** A worker that does the steps in STEPS and reports what it saw after each. */
import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { getEnvironmentData, parentPort, Worker, workerData } from 'node:worker_threads';
import { context, propagation, trace } from '@opentelemetry/api';
import { CARRIER, receive } from 'otel-baton/runtime';
import { attachStarted, start } from 'otel-baton/runtime/start';
import { activeSpan, b3Single, idOf, inSpan, StackManager, storageManager, use, w3c, warnings } from '../sdk.mjs';

/** As it arrived; the first `attach` clears it. */
const environment = getEnvironmentData(CARRIER);
const log = [];
const self = new URL(import.meta.url);

async function nested(worker) {
  const [[report]] = await Promise.all([once(worker, 'message'), once(worker, 'exit')]);
  return { ...report, environment: report.environment ?? null, log: report.log?.map(([step, span, more]) => [step, span ?? null, more]) };
}

const broken = { inject() {}, extract() {}, fields: () => ['traceparent'] };

const STEPS = {
  attach: () => attachStarted(),
  sdk: () => use(),
  manager: () => void context.setGlobalContextManager(storageManager()),
  stack: () => void context.setGlobalContextManager(new StackManager()),
  propagator: () => void propagation.setGlobalPropagator(w3c()),
  throwing: () => void propagation.setGlobalPropagator({ ...broken, extract() { throw new Error('extract failed'); } }),
  silent: () => void propagation.setGlobalPropagator(broken),
  b3: () => void propagation.setGlobalPropagator(b3Single()),
  provider: () => void trace.getTracerProvider(),
  turn: () => turn().then(() => undefined),
  'span-attach': () => void inSpan(() => {
    attachStarted();
    log.push(['inside', activeSpan()]);
  }),
  nested: () => nested(new (start(Worker))(self, { env: { STEPS: 'sdk attach' } })),
  'nested-bare': () => nested(new Worker(self, { env: { STEPS: 'sdk attach' } })),
  'nested-in-span': () => inSpan(async (span) => ({ span: idOf(span), nested: await nested(new (start(Worker))(self, { env: { STEPS: 'sdk attach' } })) })),
  listen() {
    receive(parentPort).once('message', (value) => parentPort.postMessage([value, activeSpan()]));
  },
};

for (const step of process.env.STEPS.split(' ')) {
  const result = STEPS[step]();
  const more = result instanceof Promise ? await result : result;
  log.push([step, activeSpan(), more ?? baggage()]);
}
parentPort.postMessage({ log: log.map((entry) => (entry[2] === undefined ? entry.slice(0, 2) : entry)), workerData, environment, warnings });

function baggage() {
  return propagation.getBaggage(context.active())?.getAllEntries().map(([key, { value }]) => `${key}=${value}`);
}
