/** Start-up: a worker's module runs in the context of who created it, and nobody else does. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { getEnvironmentData, setEnvironmentData, SHARE_ENV, Worker } from 'node:worker_threads';
import { context, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { CARRIER, enclose } from 'otel-baton/runtime';
import { start } from 'otel-baton/runtime/start';
import { check } from './check.mjs';
import { b3Single, idOf, inSpan, REMOTE, REMOTE_ID, TRACEPARENT, tracer, use } from './sdk.mjs';

use();
const file = new URL('./workers/started.mjs', import.meta.url);
const inRemote = (body) => context.with(trace.setSpanContext(ROOT_CONTEXT, REMOTE), body);

/** @param steps What the worker does, one after the other; each step's word comes back with what was seen after it. */
async function reportOf(steps, { Type = start(Worker), span, ...options } = {}) {
  const worker = new Type(file, { ...options, env: { STEPS: steps } });
  return endOf(worker);
}

/** The one message of a worker that ends then. */
async function endOf(worker) {
  const [[report]] = await Promise.all([once(worker, 'message'), once(worker, 'exit')]);
  return report;
}

const spansOf = ({ log }) => log.map(([step, span]) => `${step}: ${span === REMOTE_ID ? 'ours' : (span ?? 'none')}`);

await check('the module runs in the context, from the statement on that started the SDK', async () => {
  const report = await inRemote(() => reportOf('attach sdk attach attach turn', { workerData: { a: 1 } }));
  assert.deepEqual(spansOf(report), ['attach: none', 'sdk: none', 'attach: ours', 'attach: ours', 'turn: ours']);
  assert.deepEqual(report.workerData, { a: 1 });
  assert.deepEqual(report.warnings, []);
});

await check('an SDK that was there before the module', async () => {
  assert.deepEqual(spansOf(await inRemote(() => reportOf('sdk attach turn'))), ['sdk: none', 'attach: ours', 'turn: ours']);
});

await check('baggage comes along', async () => {
  const baggage = propagation.createBaggage({ user: { value: 'anna' } });
  const report = await inRemote(() => context.with(propagation.setBaggage(context.active(), baggage), () => reportOf('sdk attach')));
  assert.deepEqual(report.log.at(-1), ['attach', REMOTE_ID, ['user=anna']]);
});

await check('a span that is open but not active', async () => {
  const span = tracer().startSpan('open');
  const report = await inRemote(() => reportOf('sdk attach', { Type: start(Worker, span) }));
  assert.equal(report.log.at(-1)[1], idOf(span));
});

await check('an SDK that is started piece by piece, the context manager before the propagator', async () => {
  const baggage = propagation.createBaggage({ user: { value: 'anna' } });
  const report = await inRemote(() => context.with(propagation.setBaggage(context.active(), baggage), () => reportOf('attach manager attach propagator attach provider attach')));
  assert.deepEqual(report.log.at(-1), ['attach', REMOTE_ID, ['user=anna']]);
  assert.deepEqual(report.warnings, []);
});

await check('an SDK that is started piece by piece, the context manager before a B3 propagator', async () => {
  use({ propagator: b3Single() });
  const report = await inRemote(() => reportOf('attach manager attach b3 attach'));
  use();
  assert.equal(spansOf(report).at(-1), 'attach: ours');
});

await check('an SDK that is started piece by piece, the propagator before the context manager', async () => {
  const report = await inRemote(() => reportOf('attach provider attach propagator attach manager attach'));
  assert.equal(spansOf(report).at(-1), 'attach: ours');
  assert.deepEqual(report.warnings, []);
});

for (const broken of ['throwing', 'silent']) {
  await check(`a propagator that is ${broken} at extract does not stop the module`, async () => {
    const report = await inRemote(() => reportOf(`attach ${broken} manager attach turn`));
    assert.deepEqual(spansOf(report), ['attach: none', `${broken}: none`, 'manager: none', 'attach: none', 'turn: none']);
  });
}

await check('no propagator at either end', async () => {
  use({ propagator: null });
  const report = await inRemote(() => reportOf('manager provider attach'));
  use();
  assert.equal(spansOf(report).at(-1), 'attach: ours');
});

await check('no SDK in the worker', async () => {
  const report = await inRemote(() => reportOf('attach attach turn'));
  assert.deepEqual(spansOf(report), ['attach: none', 'attach: none', 'turn: none']);
});

await check('a manager that cannot attach', async () => {
  const report = await inRemote(() => reportOf('stack propagator attach turn'));
  assert.deepEqual(spansOf(report), ['stack: none', 'propagator: none', 'attach: none', 'turn: none']);
});

await check('without a context nothing is sent', async () => {
  const report = await reportOf('sdk attach');
  assert.deepEqual(spansOf(report), ['sdk: none', 'attach: none']);
  assert.deepEqual(report.environment, undefined);
});

await check('a context of the module’s own is not replaced', async () => {
  const report = await inRemote(() => reportOf('sdk span-attach'));
  assert.notEqual(report.log.at(-1)[1], REMOTE_ID);
});

