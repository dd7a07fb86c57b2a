/** Queues written by hand: what an element keeps, and what runs in it. */
import assert from 'node:assert/strict';
import { isDeepStrictEqual, types } from 'node:util';
import { serialize } from 'node:v8';
import { context, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { LinkSpanProcessor } from 'otel-baton/links';
import { dequeue, dequeueFirst, drain, enqueue, enqueueEach, inTurn, takeTurn } from 'otel-baton/runtime/queue';
import { close, open } from 'otel-baton/runtime/scope';
import { check } from './check.mjs';
import { activeSpan, inSpan, REMOTE, REMOTE_ID, tracer, use } from './sdk.mjs';

use();
const inRemote = (body) => context.with(trace.setSpanContext(ROOT_CONTEXT, REMOTE), body);

/** What is active where an element is taken out and used, and after it. */
function taken(element, ...flags) {
  const scope = open(true);
  try {
    assert.equal(dequeue(element, scope, ...flags), element);
    return activeSpan();
  } finally {
    close(scope);
  }
}

await check('what follows the taking-out runs in the context of who put it in, and what comes after does not', () => {
  for (const element of [{}, () => {}, [], new Map(), new (class {})(), Object.create(null), class {}, new Proxy({}, {}), Object.freeze({}), Object.freeze(() => {}), new Error()]) {
    inRemote(() => assert.equal(enqueue(element, []), element));
    assert.equal(taken(element), REMOTE_ID, String(types.isProxy(element)));
    assert.equal(activeSpan(), undefined);
  }
});

await check('what was put in by nobody runs in no context', () => {
  const element = {};
  enqueue(element, []);
  inRemote(() => {
    assert.equal(taken(element), undefined);
    assert.equal(activeSpan(), REMOTE_ID);
  });
});

await check('what was never put in, and what is a primitive, runs where it is', () => {
  for (const element of [{}, 1, 'text', undefined, null, Symbol('x'), 1n, true]) {
    if (typeof element !== 'object' || element === null) assert.equal(enqueue(element, []), element);
    inRemote(() => assert.equal(taken(element), REMOTE_ID));
  }
});

await check('what is taken out where its own trace is active stays under the span that takes it out', () => {
  inSpan((outer) => {
    const element = enqueue({}, []);
    tracer().startActiveSpan('child', (child) => {
      assert.notEqual(child, outer);
      const before = activeSpan();
      assert.equal(taken(element), before);
      child.end();
    });
  });
});

await check('an element shows nothing of it', () => {
  const element = { a: 1, run() {} };
  const { run, ...plain } = element;
  inRemote(() => [element, plain].forEach((each) => enqueue(each, [])));
  assert.deepEqual(Reflect.ownKeys(element), ['a', 'run']);
  assert.deepEqual(Object.getOwnPropertyDescriptors(plain), { a: { value: 1, writable: true, enumerable: true, configurable: true } });
  assert.equal(JSON.stringify(plain), '{"a":1}');
  assert.deepEqual(serialize(plain), serialize({ a: 1 }));
  assert.ok(isDeepStrictEqual(structuredClone(plain), { a: 1 }));
  inSpan(() => assert.notEqual(taken({ ...plain }), REMOTE_ID));
  assert.equal(taken(plain), REMOTE_ID);
});

await check('a proxy is not asked anything', () => {
  const handler = new Proxy({}, { get: (_, trap) => () => assert.fail(String(trap)) });
  const element = new Proxy(() => {}, handler);
  inRemote(() => enqueue(element, []));
  assert.equal(taken(element), REMOTE_ID);
});

await check('an element that waits several times runs once for each, in turn', () => {
  const task = () => {};
  const queue = [];
  inRemote(() => queue.push(enqueue(task, queue)));
  const second = inSpan(() => {
    queue.push(enqueue(task, queue));
    return activeSpan();
  });
  queue.push(enqueue(task, queue));
  assert.deepEqual([taken(queue.shift()), taken(queue.shift()), taken(queue.shift()), taken(task)], [REMOTE_ID, second, undefined, undefined]);
});

await check('what was thrown away untaken is forgotten', () => {
  const task = () => {};
  let queue = [];
  inRemote(() => queue.push(enqueue(task, queue)));
  queue = [];
  const own = inSpan(() => {
    queue.push(enqueue(task, queue));
    return activeSpan();
  });
  assert.deepEqual([taken(task), taken(task)], [own, undefined]);
});

await check('an element that waits in several places keeps the context that it was last put somewhere in', () => {
  const task = () => {};
  const [list, set, map] = [[], new Set(), new Map()];
  inSpan(() => list.push(enqueue(task, list)));
  inRemote(() => {
    set.add(enqueue(task, set));
    map.set('key', enqueue(task, map));
    map.set('key', enqueue(task, map));
    enqueue(task);
    enqueue(task);
  });
  assert.deepEqual([1, 2, 3, 4, 5].map(() => taken(task)), [REMOTE_ID, REMOTE_ID, REMOTE_ID, REMOTE_ID, undefined]);
});

await check('a set holds an element once, since it was first added', () => {
  const task = () => {};
  const set = new Set();
  inRemote(() => set.add(enqueue(task, set)));
  inSpan(() => set.add(enqueue(task, set)));
  assert.equal(taken(task), REMOTE_ID);
  assert.equal(taken(task), undefined);
});

await check('each pass of a loop runs in its own context, and iterators are closed', () => {
  const elements = [{ name: 'a' }, { name: 'b' }, { name: 'c' }];
  inRemote(() => enqueueEach([elements[0], elements[2]], elements));
  const told = [];
  const list = {
    *[Symbol.iterator]() {
      try {
        yield* elements;
      } finally {
        told.push('closed');
      }
    },
  };
  const loop = open();
  for (const each of drain(list, loop)) {
    const body = open(true);
    try {
      takeTurn(body, loop);
      told.push([each.name, activeSpan()]);
      if (each.name === 'c') break;
    } finally {
      close(body);
    }
  }
  close(loop);
  assert.deepEqual(told, [['a', REMOTE_ID], ['b', undefined], ['c', REMOTE_ID], 'closed']);
  for (const nothing of [undefined, null, 1, {}]) assert.equal(drain(nothing, loop), nothing);
});

await check('entries, callbacks and the first of a list', () => {
  const element = () => {};
  const again = () => inRemote(() => enqueue(element, []));
  again();
  const loop = open();
  for (const entry of drain(new Map([['key', element]]), loop, true)) {
    assert.deepEqual(entry, ['key', element]);
    takeTurn(loop, loop);
    assert.equal(activeSpan(), REMOTE_ID);
  }
  close(loop);
  again();
  const seen = [];
  const self = {};
  [element].forEach(inTurn(function (...args) { seen.push(this, args, activeSpan()); }), self);
  assert.deepEqual(seen, [self, [element, 0, [element]], REMOTE_ID]);
  assert.equal(inTurn(undefined), undefined);
  assert.throws(() => [element].map(inTurn(() => { throw new RangeError('own'); })), { name: 'RangeError', message: 'own' });
  again();
  const scope = open(true);
  const list = [element];
  assert.equal(dequeueFirst(list, scope), list);
  assert.equal(activeSpan(), REMOTE_ID);
  close(scope);
});

await check('a link is added to the active span, or to the spans that the processor sees start', () => {
  const element = {};
  const links = [];
  inRemote(() => enqueue(element, []));
  context.with(trace.setSpan(ROOT_CONTEXT, { spanContext: () => ({ ...REMOTE, traceId: 'd'.repeat(32) }), addLink: (link) => links.push(link) }), () => assert.notEqual(taken(element, false, true), REMOTE_ID));
  assert.deepEqual(links, [{ context: REMOTE }]);
  inRemote(() => enqueue(element, []));
  const scope = open(true);
  dequeue(element, scope, false, true);
  assert.equal(activeSpan(), undefined);
  const processor = new LinkSpanProcessor();
  processor.onStart({ addLink: (link) => links.push(link) }, context.active());
  processor.onStart({ addLink: () => assert.fail('a child') }, trace.setSpanContext(context.active(), REMOTE));
  close(scope);
  assert.equal(links.length, 2);
  // A span that has no links, as before version 1.9 of the API.
  inRemote(() => enqueue(element, []));
  context.with(trace.setSpan(ROOT_CONTEXT, { spanContext: () => ({ ...REMOTE, traceId: 'd'.repeat(32) }) }), () => taken(element, false, true));
});

await check('nothing is kept where no context manager is registered', () => {
  context.disable();
  const element = {};
  assert.equal(enqueue(element, []), element);
  const callback = () => {};
  assert.equal(inTurn(callback), callback);
  use();
  inRemote(() => assert.equal(taken(element), REMOTE_ID));
});
