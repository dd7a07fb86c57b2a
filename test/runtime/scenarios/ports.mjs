/** A port that extracts is, but for the context, what it was: each behaviour beside that of a bare one. */
import assert from 'node:assert/strict';
import { EventEmitter, getEventListeners, once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { inspect } from 'node:util';
import { BroadcastChannel, MessageChannel, MessagePort, Worker } from 'node:worker_threads';
import { context, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { enclose, receive } from 'otel-baton/runtime';
import { inject } from 'otel-baton/runtime/sidecar';
import { check } from './check.mjs';
import { deliver, deliverOne } from './deliver.mjs';
import { activeSpan, REMOTE, REMOTE_ID, TRACEPARENT, use } from './sdk.mjs';
import { envelope, sidecar } from './wire.mjs';

use();
const bare = (port) => port;
const carrier = { traceparent: TRACEPARENT };
const inRemote = (body) => context.with(trace.setSpanContext(ROOT_CONTEXT, REMOTE), body);

/** Send back what comes. */
const ECHO = 'const { parentPort } = require("node:worker_threads"); parentPort.on("message", (m) => m === "end" ? parentPort.close() : parentPort.postMessage(m));';

/** Ends of each kind that deliver what is sent to them, and how to be done with them. */
const KINDS = {
  MessagePort() {
    const { port1, port2 } = new MessageChannel();
    return { port: port2, send: (value) => port1.postMessage(value), end: () => port1.close() };
  },
  Worker() {
    const worker = new Worker(ECHO, { eval: true });
    return { port: worker, send: (value) => worker.postMessage(value), end: () => worker.terminate() };
  },
  BroadcastChannel() {
    const name = `baton ${Math.random()}`;
    const [port, other] = [new BroadcastChannel(name), new BroadcastChannel(name)];
    return { port, send: (value) => other.postMessage(value), end: () => [port, other].forEach((each) => each.close()) };
  },
};

/** What both a bare end and one of ours do must be the same. */
async function sameAsBare(kind, body) {
  const [without, ours] = [];
  const results = [without, ours];
  for (const [index, how] of [bare, receive].entries()) {
    const { port, send, end } = KINDS[kind]();
    try {
      results[index] = await body(how(port), send, how === receive);
    } finally {
      await end();
    }
  }
  assert.deepEqual(results[1], results[0]);
  assert.notEqual(results[0], undefined);
}

for (const kind of Object.keys(KINDS)) {
  await check(`${kind}: is returned itself, and extracts once however often it is asked`, async () => {
    const { port, send, end } = KINDS[kind]();
    assert.equal(receive(port), port);
    const symbols = Object.getOwnPropertySymbols(port).map((key) => [key, Object.getOwnPropertyDescriptor(port, key)]);
    const emit = port.emit;
    for (let i = 0; i < 5; i++) assert.equal(receive(port), port);
    assert.equal(port.emit, emit);
    for (const [key, descriptor] of symbols) assert.equal(Object.getOwnPropertyDescriptor(port, key).value, descriptor.value);
    const got = [];
    port.onmessage = port.on ? undefined : ({ data }) => got.push([data, activeSpan()]);
    port.on?.('message', (data) => got.push([data, activeSpan()]));
    send(envelope(envelope('inner', carrier), carrier));
    while (!got.length) await turn();
    assert.deepEqual(got, [[envelope('inner', carrier), REMOTE_ID]], 'one envelope is opened, not two');
    await end();
  });

  await check(`${kind}: shows nothing of us`, () =>
    sameAsBare(kind, (port) => {
      const names = [];
      // A property of our own, which cannot be enumerated, hides the inherited one.
      for (const name in port) if (name !== 'emit') names.push(name);
      return { keys: Object.keys(port), names, spread: Object.keys({ ...port }), text: inspect(port).replace(/threadId: \d+|baton [\d.]+/g, ''), string: String(port) };
    }),
  );

  await check(`${kind}: shows nothing of us while it listens`, () =>
    sameAsBare(kind, (port) => {
      port.onmessage = () => {};
      port.on?.('message', () => {});
      return { keys: Object.keys(port), text: inspect(port).replace(/threadId: \d+|baton [\d.]+/g, '') };
    }),
  );

  await check(`${kind}: what comes without a context is delivered as to a bare one, in the same context`, () =>
    sameAsBare(kind, async (port, send) => {
      const value = new Promise((resolve) => {
        port.onmessage = port.on ? undefined : ({ data }) => resolve([data, context.active() === ROOT_CONTEXT]);
        port.on?.('message', (data) => resolve([data, context.active() === ROOT_CONTEXT]));
      });
      send({ a: 1 });
      return value;
    }),
  );

  await check(`${kind}: a listener that throws reaches uncaughtException as it does without us`, () =>
    sameAsBare(kind, async (port, send, ours) => {
      const log = [];
      const failed = new RangeError('of the application');
      const onFailure = (error, origin) => log.push(['uncaught', error === failed, origin]);
      process.on('uncaughtException', onFailure);
      const add = (listener) => (port.on ? port.on('message', listener) : port.addEventListener('message', ({ data }) => listener(data)));
      add((value) => {
        log.push(['first', value]);
        throw failed;
      });
      add((value) => log.push(['second', value]));
      for (const value of [1, 2]) send(ours ? envelope(value, carrier) : value);
      while (log.length < (port instanceof Worker ? 4 : 6)) await turn();
      for (let i = 0; i < 3; i++) await turn();
      process.off('uncaughtException', onFailure);
      assert.equal(activeSpan(), undefined);
      return log;
    }),
  );

  await check(`${kind}: a listener that rejects reaches unhandledRejection as it does without us`, () =>
    sameAsBare(kind, async (port, send, ours) => {
      const log = [];
      // An event target makes it an exception, an emitter a rejection.
      const onFailure = (error, origin) => log.push([error.message, typeof origin === 'string' ? origin : 'rejection']);
      process.on('uncaughtException', onFailure);
      process.on('unhandledRejection', onFailure);
      const listener = async () => {
        await turn();
        throw new Error('of the application');
      };
      if (port.on) port.on('message', listener);
      else port.addEventListener('message', listener);
      send(ours ? envelope(1, carrier) : 1);
      while (!log.length) await turn();
      await turn();
      process.off('uncaughtException', onFailure);
      process.off('unhandledRejection', onFailure);
      return log;
    }),
  );

  await check(`${kind}: an asynchronous listener keeps the context behind its awaits`, async () => {
    const { port, send, end } = KINDS[kind]();
    const spans = new Promise((resolve) => {
      const listener = async () => {
        const before = activeSpan();
        await turn();
        await null;
        resolve([before, activeSpan()]);
      };
      if (port.on) receive(port).on('message', listener);
      else receive(port).addEventListener('message', listener);
    });
    send(sidecar({ a: 1 }, carrier));
    assert.deepEqual(await spans, [REMOTE_ID, REMOTE_ID]);
    await end();
  });
}

await check('what is no port passes untouched', () => {
  class Lookalike extends EventEmitter {
    postMessage() {}
  }
  const frozen = Object.freeze({ on() {} });
  const values = [undefined, null, 0, 'text', Symbol('s'), () => {}, {}, [], frozen, new EventEmitter(), new EventTarget(), new Lookalike(), new AbortController().signal, Object.create(null), new Proxy({}, {})];
  for (const value of values) {
    const before = value === Object(value) ? Reflect.ownKeys(value) : [];
    assert.equal(receive(value), value);
    assert.deepEqual(value === Object(value) ? Reflect.ownKeys(value) : [], before);
  }
});

await check('where the receiver cannot be an argument, the other argument is returned', () => {
  const { port, end } = KINDS.MessagePort();
  assert.equal(receive(port, 'message'), 'message');
  end();
});

await check('`process` extracts what another thread posts to it, and nothing else', () => {
  const before = inspect(Object.keys(process));
  assert.equal(receive(process), process);
  assert.equal(inspect(Object.keys(process)), before);
  const seen = [];
  const listener = (...args) => seen.push([args, activeSpan()]);
  process.on('workerMessage', listener);
  process.on('otherMessage', listener);
  const message = sidecar({ a: 1 }, carrier);
  assert.equal(process.emit('workerMessage', message, 7), true);
  assert.equal(process.emit('otherMessage', message), true);
  process.off('workerMessage', listener);
  process.off('otherMessage', listener);
  assert.equal(process.emit('workerMessage', message, 7), false);
  assert.deepEqual(seen, [[[{ a: 1 }, 7], REMOTE_ID], [[message], undefined]]);
});

await check('a frozen port, which Node refuses at the first message, is not refused by us', () => {
  const { port, end } = KINDS.MessagePort();
  assert.equal(receive(Object.freeze(port)), port);
  end();
});

for (const close of ['preventExtensions', 'seal']) {
  await check(`a port after Object.${close} delivers`, async () => {
    const got = await deliver((port) => port.postMessage({ a: 1 }), (port) => receive(Object[close](port)));
    assert.deepEqual(got.map(({ value }) => value), [{ a: 1 }]);
  });

  await check(`a port after Object.${close} cannot be made to extract: it delivers what comes`, async () => {
    const message = inRemote(() => inject({ a: 1 }));
    const got = await deliver((port) => port.postMessage(message), (port) => receive(Object[close](port)));
    assert.deepEqual(got.map(({ value, span }) => [value, span]), [[message, undefined]]);
  });
}

await check('every kind of listener of a port, also of one that knows nothing of us, sees the clean payload in the context', async () => {
  const { port, send, end } = KINDS.MessagePort();
  const seen = {};
  const note = (name) => function (got, ...more) {
    seen[name] = { data: got instanceof Event ? got.data : got, event: got instanceof Event, more: more.length, isPort: this === port, span: activeSpan() };
  };
  port.on('message', note('on, before'));
  receive(port);
  port.on('message', note('on'));
  port.once('message', note('once'));
  port.addListener('message', note('addListener'));
  port.addEventListener('message', note('addEventListener'));
  port.addEventListener('message', note('addEventListener once'), { once: true });
  const object = { handleEvent(event) { seen['handleEvent'] = { data: event.data, isObject: this === object, span: activeSpan() }; } };
  port.addEventListener('message', object);
  port.onmessage = note('onmessage');
  const awaited = once(port, 'message');
  send(sidecar({ a: 1 }, carrier));
  assert.deepEqual(await awaited, [{ a: 1 }]);
  const value = (isEvent) => ({ data: { a: 1 }, event: isEvent, more: 0, isPort: true, span: REMOTE_ID });
  assert.deepEqual(seen, {
    'on, before': value(false),
    on: value(false),
    once: value(false),
    addListener: value(false),
    addEventListener: value(true),
    'addEventListener once': value(true),
    handleEvent: { data: { a: 1 }, isObject: true, span: REMOTE_ID },
    onmessage: value(true),
  });
  end();
});

await check('all listeners of a message get one and the same object', async () => {
  const { port, send, end } = KINDS.MessagePort();
  const values = [];
  receive(port).on('message', (value) => values.push(value));
  port.addEventListener('message', ({ data }) => values.push(data));
  port.onmessage = ({ data }) => values.push(data);
  send(sidecar({ a: 1 }, carrier));
  while (values.length < 3) await turn();
  assert.equal(values[0], values[1]);
  assert.equal(values[1], values[2]);
  end();
});

await check('listeners stay removable, countable and listable', async () => {
  const log = await bothWays(async (port, send) => {
    const calls = [];
    const listeners = Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((name) => [name, () => calls.push(name)]));
    const abort = new AbortController();
    port.on('message', listeners.a);
    port.on('message', listeners.a);
    port.addEventListener('message', listeners.b);
    port.addEventListener('message', listeners.b);
    port.addEventListener('message', listeners.c, { signal: abort.signal });
    port.once('message', listeners.d);
    port.onmessage = listeners.e;
    const names = () => getEventListeners(port, 'message').map((listener) => Object.keys(listeners).find((name) => listeners[name] === listener));
    const steps = [[port.listenerCount('message'), names(), port.onmessage === listeners.e]];
    const step = async () => {
      const before = calls.length;
      send({ n: steps.length });
      while (calls.length === before) await turn();
      await turn();
      steps.push([calls.splice(0), port.listenerCount('message'), names()]);
    };
    await step();
    abort.abort();
    port.off('message', listeners.a);
    await step();
    port.removeEventListener('message', listeners.b);
    await step();
    port.on('message', listeners.b);
    port.onmessage = null;
    await step();
    port.removeAllListeners('message');
    steps.push([port.listenerCount('message'), names(), port.onmessage]);
    return steps;
  });
  assert.ok(log.length > 4);
});

await check('the event that a listener gets looks the same', async () => {
  await bothWays(async (port, send) => {
    const event = new Promise((resolve) => port.addEventListener('message', resolve));
    send({ a: 1 });
    return describeEvent(await event, port);
  });
});

await check('the event that a channel’s listener gets looks the same', () =>
  sameAsBare('BroadcastChannel', async (channel, send, ours) => {
    const event = new Promise((resolve) => channel.addEventListener('message', resolve));
    send(ours ? sidecar({ a: 1 }, carrier) : { a: 1 });
    return describeEvent(await event, channel);
  }),
);

await check('an event that the application dispatches', () =>
  sameAsBare('MessagePort', (port) => {
    const seen = [];
    port.addEventListener('message', (event) => {
      seen.push([event.data, activeSpan()]);
      event.preventDefault();
    });
    port.on('message', (value) => seen.push([value instanceof Event ? value.data : value, activeSpan()]));
    const event = new MessageEvent('message', { data: { a: 1 }, cancelable: true });
    const results = [port.dispatchEvent(event), port.dispatchEvent(new MessageEvent('message', { data: 5 })), port.emit('message', 6, 7)];
    return { results, seen, data: event.data, prevented: event.defaultPrevented };
  }),
);

await check('an event that the application dispatches with a carrier', () => {
  const { port, end } = KINDS.MessagePort();
  const seen = [];
  receive(port).addEventListener('message', ({ data }) => seen.push([data, activeSpan()]));
  assert.equal(port.dispatchEvent(new MessageEvent('message', { data: sidecar({ a: 1 }, carrier) })), true);
  assert.equal(activeSpan(), undefined);
  assert.deepEqual(seen, [[{ a: 1 }, REMOTE_ID]]);
  end();
});

await check('an event that the application dispatches twice', () => {
  const { port, end } = KINDS.MessagePort();
  const seen = [];
  receive(port).addEventListener('message', ({ data }) => seen.push(data));
  const event = new MessageEvent('message', { data: sidecar({ a: 1 }, carrier) });
  port.dispatchEvent(event);
  port.dispatchEvent(event);
  assert.deepEqual(seen, [{ a: 1 }, { a: 1 }]);
  end();
});

await check('events without data, and of other types, pass', () => {
  const { port, end } = KINDS.MessagePort();
  const seen = [];
  const listener = (event) => seen.push([event.type, event.data, event.detail]);
  for (const type of ['message', 'messageerror', 'custom']) receive(port).addEventListener(type, listener);
  port.dispatchEvent(new Event('message'));
  port.dispatchEvent(new CustomEvent('message', { detail: sidecar({}, carrier) }));
  port.dispatchEvent(new MessageEvent('custom', { data: sidecar({ a: 1 }, carrier) }));
  port.dispatchEvent(new MessageEvent('messageerror', { data: sidecar({ a: 1 }, carrier) }));
  assert.deepEqual(seen, [
    ['message', undefined, undefined],
    ['message', undefined, sidecar({}, carrier)],
    ['custom', sidecar({ a: 1 }, carrier), undefined],
    ['messageerror', sidecar({ a: 1 }, carrier), undefined],
  ]);
  assert.throws(() => port.dispatchEvent('message'), TypeError);
  end();
});

await check('a Worker on which the application emits', async () => {
  await sameAsBare('Worker', (worker) => {
    const seen = [];
    const none = worker.emit('message', 'nobody listens');
    worker.on('message', (...args) => seen.push([args, activeSpan()]));
    worker.on('custom', (...args) => seen.push([args, activeSpan()]));
    return [none, worker.emit('message'), worker.emit('message', { a: 1 }, 2, 3), worker.emit('custom', 1, 2), worker.emit('none'), seen];
  });
});

await check('a Worker whose `emit` the application replaces, before and after', async () => {
  for (const late of [false, true]) {
    const { port: worker, send, end } = KINDS.Worker();
    const seen = [];
    if (late) receive(worker);
    const { emit } = worker;
    worker.emit = function (...args) {
      if (args[0] === 'message') seen.push('emit');
      return emit.apply(this, args);
    };
    receive(worker).on('message', (value) => seen.push([value, activeSpan()]));
    send(sidecar({ a: 1 }, carrier));
    while (seen.length < 2) await turn();
    assert.deepEqual(seen, ['emit', [{ a: 1 }, REMOTE_ID]]);
    await end();
  }
});

await check('a Worker with captureRejections', () =>
  sameAsBare('Worker', async (worker, send, ours) => {
    // As `events.captureRejections = true` before it was made would have it.
    const log = [];
    worker[Symbol.for('nodejs.rejection')] = (error, event, ...args) => log.push([error.message, event, args]);
    worker[Object.getOwnPropertySymbols(worker).find((key) => String(key) === 'Symbol(kCapture)')] = true;
    worker.on('message', async () => {
      throw new Error('of the application');
    });
    send(ours ? envelope(1, carrier) : 1);
    while (!log.length) await turn();
    return log;
  }),
);

await check('lifecycle events of a Worker pass', () =>
  sameAsBare('Worker', async (worker, send) => {
    const log = [];
    for (const event of ['online', 'exit', 'error']) worker.on(event, (...args) => log.push([event, args]));
    await once(worker, 'online');
    send('end');
    await once(worker, 'exit');
    return log;
  }),
);

await check('a port that is closed after it was made to extract', async () => {
  const { port, send, end } = KINDS.MessagePort();
  const closed = once(receive(port), 'close');
  port.on('message', () => assert.fail());
  end();
  await closed;
  send(sidecar({ a: 1 }, carrier));
  assert.equal(receive(port), port);
  await turn();
});

await check('a port that its listener closes', async () => {
  const { port, send } = KINDS.MessagePort();
  const seen = [];
  receive(port).on('message', (value) => {
    seen.push(value);
    port.close();
  });
  send(sidecar({ n: 1 }, carrier));
  send(sidecar({ n: 2 }, carrier));
  await once(port, 'close');
  assert.deepEqual(seen[0], { n: 1 });
});

await check('a port that is transferred after it was made to extract', async () => {
  const { port, send, end } = KINDS.MessagePort();
  receive(port);
  const [{ value }] = await deliver((other) => other.postMessage({ moved: port }, [port]));
  const { moved } = value;
  assert.ok(moved instanceof MessagePort);
  assert.deepEqual(Reflect.ownKeys(moved), Reflect.ownKeys(KINDS.MessagePort().port));
  const seen = [];
  receive(moved).on('message', (each) => seen.push([each, activeSpan()]));
  send(sidecar({ a: 1 }, carrier));
  while (!seen.length) await turn();
  assert.deepEqual(seen, [[{ a: 1 }, REMOTE_ID]]);
  end();
});

await check('a message that is posted while one is delivered', async () => {
  const { port1, port2 } = new MessageChannel();
  const seen = [];
  receive(port1).on('message', (value) => port1.postMessage(inject({ n: value.n + 1 })));
  receive(port2).on('message', (value) => {
    seen.push([value.n, activeSpan()]);
    if (value.n < 10) port2.postMessage(inject({ n: value.n + 1 }));
    else port2.close();
  });
  inRemote(() => port1.postMessage(inject({ n: 0 })));
  await once(port2, 'close');
  assert.deepEqual(seen, [0, 2, 4, 6, 8, 10].map((n) => [n, REMOTE_ID]));
});

await check('a dispatch within a dispatch gives each its own context', () => {
  const { port, end } = KINDS.MessagePort();
  const inner = '00-' + 'c'.repeat(32) + '-' + 'd'.repeat(16) + '-01';
  const seen = [];
  receive(port).addEventListener('message', ({ data }) => {
    seen.push([data.n, activeSpan()]);
    if (data.n === 1) port.dispatchEvent(new MessageEvent('message', { data: sidecar({ n: 2 }, { traceparent: inner }) }));
    seen.push([data.n, activeSpan()]);
  });
  port.dispatchEvent(new MessageEvent('message', { data: sidecar({ n: 1 }, carrier) }));
  const innerId = inner.slice(3, -3);
  assert.deepEqual(seen, [[1, REMOTE_ID], [2, innerId], [2, innerId], [1, REMOTE_ID]]);
  assert.equal(activeSpan(), undefined);
  end();
});

await check('many messages of many contexts on many ports at once', async () => {
  const id = (channel, n) => ({ ...REMOTE, spanId: `${channel}`.padStart(8, '1') + `${n}`.padStart(8, '2') });
  await Promise.all(
    Array.from({ length: 20 }, async (_, channel) => {
      const got = await deliver((port) => {
        for (let n = 0; n < 100; n++) {
          const send = () => port.postMessage((n % 2 ? inject : enclose)({ n }));
          if (n % 5) context.with(trace.setSpanContext(ROOT_CONTEXT, id(channel, n)), send);
          else send();
        }
      });
      assert.equal(got.length, 100);
      got.forEach(({ value, spanContext }, n) => {
        assert.deepEqual(value, { n });
        assert.equal(spanContext?.spanId, n % 5 ? id(channel, n).spanId : undefined);
      });
    }),
  );
});

await check('one delivery, one call', async () => {
  assert.deepEqual((await deliverOne(inRemote(() => enclose(null)))).value, null);
  assert.deepEqual((await deliverOne(inRemote(() => enclose(undefined)))).value, undefined);
});

function describeEvent(event, target) {
  const names = [];
  // A property of our own, which cannot be enumerated, hides the inherited one.
  for (const name in event) if (name !== 'data') names.push(name);
  return {
    data: event.data,
    keys: Object.keys(event),
    names: names.sort(),
    json: JSON.stringify(event),
    spread: Object.keys({ ...event }),
    type: event.type,
    isTrusted: event.isTrusted,
    target: event.target === target,
    constructor: event.constructor.name,
    ports: event.ports,
  };
}

/** The same steps on a bare port with clean messages, and on one of ours with carriers. */
async function bothWays(body) {
  const results = [];
  for (const how of [bare, receive]) {
    const { port, send, end } = KINDS.MessagePort();
    results.push(await body(how(port), (value) => send(how === receive ? sidecar(value, carrier) : value)));
    end();
  }
  assert.deepEqual(results[1], results[0]);
  return results[0];
}
