/** No SDK was started: the API alone, which does nothing. */
import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { context, trace } from '@opentelemetry/api';
import { enclose, receive } from 'otel-baton/runtime';
import { inject, injectFresh } from 'otel-baton/runtime/sidecar';
import { attachStarted, start } from 'otel-baton/runtime/start';
import { bind, withSpan } from 'otel-baton/runtime/bind';
import { pull, tap } from 'otel-baton/runtime/pull';
import { attachNext, close, open, resume, suspend } from 'otel-baton/runtime/scope';
import { check } from './check.mjs';
import { deliverOne } from './deliver.mjs';
import { envelope, sidecar } from './wire.mjs';

const notRecording = trace.wrapSpanContext({ traceId: '0'.repeat(32), spanId: '0'.repeat(16), traceFlags: 0 });

await check('what is sent is the very payload', () => {
  for (const payload of [{ a: 1 }, [], 5, undefined, null, new Map(), Object.freeze({})]) {
    for (const send of [inject, enclose]) {
      assert.equal(send(payload), payload);
      assert.equal(send(payload, notRecording), payload);
      assert.equal(send(payload, trace.getTracer('none').startSpan('none')), payload);
    }
  }
  const fresh = { a: 1 };
  assert.equal(injectFresh(fresh), fresh);
  assert.deepEqual(Reflect.ownKeys(fresh), ['a']);
});

await check('a message is delivered as it is', async () => {
  const { value, active } = await deliverOne({ a: 1 });
  assert.deepEqual(value, { a: 1 });
  assert.equal(active, context.active());
});

await check('a message of a thread that has an SDK is clean', async () => {
  const carrier = { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` };
  assert.deepEqual((await deliverOne(sidecar({ a: 1 }, carrier))).value, { a: 1 });
  assert.deepEqual((await deliverOne(envelope([1], carrier))).value, [1]);
});

await check('a block that pulls runs as it would', async () => {
  const { port1, port2 } = new MessageChannel();
  const scope = open();
  assert.equal(pull(undefined, scope), undefined);
  port1.postMessage({ a: 1 });
  const result = receiveMessageOnPort(port2);
  assert.equal(pull(result, scope), result);
  assert.deepEqual(result, { message: { a: 1 } });
  assert.equal(suspend(scope, 5), 5);
  assert.equal(resume(scope, 6), 6);
  assert.equal(tap(port2, scope), port2);
  port1.postMessage('next');
  assert.deepEqual(await once(port2, 'message'), ['next']);
  attachNext(scope, scope);
  close(scope);
  close(scope);
  port1.close();
});

await check('a worker is constructed as it is without us', async () => {
  const source = 'require("node:worker_threads").parentPort.postMessage(require("node:worker_threads").workerData)';
  const worker = new (start(Worker))(source, { eval: true, workerData: { a: 1 } });
  assert.ok(worker instanceof Worker);
  assert.equal(Object.getPrototypeOf(worker), Worker.prototype);
  assert.deepEqual(await once(worker, 'message'), [{ a: 1 }]);
  await once(worker, 'exit');
});

await check('a constructor that throws throws the same', () => {
  const bare = thrownBy(() => new Worker('relative.js'));
  const ours = thrownBy(() => new (start(Worker))('relative.js'));
  assert.equal(ours.code, bare.code);
  assert.equal(ours.message, bare.message);
});

await check('nothing is attached in the main thread', () => {
  attachStarted();
  assert.equal(trace.getActiveSpan(), undefined);
});

await check('a bound listener is called with its emitter and arguments', () => {
  const emitter = new EventEmitter();
  const calls = [];
  function listener(...args) {
    calls.push([this, args]);
  }
  emitter.on('a', bind(listener));
  emitter.on('b', bind(listener, 'b'));
  for (const event of ['a', 'b', 'b']) emitter.emit(event, event, 1);
  assert.deepEqual(calls, [[emitter, ['a', 1]], [emitter, ['b', 1]]]);
});

await check('a function called with a span is called with its object and arguments', () => {
  const object = { add(a, b) { return [this, a + b]; } };
  for (const span of [undefined, notRecording]) {
    assert.deepEqual(withSpan(span, object, 'add')(1, 2), [object, 3]);
    assert.equal(withSpan(span, (a, b) => a + b)(1, 2), 3);
  }
});

function thrownBy(body) {
  try {
    body();
  } catch (error) {
    return error;
  }
  throw new assert.AssertionError({ message: 'did not throw' });
}
