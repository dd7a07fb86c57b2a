/** Work of the same thread: listeners bound to who adds them, and functions called in a span that is not active. */
import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { context, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { bind, withSpan } from 'otel-baton/runtime/bind';
import { check } from './check.mjs';
import { activeSpan, idOf, inSpan, REMOTE, REMOTE_ID, StackManager, tracer, use } from './sdk.mjs';

use();
const inRemote = (body) => context.with(trace.setSpanContext(ROOT_CONTEXT, REMOTE), body);

await check('a listener sees the context of who added it', () => {
  const emitter = new EventEmitter();
  const seen = [];
  inRemote(() => emitter.on('exit', bind((code) => seen.push([code, activeSpan()]))));
  emitter.on('exit', bind((code) => seen.push([code, activeSpan()])));
  inSpan(() => emitter.emit('exit', 1));
  assert.deepEqual(seen, [[1, REMOTE_ID], [1, undefined]]);
});

await check('a listener is called with its emitter and all arguments, and its result is returned', () => {
  function listener(...args) {
    return [this, args];
  }
  const emitter = new EventEmitter();
  const bound = inRemote(() => bind(listener));
  assert.deepEqual(bound.call(emitter, 1, 2), [emitter, [1, 2]]);
});

await check('a listener stays removable, countable and listable by itself', () => {
  for (const remove of ['off', 'removeListener']) {
    const emitter = new EventEmitter();
    const listener = () => assert.fail();
    const told = [];
    emitter.on('newListener', (event, added) => told.push(added === listener));
    emitter.on('removeListener', (event, removed) => told.push(removed === listener));
    emitter.on('exit', bind(listener));
    emitter.on('exit', bind(listener, 'exit'));
    assert.deepEqual(emitter.listeners('exit'), [listener, listener]);
    assert.equal(emitter.listenerCount('exit'), 2);
    assert.equal(emitter.listenerCount('exit', listener), 2);
    emitter[remove]('exit', listener);
    assert.equal(emitter.listenerCount('exit'), 1);
    emitter[remove]('exit', listener);
    emitter.emit('exit');
    assert.deepEqual(told, [false, true, true, true, true]);
  }
});

await check('a listener of once is called once, also when it emits again', () => {
  const emitter = new EventEmitter();
  let calls = 0;
  emitter.on('exit', bind(() => {
    calls++;
    emitter.emit('exit');
  }, 'exit'));
  emitter.emit('exit');
  emitter.emit('exit');
  assert.equal(calls, 1);
  assert.equal(emitter.listenerCount('exit'), 0);
});

await check('a listener of once is removed before it is called', () => {
  const emitter = new EventEmitter();
  emitter.on('exit', bind(() => assert.equal(emitter.listenerCount('exit'), 0), 'exit'));
  emitter.emit('exit');
});

await check('what is no listener is refused by the emitter as without us', () => {
  for (const none of [undefined, null, 5, {}, 'text']) {
    assert.equal(bind(none), none);
    assert.throws(() => new EventEmitter().on('exit', bind(none)), { code: 'ERR_INVALID_ARG_TYPE' });
  }
});

await check('a listener that throws throws out of emit, and the context is given back', () => {
  const emitter = new EventEmitter();
  const failed = new Error('of the application');
  inRemote(() => emitter.on('exit', bind(() => { throw failed; })));
  assert.throws(() => emitter.emit('exit'), failed);
  assert.equal(activeSpan(), undefined);
});

await check('a listener that rejects is captured as without us', async () => {
  const emitter = new EventEmitter({ captureRejections: true });
  emitter.on('exit', bind(async () => { throw new Error('of the application'); }));
  const failed = once(emitter, 'error');
  emitter.emit('exit');
  assert.match(String((await failed)[0]), /of the application/);
});

await check('a function runs in the span, and only it', async () => {
  const span = tracer().startSpan('open');
  const seen = [];
  const work = async (name) => {
    seen.push([name, activeSpan()]);
    await turn();
    seen.push([name, activeSpan()]);
    return name;
  };
  const done = withSpan(span, work)('a');
  assert.equal(activeSpan(), undefined);
  assert.equal(await done, 'a');
  assert.deepEqual(seen, [['a', idOf(span)], ['a', idOf(span)]]);
});

await check('what else is in the context stays in it', () => {
  const key = Symbol('of the application');
  context.with(ROOT_CONTEXT.setValue(key, 1), () => assert.equal(withSpan(tracer().startSpan('open'), () => context.active().getValue(key))(), 1));
});

await check('arguments are evaluated in the caller’s context', () => {
  const span = tracer().startSpan('open');
  assert.deepEqual(withSpan(span, (argument) => [argument, activeSpan()])(activeSpan()), [undefined, idOf(span)]);
});

await check('a method is called on its object', () => {
  class Store {
    #rows = [1];
    get rows() {
      return this.#rows;
    }
    add(...rows) {
      this.#rows.push(...rows);
      return this;
    }
  }
  const store = new Store();
  for (const span of [undefined, tracer().startSpan('open')]) assert.equal(withSpan(span, store, 'add')(2), store);
  assert.deepEqual(store.rows, [1, 2, 2]);
  for (const span of [undefined, tracer().startSpan('open')]) assert.equal(withSpan(span, 'text', 'toUpperCase')(), 'TEXT');
});

await check('a function is called without an object, as without us', () => {
  const strict = function () {
    return this;
  };
  for (const span of [undefined, tracer().startSpan('open')]) assert.equal(withSpan(span, strict)(), undefined);
});

await check('what is no function throws a TypeError as without us', () => {
  for (const span of [undefined, tracer().startSpan('open')]) {
    for (const none of [undefined, null, 5, {}]) assert.throws(() => withSpan(span, none)(), TypeError);
    assert.throws(() => withSpan(span, {}, 'missing')(), TypeError);
    assert.throws(() => withSpan(span, undefined, 'missing')(), TypeError);
    assert.throws(() => setTimeout(withSpan(span, undefined), 1), { code: 'ERR_INVALID_ARG_TYPE' });
  }
});

await check('a function that throws throws the same, and the context is given back', async () => {
  const failed = new Error('of the application');
  const span = tracer().startSpan('open');
  assert.throws(() => withSpan(span, () => { throw failed; })(), failed);
  await assert.rejects(withSpan(span, () => Promise.reject(failed))(), failed);
  assert.equal(activeSpan(), undefined);
});

await check('a span that was ended, and one that records nothing', () => {
  const ended = tracer().startSpan('ended');
  ended.end();
  for (const span of [ended, trace.wrapSpanContext(REMOTE)]) assert.equal(withSpan(span, activeSpan)(), idOf(span));
});

await check('a mock of a span does not stop the work', () => {
  for (const mock of [{}, { end() {} }]) {
    assert.equal(withSpan(mock, () => 5)(), 5);
    assert.equal(withSpan(mock, { work: () => 6 }, 'work')(), 6);
  }
});

await check('a manager without an asynchronous storage', () => {
  use({ manager: new StackManager() });
  const span = tracer().startSpan('open');
  assert.equal(withSpan(span, activeSpan)(), idOf(span));
  const emitter = new EventEmitter();
  const seen = [];
  inRemote(() => emitter.on('exit', bind(() => seen.push(activeSpan()))));
  emitter.emit('exit');
  assert.deepEqual(seen, [REMOTE_ID]);
});
