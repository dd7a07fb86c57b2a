/** What is adopted from a hostile message and carried on by the next hop, and data of the application under our key. */
import assert from 'node:assert/strict';
import { context, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { CARRIER, enclose, receive } from 'otel-baton/runtime';
import { inject } from 'otel-baton/runtime/sidecar';
import { SPAN, TRACE, TRACEPARENT } from '../../../../fixtures/attacks/messages.mjs';
import { check } from '../check.mjs';
import { deliver, deliverOne } from '../deliver.mjs';
import { idOf, inSpan, REMOTE, use } from '../sdk.mjs';
import { envelope, sidecar } from '../wire.mjs';
import { nothingIsPolluted } from './invariants.mjs';

const bare = (port) => port;
const everyFlag = { traceparent: TRACEPARENT.replace(/01$/, 'ff') };

await check('flags ff: the stock propagator adopts them as they are', async () => {
  use();
  const { spanContext } = await deliverOne(sidecar({ a: 1 }, everyFlag));
  assert.deepEqual([spanContext.traceId, spanContext.spanId, spanContext.traceFlags], [TRACE, SPAN, 255]);
});

await check('flags ff: the stock propagator carries them on malformed, so the trace ends at the next hop', async () => {
  use();
  const first = await deliverOne(sidecar({ a: 1 }, everyFlag));
  const sent = context.with(first.active, () => enclose('b'));
  assert.deepEqual(sent, envelope('b', { traceparent: `00-${TRACE}-${SPAN}-0ff` }));
  const second = await deliverOne(sent);
  assert.deepEqual([second.value, second.span], ['b', undefined]);
});

await check('flags ff: a span of this thread is in the trace, and carries on with flags of its own', async () => {
  use();
  const first = await deliverOne(sidecar({ a: 1 }, everyFlag));
  await context.with(first.active, () => inSpan(async (span) => {
    assert.equal(span.spanContext().traceId, TRACE);
    const second = await deliverOne(enclose('b'));
    assert.deepEqual([second.span, second.spanContext.traceFlags], [idOf(span), 1]);
  }));
});

await check('flags ff: with no propagator the trace goes on', async () => {
  use({ propagator: null });
  const first = await deliverOne(sidecar({ a: 1 }, everyFlag));
  const second = await deliverOne(context.with(first.active, () => enclose('b')));
  assert.deepEqual([second.value, second.spanContext.traceId, second.spanContext.traceFlags], ['b', TRACE, 1]);
});

await check('baggage of a hostile message goes no further than the propagator’s limits', async () => {
  use();
  const entries = Array.from({ length: 600 }, (_, i) => `key${i}=value`).join();
  const { active, value } = await deliverOne(sidecar({ a: 1 }, { traceparent: TRACEPARENT, baggage: entries.slice(0, 8192) }));
  assert.deepEqual(value, { a: 1 });
  const sent = context.with(active, () => enclose('b'));
  assert.ok(propagation.getBaggage(active).getAllEntries().length <= 180);
  assert.equal((await deliverOne(sent)).value, 'b');
});

await check('an unaware forwarder passes a sidecar on', async () => {
  use();
  await inSpan(async (span) => {
    const forwarded = (await deliverOne(inject({ a: 1 }), bare)).value;
    const { value, span: seen } = await deliverOne(forwarded);
    assert.deepEqual([value, seen], [{ a: 1 }, idOf(span)]);
  });
});

await check('an unaware forwarder that adds to the message passes a sidecar on', async () => {
  use();
  await inSpan(async (span) => {
    const forwarded = (await deliverOne(inject({ a: 1 }), bare)).value;
    const { value, span: seen } = await deliverOne({ ...forwarded, hops: 1 });
    assert.deepEqual([value, seen], [{ a: 1, hops: 1 }, idOf(span)]);
  });
});

await check('an unaware forwarder that is compiled to send does not replace what it forwards', async () => {
  use();
  const message = inSpan(() => inject({ a: 1 }));
  await inSpan(async () => {
    assert.equal(inject(message), message);
    assert.deepEqual((await deliverOne(inject(message))).value, { a: 1 });
  });
});

await check('an envelope that is enclosed again is opened once by each receiver', async () => {
  use();
  const inner = inSpan(() => enclose('payload'));
  const outer = inSpan(() => enclose(inner));
  const first = await deliverOne(outer);
  assert.deepEqual(first.value, inner);
  assert.equal((await deliverOne(first.value)).value, 'payload');
});

await check('what the application keeps under our key, and is no carrier, arrives by every helper', async () => {
  use();
  for (const own of [5, 'text', null, [1, 2], { version: 1 }, { nested: { traceparent: TRACEPARENT } }]) {
    const payload = { a: 1, [CARRIER]: own };
    await inSpan(async () => {
      assert.equal(inject(payload), payload);
      for (const send of [inject, enclose]) assert.deepEqual((await deliverOne(send(payload))).value, payload);
    });
  }
});

await check('what the application keeps under our key, a few short strings: known to be taken for a carrier', async () => {
  use();
  const payload = { a: 1, [CARRIER]: { version: '1' } };
  await inSpan(async () => {
    // In an envelope it is safe, beside a sidecar there is no telling.
    assert.deepEqual((await deliverOne(enclose(payload))).value, payload);
    const { value, active } = await deliverOne(inject(payload));
    assert.deepEqual(value, { a: 1 });
    assert.equal(trace.getSpan(active), undefined);
  });
});

await check('the key on what the application dispatches itself', async () => {
  use();
  const live = {
    'a Map': Object.assign(new Map([[1, 2]]), { [CARRIER]: { traceparent: TRACEPARENT } }),
    'a Set': Object.assign(new Set([1]), { [CARRIER]: { traceparent: TRACEPARENT } }),
    'an Error': Object.assign(new Error('wrong'), { [CARRIER]: { traceparent: TRACEPARENT } }),
    'a Date': Object.assign(new Date(0), { [CARRIER]: { traceparent: TRACEPARENT } }),
    'a typed array': Object.assign(new Uint8Array(2), { [CARRIER]: { traceparent: TRACEPARENT } }),
    'an array': Object.assign([1], { [CARRIER]: { traceparent: TRACEPARENT } }),
    'a function': Object.assign(() => {}, { [CARRIER]: { traceparent: TRACEPARENT } }),
    'a class instance': Object.assign(new (class Job { run() {} })(), { [CARRIER]: { traceparent: TRACEPARENT } }),
  };
  const { port1, port2 } = new MessageChannel();
  let seen;
  receive(port1).addEventListener('message', ({ data }) => (seen = data));
  const wrong = Object.entries(live).flatMap(([name, data]) => {
    port1.dispatchEvent(new MessageEvent('message', { data }));
    return seen === data ? [] : [name];
  });
  port2.close();
  assert.deepEqual(wrong, []);
});

const revoked = () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};
const trap = () => {
  throw new Error('of a trap');
};
const LIVE = {
  'a Proxy that was revoked': revoked,
  'a Proxy whose traps throw': () => new Proxy({}, { getOwnPropertyDescriptor: trap, ownKeys: trap, get: trap, has: trap }),
  'a getter under our key that throws': () => ({ get [CARRIER]() { return trap(); } }),
  'a getter beside our key that throws': () => ({ [CARRIER]: { traceparent: TRACEPARENT }, get a() { return trap(); } }),
  'a getter in the carrier that throws': () => ({ [CARRIER]: { get traceparent() { return trap(); } } }),
  'a Proxy as the carrier': () => ({ [CARRIER]: new Proxy({}, { ownKeys: trap, get: trap }) }),
};
await check('what throws when it is looked at, in an event that the application dispatches, reaches the listener', () => {
  use();
  const { port1, port2 } = new MessageChannel();
  let calls = 0;
  receive(port1).addEventListener('message', () => calls++);
  const wrong = Object.entries(LIVE).flatMap(([name, make], index) => {
    try {
      port1.dispatchEvent(new MessageEvent('message', { data: make() }));
      return calls === index + 1 ? [] : [`${name}: was not delivered`];
    } catch (error) {
      calls = index + 1;
      return [`${name}: ${error.message}`];
    }
  });
  port2.close();
  assert.deepEqual(wrong, []);
});

