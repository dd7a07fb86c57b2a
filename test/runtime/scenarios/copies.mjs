/** A process may load the runtime twice, by `import` and by `require`: it extracts once and says things once. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { context, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import * as importedIndex from 'otel-baton/runtime';
import * as importedPull from 'otel-baton/runtime/pull';
import * as importedScope from 'otel-baton/runtime/scope';
import * as importedSidecar from 'otel-baton/runtime/sidecar';
import { start } from 'otel-baton/runtime/start';
import { check } from './check.mjs';
import { deliver } from './deliver.mjs';
import { activeSpan, REMOTE, REMOTE_ID, TRACEPARENT, use, warnings } from './sdk.mjs';
import { envelope, sidecar } from './wire.mjs';

const require = createRequire(import.meta.url);
const imported = { ...importedIndex, ...importedSidecar };
const required = { ...require('otel-baton/runtime'), ...require('otel-baton/runtime/sidecar') };
const requiredPull = require('otel-baton/runtime/pull');
const requiredScope = require('otel-baton/runtime/scope');
const carrier = { traceparent: TRACEPARENT };
use();

await check('they are two copies with the same helpers', () => {
  assert.notEqual(imported.receive, required.receive);
  assert.deepEqual(Object.keys(required).sort(), Object.keys(imported).sort());
  assert.deepEqual(Object.keys(requiredPull).sort(), Object.keys(importedPull).sort());
  assert.equal(required.CARRIER, imported.CARRIER);
});

for (const [name, orders] of [['import first', [imported, required]], ['require first', [required, imported]]]) {
  await check(`${name}: a port extracts once`, async () => {
    const how = (port) => orders.reduce((each, runtime) => runtime.receive(each), port);
    const got = await deliver((port) => port.postMessage(envelope(envelope('inner', carrier), carrier)), how);
    assert.deepEqual(got.map(({ value, span }) => [value, span]), [[envelope('inner', carrier), REMOTE_ID]]);
  });

  await check(`${name}: what one sends the other reads`, async () => {
    await context.with(trace.setSpanContext(ROOT_CONTEXT, REMOTE), async () => {
      for (const helper of ['inject', 'enclose']) {
        const got = await deliver((port) => port.postMessage(orders[0][helper]({ a: 1 })), orders[1].receive);
        assert.deepEqual(got.map(({ value, span }) => [value, span]), [[{ a: 1 }, REMOTE_ID]]);
      }
    });
  });

  await check(`${name}: a context that both carry is carried once`, () => {
    context.with(trace.setSpanContext(ROOT_CONTEXT, REMOTE), () => {
      assert.deepEqual(orders[1].inject(orders[0].inject({ a: 1 })), sidecar({ a: 1 }, carrier));
    });
  });
}

await check('a tap of one is told by the port of the other', async () => {
  for (const [runtime, pull, scopes] of [[imported, requiredPull, requiredScope], [required, importedPull, importedScope]]) {
    const { port1, port2 } = new MessageChannel();
    runtime.receive(port2);
    const scope = scopes.open();
    setImmediate(() => port1.postMessage(envelope(1, carrier)));
    const [value] = scopes.attachNext(scope, scope, await once(pull.tap(port2, scope, true), 'message'));
    assert.deepEqual([value, activeSpan()], [1, REMOTE_ID]);
    scopes.close(scope);
    assert.equal(activeSpan(), undefined);
    port1.close();
  }
});

await check('a block of one within a block of the other knows the pulled span', () => {
  const { port1, port2 } = new MessageChannel();
  const second = { traceparent: TRACEPARENT.replaceAll('b', 'c') };
  port1.postMessage(envelope(1, carrier));
  port1.postMessage(envelope(2, second));
  const outer = importedScope.open();
  importedPull.pull(receiveMessageOnPort(port2), outer);
  const inner = requiredScope.open();
  requiredPull.pull(receiveMessageOnPort(port2), inner);
  assert.equal(activeSpan(), second.traceparent.slice(3, -3));
  requiredScope.close(inner);
  assert.equal(activeSpan(), REMOTE_ID);
  importedScope.close(outer);
  assert.equal(activeSpan(), undefined);
  port1.close();
});

for (const steps of ['import sdk import', 'require sdk require', 'import sdk require', 'require sdk import', 'require import sdk require import', 'sdk import require']) {
  await check(`a worker whose copies both attach has its context, whichever was first: ${steps}`, async () => {
    const file = new URL('./workers/two-copies.mjs', import.meta.url);
    const worker = context.with(trace.setSpanContext(ROOT_CONTEXT, REMOTE), () => new (start(Worker))(file, { env: { STEPS: steps } }));
    const [[span]] = await Promise.all([once(worker, 'message'), once(worker, 'exit')]);
    assert.equal(span, REMOTE_ID);
  });
}

await check('a warning comes once, not once for each copy', async () => {
  const failing = { inject() { throw new Error('inject failed'); }, extract: (into) => into, fields: () => ['x'] };
  use({ propagator: failing });
  context.with(trace.setSpanContext(ROOT_CONTEXT, REMOTE), () => [imported, required, imported].forEach(({ enclose }) => enclose(1)));
  assert.equal(warnings.length, 1, warnings.join('\n'));
});