await check('nested workers do not inherit it', async () => {
  for (const steps of ['sdk attach nested-bare', 'attach nested-bare', 'attach nested']) {
    const report = await inRemote(() => reportOf(steps));
    const nested = report.log.at(-1)[2];
    assert.deepEqual([nested.environment, nested.log.at(-1)[1]], [null, null], steps);
  }
});

await check('nested workers that the module starts in the context get it anew', async () => {
  const report = await inRemote(() => reportOf('sdk attach nested'));
  assert.equal(report.log.at(-1)[2].log.at(-1)[1], REMOTE_ID);
});

await check('nested workers get their own', async () => {
  const report = await inRemote(() => reportOf('sdk attach nested-in-span'));
  const [, , { nested, span }] = report.log.at(-1);
  assert.equal(nested.log.at(-1)[1], span);
});

await check('a message that comes later with its own context wins', async () => {
  const worker = inRemote(() => new (start(Worker))(file, { env: { STEPS: 'sdk attach listen' } }));
  await once(worker, 'message');
  const sent = inSpan((span) => {
    worker.postMessage(enclose('hello'));
    return idOf(span);
  });
  assert.deepEqual(await endOf(worker), ['hello', sent]);
});

await check('nothing stays behind in this thread', async () => {
  setEnvironmentData('of the application', 5);
  const worker = inRemote(() => new (start(Worker))('', { eval: true }));
  assert.equal(getEnvironmentData(CARRIER), undefined);
  assert.equal(getEnvironmentData('of the application'), 5);
  await once(worker, 'exit');
  assert.throws(() => inRemote(() => new (start(Worker))('relative.js')), { code: 'ERR_WORKER_PATH' });
  assert.throws(() => inRemote(() => new (start(Worker))(file, { workerData: () => {} })), { name: 'DataCloneError' });
  assert.equal(getEnvironmentData(CARRIER), undefined);
});

await check('a subclass is constructed with its own arguments, fields and prototype', async () => {
  class Pool extends Worker {
    size = 1;
    constructor(name, ...rest) {
      super('', { eval: true, name, ...rest[0] });
      this.target = new.target;
    }
  }
  const pool = inRemote(() => new (start(Pool))('a', { workerData: 1 }));
  assert.ok(pool instanceof Pool);
  assert.deepEqual([pool.size, pool.target, Object.getPrototypeOf(pool)], [1, Pool, Pool.prototype]);
  await once(pool, 'exit');
});

await check('a class of the application is constructed as it is', () => {
  class Own {
    constructor(...args) {
      this.args = args;
    }
  }
  assert.deepEqual(inRemote(() => new (start(Own))(1, 2)), new Own(1, 2));
  class Refusing {
    constructor() {
      throw new RangeError('of the application');
    }
  }
  assert.throws(() => new (start(Refusing))(), { message: 'of the application' });
  for (const none of [undefined, null, 5, () => {}]) assert.throws(() => new (start(none))(), TypeError);
});

await check('an environment that is shared', async () => {
  process.env.STEPS = 'sdk attach';
  const worker = inRemote(() => new (start(Worker))(file, { env: SHARE_ENV }));
  const report = await endOf(worker);
  delete process.env.STEPS;
  assert.equal(spansOf(report).at(-1), 'attach: ours');
});

await check('many workers at once have their own each', async () => {
  const ids = [1, 2, 3, 4, 5, 6].map((n) => ({ ...REMOTE, spanId: String(n).repeat(16) }));
  const reports = await Promise.all(ids.map((id) => context.with(trace.setSpanContext(ROOT_CONTEXT, id), () => reportOf('sdk attach'))));
  assert.deepEqual(reports.map(({ log }) => log.at(-1)[1]), ids.map((id) => `${id.traceId}-${id.spanId}`));
});

const GARBAGE = [
  0, '', 'text', true, null, [], {}, [TRACEPARENT], [{ traceparent: TRACEPARENT }], { traceparent: 1 }, { traceparent: [TRACEPARENT] }, { traceparent: { toString: 1 } },
  { traceparent: 'x'.repeat(1e6) }, { traceparent: TRACEPARENT.toUpperCase() }, { traceparent: `ff${TRACEPARENT.slice(2)}` }, new Map([['traceparent', TRACEPARENT]]), new Error(TRACEPARENT),
  JSON.parse(`{ "__proto__": { "traceparent": "${TRACEPARENT}" } }`), Object.fromEntries(Array.from({ length: 1e5 }, (_, i) => [`k${i}`, 'v'])),
];

await check('garbage as environment data', async () => {
  for (let from = 0; from < GARBAGE.length; from += 6) {
    const reports = GARBAGE.slice(from, from + 6).map((value) => {
      setEnvironmentData(CARRIER, value);
      return reportOf('attach sdk attach turn', { Type: Worker });
    });
    setEnvironmentData(CARRIER, undefined);
    for (const [index, report] of (await Promise.all(reports)).entries()) {
      const name = String(JSON.stringify(GARBAGE[from + index])).slice(0, 80);
      assert.deepEqual(spansOf(report), ['attach: none', 'sdk: none', 'attach: none', 'turn: none'], name);
    }
  }
});