await check('an event that cannot be extended reaches the listener', () => {
  use();
  const { port1, port2 } = new MessageChannel();
  const seen = [];
  receive(port1).addEventListener('message', ({ data }) => seen.push(data));
  try {
    for (const data of [{ a: 1 }, sidecar({ a: 1 }, { traceparent: TRACEPARENT })]) {
      port1.dispatchEvent(Object.preventExtensions(new MessageEvent('message', { data })));
    }
    assert.equal(seen.length, 2);
  } finally {
    port2.close();
  }
});

await check('an event with an envelope in an envelope that is dispatched twice reaches the listener twice', () => {
  use();
  const { port1, port2 } = new MessageChannel();
  const carrier = { traceparent: TRACEPARENT };
  const seen = [];
  receive(port1).addEventListener('message', ({ data }) => seen.push(data));
  try {
    const event = new MessageEvent('message', { data: envelope(envelope('inner', carrier), carrier) });
    port1.dispatchEvent(event);
    port1.dispatchEvent(event);
    assert.equal(seen.length, 2);
  } finally {
    port2.close();
  }
});

await check('many senders and garbage at once: every right message runs in its own context', async () => {
  use();
  const id = (n) => ({ ...REMOTE, spanId: String(n).padStart(16, '1') });
  const garbage = [5, null, { [CARRIER]: 5 }, { [CARRIER]: { traceparent: 'none' } }, { [CARRIER]: [1, 2, 3] }];
  const got = await deliver((port) => {
    for (let n = 0; n < 500; n++) {
      port.postMessage(context.with(trace.setSpanContext(ROOT_CONTEXT, id(n)), () => (n % 2 ? inject : enclose)({ n })));
      port.postMessage(garbage[n % garbage.length]);
    }
  });
  assert.equal(got.length, 1000);
  for (let n = 0; n < 500; n++) {
    assert.deepEqual([got[2 * n].value, got[2 * n].spanContext.spanId], [{ n }, id(n).spanId]);
    assert.equal(got[2 * n + 1].span, undefined);
  }
});

await check('nothing shared was changed', nothingIsPolluted);
