/** What is told of each crossing while it is observed: its verdict, its site, and the counts. */
import assert from 'node:assert/strict';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import { setImmediate as turn } from 'node:timers/promises';
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import { context, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import async from 'async';
import DataLoader from 'dataloader';
import fastq from 'fastq';
import { crossings, resetCrossings } from 'otel-baton/debug';
import { enclose, receive } from 'otel-baton/runtime';
import { processBatch } from 'otel-baton/runtime/batches';
import { bind, withSpan } from 'otel-baton/runtime/bind';
import { withCarrier } from 'otel-baton/runtime/calls';
import { handOver } from 'otel-baton/runtime/hand-over';
import { jobOptions, receiveJob } from 'otel-baton/runtime/job';
import { bindAs } from 'otel-baton/runtime/listen';
import { encloseToChild, injectToProcess, startProcess } from 'otel-baton/runtime/process';
import { processTasks } from 'otel-baton/runtime/process-tasks';
import { pull } from 'otel-baton/runtime/pull';
import { dequeue, enqueue, inTurn } from 'otel-baton/runtime/queue';
import { close, open } from 'otel-baton/runtime/scope';
import { inject, injectFresh } from 'otel-baton/runtime/sidecar';
import { encloseTask, receiveTask } from 'otel-baton/runtime/task';
import { check } from './check.mjs';
import { deliver, deliverOne } from './deliver.mjs';
import { b3Multi, inSpan, REMOTE, StackManager, storageManager, tracer, TRACEPARENT, use, warnings } from './sdk.mjs';
import { envelope, sidecar } from './wire.mjs';

use();
const inRemote = (body) => context.with(trace.setSpanContext(ROOT_CONTEXT, REMOTE), body);
const own = { traceId: REMOTE.traceId, spanId: REMOTE.spanId };
const OTHER = { ...REMOTE, traceId: 'c'.repeat(32) };
const inOther = (body) => context.with(trace.setSpanContext(ROOT_CONTEXT, OTHER), body);

/** What is published while `body` runs. */
async function told(body) {
  const all = [];
  const listener = (crossing) => all.push(crossing);
  subscribe('otel-baton:crossing', listener);
  try {
    await body();
  } finally {
    unsubscribe('otel-baton:crossing', listener);
  }
  return all;
}

const idsOf = (span) => span && { traceId: span.traceId, spanId: span.spanId };

/** In short: `ok` and its like, and what the boundary is. */
const inShort = (all) => all.map(({ boundary, end, verdict }) => `${verdict} ${boundary} ${end}`);

/** The line of this file on which it stands. */
const SITE = /^test\/runtime\/scenarios\/crossings\.mjs:\d+:\d+$/;

await check('what carries its trace is ok at both ends, each with its site', async () => {
  const all = await told(() => inRemote(() => deliverOne(enclose({ a: 1 }))));
  assert.deepEqual(inShort(all.slice(0, 2)), ['ok worker_threads message sent', 'ok worker_threads message received']);
  for (const { before, after, why } of all.slice(0, 2)) assert.deepEqual([idsOf(before), idsOf(after), why], [own, own, undefined]);
  assert.match(all[0].site, SITE);
  assert.match(all[1].site, /^test\/runtime\/scenarios\/deliver\.mjs:\d+:\d+$/);
});

await check('the site is where the call stands', async () => {
  const [{ site }] = await told(() => inRemote(() => enclose(1)));
  const here = /crossings\.mjs:(\d+):/.exec(new Error().stack)[1];
  assert.equal(Number(site.split(':')[1]), Number(here) - 1);
});

await check('what no trace is active for is counted, and has no site', async () => {
  const [crossing] = await told(() => enclose(1));
  assert.deepEqual(crossing, { boundary: 'worker_threads message', end: 'sent', verdict: 'nothing to carry', before: undefined, after: undefined, site: undefined, why: undefined });
});

await check('what is kept from travelling by the SDK is no loss', async () => {
  const all = await told(() => inRemote(() => context.with(suppressTracing(context.active()), () => enclose(1))));
  assert.deepEqual(inShort(all), ['nothing to carry worker_threads message sent']);
});

/** What a sender that cannot know its receiver sends. */
const CANNOT = {
  'a primitive': () => inject('text'),
  'an instance of a class': () => inject(new (class {})()),
  'an object that holds itself': () => {
    const payload = {};
    payload.self = payload;
    inject(payload);
  },
  'a fresh object with our key': () => injectFresh({ 'otel-baton': 1 }),
  'a primitive for a process': () => injectToProcess('text'),
  'an object with a toJSON for a process': () => injectToProcess({ toJSON: () => 1 }),
};
for (const [what, send] of Object.entries(CANNOT)) {
  await check(`LOST: ${what} cannot carry`, async () => {
    const [crossing, ...more] = await told(() => inRemote(send));
    assert.deepEqual([crossing.verdict, idsOf(crossing.before), crossing.after, more], ['LOST', own, undefined, []]);
    assert.match(crossing.why, /^the payload cannot carry a context; send a plain object/);
    assert.match(crossing.site, SITE);
  });
}

await check('what is sent to no port is no crossing', async () => {
  const { port1 } = new MessageChannel();
  assert.deepEqual(inShort(await told(() => inRemote(() => [{ postMessage() {} }, port1].forEach((target) => inject({ a: 1 }, undefined, target))))), ['ok worker_threads message sent']);
  port1.close();
});

await check('LOST: a propagator that writes nothing', async () => {
  use({ propagator: { inject() {}, extract: (into) => into, fields: () => [] } });
  const [{ verdict, why }] = await told(() => inRemote(() => enclose(1)));
  assert.deepEqual([verdict, why], ['LOST', 'the propagator that is registered here writes no trace']);
  use();
});

await check('another propagator than that of W3C is ok', async () => {
  use({ propagator: b3Multi() });
  const all = await told(() => inRemote(() => deliverOne(enclose(1))));
  assert.deepEqual(inShort(all.slice(0, 2)), ['ok worker_threads message sent', 'ok worker_threads message received']);
  use();
});

/** Of a carrier that comes, and what is registered where it comes. */
const UNHEARD = {
  'another propagator': [() => use(), { b3: `${REMOTE.traceId}-${REMOTE.spanId}-1` }, /^the propagator that is registered here reads nothing of b3; register the same on both sides$/],
  'a propagator that reads nothing': [() => use({ propagator: { inject() {}, extract: (into) => into, fields: () => [] } }), { traceparent: TRACEPARENT }, /^the propagator that is registered here reads nothing of traceparent;/],
  'no context manager': [() => use({ manager: null }), { traceparent: TRACEPARENT }, /^no context manager is registered; start the OpenTelemetry SDK in this process with --import /],
  'no tracer provider': [() => (use(), trace.disable()), { traceparent: TRACEPARENT }, /^no tracer provider is registered; start the OpenTelemetry SDK in this process with --import /],
  'a context manager that does nothing': [() => use({ manager: { ...storageManager(), active: () => ROOT_CONTEXT, with: (_, body) => body(), enable() {}, disable() {} } }), { traceparent: TRACEPARENT }, /^the context manager does not make it active$/],
};
for (const [what, [register, carrier, why]] of Object.entries(UNHEARD)) {
  for (const [form, made] of Object.entries({ envelope: envelope(1, carrier), sidecar: sidecar({ a: 1 }, carrier) })) {
    await check(`LOST: a carrier that comes in the ${form} where there is ${what}`, async () => {
      register();
      const [received] = await told(() => deliverOne(made));
      assert.equal(received.verdict, 'LOST');
      assert.match(received.why, why);
      use();
    });
  }
}

await check('a carrier that comes where no tracer provider is, is told once, with what to do', async () => {
  use();
  trace.disable();
  warnings.length = 0;
  delete globalThis[Symbol.for('otel-baton')]['a context came; start the OpenTelemetry SDK in this process with --import ./tracing.js'];
  for (let i = 0; i < 2; i++) await deliverOne(envelope(1, { traceparent: TRACEPARENT }));
  assert.deepEqual(warnings, ['otel-baton: a context came; start the OpenTelemetry SDK in this process with --import ./tracing.js']);
  use();
});

await check('baggage alone is no trace', async () => {
  const baggage = propagation.setBaggage(ROOT_CONTEXT, propagation.createBaggage({ tenant: { value: 'a' } }));
  const all = await told(() => context.with(baggage, () => deliverOne(enclose(1))));
  assert.deepEqual([...new Set(inShort(all))], ['nothing to carry worker_threads message sent', 'nothing to carry worker_threads message received']);
});

await check('STALE: what comes without a context to a port that was made in another request', async () => {
  const all = await told(() => inOther(() => deliver((port) => port.postMessage(1))));
  const { verdict, before, after, why } = all[0];
  assert.deepEqual([verdict, before, after.traceId], ['STALE', undefined, OTHER.traceId]);
  assert.match(why, /^no context came; /);
});

/** Work of one thread, handed over in the remote context and run in another one: what runs it. */
const RUN = {
  listener: async () => {
    const emitter = new EventEmitter();
    inRemote(() => emitter.on('a', bind(() => undefined)).on('b', bindAs('auto', () => undefined)).on('c', bindAs('registrant', () => undefined)));
    inOther(() => ['a', 'b', 'c'].forEach((event) => emitter.emit(event)));
    return 3;
  },
  'detached task': () => {
    const span = trace.wrapSpanContext(REMOTE);
    inOther(() => withSpan(span, () => undefined)());
    return 1;
  },
  'callback handed over': () => {
    const task = inRemote(() => handOver(() => undefined));
    inOther(task);
    return 1;
  },
  'queue written by hand': () => {
    const [first, second] = [{}, {}];
    inRemote(() => [enqueue(first, []), enqueue(second, [])]);
    const scope = open(true);
    inOther(() => dequeue(first, scope));
    close(scope);
    inOther(() => [second].forEach(inTurn(() => undefined)));
    return 2;
  },
  'task of a queue': async () => {
    const byValue = processTasks(fastq, 'of values')((_, done) => done(), 1);
    const byItem = processTasks(async.queue, 'of items')((_, done) => done(), 1);
    await Promise.all([byValue, byItem].map((queue) => new Promise((resolve) => inRemote(() => queue.push(1, resolve)))));
    return 2;
  },
  'batch of several': async () => {
    const loader = processBatch(new DataLoader(async (keys) => keys));
    await inRemote(() => loader.load(1));
    return 1;
  },
};
for (const [boundary, run] of Object.entries(RUN)) {
  await check(`${boundary}: is told when it runs, with where it was handed over`, async () => {
    let count;
    const all = (await told(async () => (count = await run()))).filter((each) => each.boundary === boundary);
    assert.equal(all.length, count);
    for (const { verdict, end, before, after, site } of all) {
      assert.deepEqual([verdict, end, idsOf(before), after.traceId], ['ok', 'run', own, own.traceId]);
      assert.match(site, SITE);
    }
  });
}

await check('tasks of pools, jobs and processes are told by their boundaries', async () => {
  const job = { opts: {} };
  const all = await told(() => {
    const [task, list] = inRemote(() => {
      job.opts = jobOptions({});
      startProcess('spawn', () => undefined)('program', []);
      encloseToChild(1);
      return [encloseTask(1), withCarrier([1])];
    });
    receiveTask(() => undefined, 0)(task);
    receiveTask(() => undefined, 'last')(...list);
    return receiveJob(() => undefined)(job);
  });
  assert.deepEqual(inShort(all), [
    'ok BullMQ job sent',
    'ok child process start-up sent',
    'ok child process message sent',
    'ok worker pool task sent',
    'ok worker pool call sent',
    'ok worker pool task received',
    'ok worker pool call received',
    'ok BullMQ job received',
  ]);
});

await check('a message that is pulled is told', async () => {
  const { port1, port2 } = new MessageChannel();
  port1.postMessage(envelope(1, { traceparent: TRACEPARENT }));
  const all = await told(() => {
    const scope = open();
    pull(receiveMessageOnPort(port2), scope);
    close(scope);
  });
  assert.deepEqual(inShort(all), ['ok worker_threads message received']);
  port1.close();
});

await check('LOST: what is taken out where nothing can be attached', async () => {
  use({ manager: new StackManager() });
  const element = {};
  const all = await told(() => {
    inRemote(() => enqueue(element, []));
    const scope = open(true);
    dequeue(element, scope);
    close(scope);
  });
  assert.deepEqual(inShort(all), ['LOST queue written by hand run']);
  use();
});

await check('a context manager that loses the context at `await` is told once', async () => {
  for (const [manager, said] of [[storageManager(), 0], [new StackManager(), 1]]) {
    use({ manager });
    warnings.length = 0;
    for (let i = 0; i < 2; i++) await deliverOne(envelope(1, { traceparent: TRACEPARENT }));
    await turn();
    assert.equal(warnings.filter((each) => /loses the context at `await`; register AsyncLocalStorageContextManager/.test(each)).length, said);
  }
  use();
});

await check('counts are kept by boundary and verdict, nobody listening, and start again', () => {
  resetCrossings();
  inRemote(() => [enclose(1), enclose(2), inject(3), encloseToChild(4)]);
  enclose(5);
  assert.deepEqual(crossings(), {
    'worker_threads message': { ok: 2, LOST: 1, STALE: 0, 'nothing to carry': 1 },
    'child process message': { ok: 1, LOST: 0, STALE: 0, 'nothing to carry': 0 },
  });
  const kept = crossings();
  enclose(6);
  assert.equal(kept['worker_threads message']['nothing to carry'], 1);
  resetCrossings();
  assert.deepEqual(crossings(), {});
});

await check('all copies of it count as one', () => {
  resetCrossings();
  const required = createRequire(import.meta.url);
  required('otel-baton/runtime').enclose(1);
  enclose(1);
  assert.notEqual(required('otel-baton/debug').crossings, crossings);
  assert.deepEqual(required('otel-baton/debug').crossings(), crossings());
  assert.equal(crossings()['worker_threads message']['nothing to carry'], 2);
});

await check('what the application makes of errors stays, and takes nothing away', async () => {
  const { stackTraceLimit } = Error;
  const prepare = () => 'of the application';
  for (const limit of [0, stackTraceLimit]) {
    for (const prepareStackTrace of [prepare, undefined]) {
      Error.stackTraceLimit = limit;
      if (prepareStackTrace) Error.prepareStackTrace = prepareStackTrace;
      const before = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
      const [{ site }] = await told(() => inRemote(() => enclose(1)));
      assert.deepEqual([Error.stackTraceLimit, Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace')], [limit, before]);
      delete Error.prepareStackTrace;
      assert.match(site, SITE);
    }
  }
  Error.stackTraceLimit = stackTraceLimit;
});

await check('an application that forbids it to look at the stack loses the site alone', async () => {
  Object.defineProperty(Error, 'prepareStackTrace', { configurable: true, get: () => undefined, set() { throw new Error('forbidden'); } });
  const [crossing] = await told(() => inRemote(() => assert.notEqual(enclose(1), 1)));
  delete Error.prepareStackTrace;
  assert.deepEqual([crossing.verdict, crossing.site], ['ok', undefined]);
});

await check('what a subscriber sends is not told, and does not come back to it', async () => {
  const sending = () => inRemote(() => enclose('of the subscriber'));
  subscribe('otel-baton:crossing', sending);
  const all = await told(() => inRemote(() => enclose(1)));
  unsubscribe('otel-baton:crossing', sending);
  assert.equal(all.length, 1);
});

await check('what is told changes nothing of what is sent and called', async () => {
  const thrown = new Error('of the application');
  assert.throws(() => inOther(inRemote(() => handOver(() => { throw thrown; }))), (error) => error === thrown);
  const [{ value }] = await Promise.all([inSpan(() => deliverOne(enclose({ a: 1 })))]);
  assert.deepEqual(value, { a: 1 });
  const self = {};
  const called = tracer().startSpan('s');
  assert.deepEqual(withSpan(called, { run(...args) { return [this === self, args]; } }, 'run').call(self, 1, 2), [false, [1, 2]]);
});
