/** Every propagator that may be registered, both ends of a message. */
import assert from 'node:assert/strict';
import { context, createTraceState, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { suppressTracing, W3CTraceContextPropagator } from '@opentelemetry/core';
import { enclose } from 'otel-baton/runtime';
import { inject, injectFresh } from 'otel-baton/runtime/sidecar';
import { check } from './check.mjs';
import { deliverOne } from './deliver.mjs';
import { b3Multi, b3Single, idOf, inSpan, REMOTE, REMOTE_ID, TRACEPARENT, use, w3c, warnings } from './sdk.mjs';
import { envelope, sidecar } from './wire.mjs';

const withBaggage = (base = ROOT_CONTEXT) => propagation.setBaggage(base, propagation.createBaggage({ user: { value: 'anna' }, plan: { value: 'a b' } }));
const remote = (more = {}) => trace.setSpanContext(ROOT_CONTEXT, { ...REMOTE, ...more });

const SENDS = { inject, injectFresh: (payload) => injectFresh({ ...payload }), enclose };

/** Send in the active context, by each helper; what is checked of each delivery. */
async function eachWay(payload, assertion) {
  for (const [name, send] of Object.entries(SENDS)) {
    const delivery = await deliverOne(send(payload));
    assert.deepEqual(delivery.value, payload, name);
    assertion(delivery, name);
  }
}

for (const [name, propagator] of Object.entries({ 'W3C': w3c, 'B3 in one header': b3Single, 'B3 in several headers': b3Multi })) {
  await check(`${name}: the span travels`, async () => {
    use({ propagator: propagator() });
    await inSpan(async (span) => {
      await eachWay({ a: 1 }, (delivery) => {
        assert.equal(delivery.span, idOf(span));
        assert.equal(delivery.spanContext.isRemote, true);
      });
    });
  });

  await check(`${name}: the sampled flag is kept`, async () => {
    for (const sampled of [true, false]) {
      use({ propagator: propagator(), sampled });
      await inSpan((span) => eachWay({ a: 1 }, (delivery) => {
        assert.equal(delivery.span, idOf(span));
        assert.equal(delivery.spanContext.traceFlags, sampled ? 1 : 0);
      }));
    }
  });

  await check(`${name}: the context of a remote parent, which records nothing, is passed on`, async () => {
    use({ propagator: propagator() });
    await context.with(remote(), () => eachWay({ a: 1 }, (delivery) => assert.equal(delivery.span, REMOTE_ID)));
  });

  await check(`${name}: nothing is carried while tracing is suppressed`, async () => {
    use({ propagator: propagator() });
    context.with(suppressTracing(withBaggage(remote())), () => {
      const payload = { a: 1 };
      for (const send of [inject, injectFresh, enclose]) assert.equal(send(payload), payload);
      assert.deepEqual(Reflect.ownKeys(payload), ['a']);
    });
  });
}

await check('W3C: tracestate and baggage travel too', async () => {
  use();
  const sent = withBaggage(remote({ traceState: createTraceState('vendor=1,other=2') }));
  await context.with(sent, () => eachWay({ a: 1 }, (delivery) => {
    assert.equal(delivery.spanContext.traceState.serialize(), 'vendor=1,other=2');
    assert.deepEqual(delivery.baggage, ['user=anna', 'plan=a b']);
  }));
});

await check('W3C: baggage travels without a span', async () => {
  use();
  await context.with(withBaggage(), () => eachWay({ a: 1 }, (delivery) => {
    assert.equal(delivery.span, undefined);
    assert.deepEqual(delivery.baggage, ['user=anna', 'plan=a b']);
  }));
});

await check('baggage that the propagator does not carry leaves the payload as it is', () => {
  use({ propagator: b3Single() });
  context.with(withBaggage(), () => {
    const payload = { a: 1 };
    for (const send of [inject, injectFresh, enclose]) assert.equal(send(payload), payload);
  });
});

await check('a value of the application in the context is not a context to carry', () => {
  use();
  context.with(ROOT_CONTEXT.setValue(Symbol('of the application'), 1), () => {
    const payload = { a: 1 };
    for (const send of [inject, injectFresh, enclose]) assert.equal(send(payload), payload);
  });
});

await check('a context does not mix with the one around the listener', async () => {
  use();
  await context.with(withBaggage(remote({ traceId: 'c'.repeat(32) })), async () => {
    const { span, baggage } = await deliverOne(sidecar({ a: 1 }, { traceparent: TRACEPARENT }));
    assert.equal(span, REMOTE_ID);
    assert.equal(baggage, undefined);
  });
});

await check('none registered: W3C is written and read', async () => {
  use({ propagator: null });
  await inSpan(async (span) => {
    assert.deepEqual(enclose(1), envelope(1, { traceparent: `00-${idOf(span)}-01` }));
    await eachWay({ a: 1 }, (delivery) => {
      assert.equal(delivery.span, idOf(span));
      assert.equal(delivery.spanContext.isRemote, true);
      assert.equal(delivery.spanContext.traceFlags, 1);
    });
  });
});

await check('none registered: an unsampled span stays unsampled', async () => {
  use({ propagator: null, sampled: false });
  await inSpan((span) => eachWay({ a: 1 }, (delivery) => {
    assert.equal(delivery.span, idOf(span));
    assert.equal(delivery.spanContext.traceFlags, 0);
  }));
});

await check('none registered: tracestate travels too', async () => {
  use({ propagator: null });
  await context.with(remote({ traceState: createTraceState('vendor=1,other=2') }), () => eachWay({ a: 1 }, (delivery) => {
    assert.equal(delivery.span, REMOTE_ID);
    assert.equal(delivery.spanContext.traceState.serialize(), 'vendor=1,other=2');
  }));
});

await check('none registered: no more than the sampled flag is written and read', async () => {
  use({ propagator: null });
  await context.with(remote({ traceFlags: 255 }), async () => {
    assert.deepEqual(enclose(1), envelope(1, { traceparent: TRACEPARENT }));
  });
  assert.equal((await deliverOne(sidecar({ a: 1 }, { traceparent: TRACEPARENT.replace(/01$/, 'ff') }))).spanContext.traceFlags, 1);
});

await check('none registered: baggage alone is not carried', () => {
  use({ propagator: null });
  context.with(withBaggage(), () => assert.equal(enclose(1), 1));
});

await check('none registered: an invalid span is not carried', () => {
  use({ propagator: null });
  for (const invalid of [{ traceId: '0'.repeat(32) }, { spanId: '0'.repeat(16) }, { traceId: 'none' }]) {
    context.with(remote(invalid), () => assert.equal(enclose(1), 1));
  }
});

await check('none registered: nothing is carried while tracing is suppressed', () => {
  use({ propagator: null });
  context.with(suppressTracing(remote()), () => {
    const payload = { a: 1 };
    for (const send of [inject, injectFresh, enclose]) assert.equal(send(payload), payload);
  });
});

await check('none registered: a receiver with no propagator reads what a sender with W3C wrote', async () => {
  use();
  const { message, sent } = inSpan((span) => ({ message: enclose({ a: 1 }), sent: idOf(span) }));
  use({ propagator: null });
  const { value, span } = await deliverOne(message);
  assert.deepEqual(value, { a: 1 });
  assert.equal(span, sent);
});

await check('none registered: what a sender with B3 wrote is cleaned off', async () => {
  for (const propagator of [b3Single(), b3Multi()]) {
    use({ propagator });
    const message = inSpan(() => enclose({ a: 1 }));
    use({ propagator: null });
    const { value, span } = await deliverOne(message);
    assert.deepEqual(value, { a: 1 });
    assert.equal(span, undefined);
  }
});

await check('the two ends disagree: the payload is clean and no trace is made up', async () => {
  use({ propagator: b3Multi() });
  const message = inSpan(() => enclose({ a: 1 }));
  use();
  const { value, span } = await deliverOne(message);
  assert.deepEqual(value, { a: 1 });
  assert.equal(span, undefined);
});

await check('a span that is open but not active travels instead of the active one', async () => {
  use();
  const open = trace.getTracer('scenario').startSpan('open');
  await context.with(withBaggage(remote()), async () => {
    for (const send of [inject, enclose]) {
      const { span, baggage } = await deliverOne(send({ a: 1 }, open));
      assert.equal(span, idOf(open));
      assert.deepEqual(baggage, ['user=anna', 'plan=a b']);
    }
  });
});

await check('our own warnings come once each', () => {
  assert.equal(new Set(warnings).size, warnings.length);
});

/** A propagator of the application's own, which need not be perfect. */
const custom = (more) => ({
  inject: (from, carrier, setter) => setter.set(carrier, 'x-trace', trace.getSpanContext(from)?.traceId ?? ''),
  extract(into, carrier, getter) {
    const traceId = getter.get(carrier, 'x-trace');
    return traceId ? trace.setSpanContext(into, { ...REMOTE, traceId }) : into;
  },
  fields: () => ['x-trace'],
  ...more,
});

await check('a propagator of the application’s own is used at both ends', async () => {
  use({ propagator: custom() });
  await inSpan((span) => eachWay({ a: 1 }, (delivery) => assert.equal(delivery.spanContext.traceId, span.spanContext().traceId)));
});

await check('a propagator that names no fields is used at both ends', async () => {
  use({ propagator: custom({ fields: () => [] }) });
  await inSpan((span) => eachWay({ a: 1 }, (delivery) => assert.equal(delivery.spanContext?.traceId, span.spanContext().traceId)));
});

await check('an old propagator without `fields` is used at both ends', async () => {
  use({ propagator: custom({ fields: undefined }) });
  await inSpan((span) => eachWay({ a: 1 }, (delivery) => assert.equal(delivery.spanContext?.traceId, span.spanContext().traceId)));
});

await check('a registered propagator that writes nothing is not overruled', () => {
  use({ propagator: custom({ inject() {} }) });
  inSpan(() => {
    for (const send of [inject, enclose]) assert.equal(send('a'), 'a');
  });
});

await check('a propagator that throws at inject costs the context, not the message', async () => {
  use({ propagator: custom({ inject() { throw new Error('inject failed'); } }) });
  await inSpan(() => {
    const payload = { a: 1 };
    for (const send of [inject, injectFresh, enclose]) assert.equal(send(payload), payload);
  });
});

await check('a propagator that throws after it wrote some of it costs the context, not the message', async () => {
  use({ propagator: custom({ inject(_, carrier, setter) { setter.set(carrier, 'x-trace', 'half'); throw new Error('inject failed'); } }) });
  inSpan(() => {
    const payload = { a: 1 };
    for (const send of [inject, injectFresh, enclose]) assert.equal(send(payload), payload);
  });
});

for (const [what, extract] of Object.entries({
  'throws at extract': () => { throw new Error('extract failed'); },
  'throws what is no error at extract': () => { throw undefined; },
  'returns nothing at extract': () => undefined,
})) {
  await check(`a propagator that ${what} costs the context, not the message`, async () => {
    use({ propagator: custom({ extract }) });
    await inSpan(() => eachWay({ a: 1 }, (delivery) => {
      assert.equal(delivery.span, undefined);
    }));
  });
}

await check('a propagator whose `fields` throws costs the context, not the message', async () => {
  use({ propagator: custom({ fields() { throw new Error('fields failed'); } }) });
  await inSpan(() => eachWay({ a: 1 }, () => {}));
});

for (const [what, write] of Object.entries({
  'numbers and booleans': (carrier) => Object.assign(carrier, { 'x-trace': 'a'.repeat(32), 'x-sampled': 1, 'x-debug': true }),
  'undefined among the fields': (carrier) => Object.assign(carrier, { 'x-trace': 'a'.repeat(32), 'x-debug': undefined }),
  'more fields than a carrier may have': (carrier) => { for (let i = 0; i < 100; i++) carrier[`uberctx-${i}`] = 'v'; },
  'a field longer than a carrier’s may be': (carrier) => { carrier['x-trace'] = 'a'.repeat(10_000); },
})) {
  await check(`a propagator that writes ${what}: the payload arrives clean`, async () => {
    use({ propagator: custom({ inject: (_, carrier) => void write(carrier) }) });
    await inSpan(() => eachWay({ a: 1 }, () => {}));
  });
}

await check('a propagator that writes what cannot be cloned: the message is sent', async () => {
  use({ propagator: custom({ inject: (_, carrier) => { carrier['x-trace'] = () => 'lazy'; } }) });
  await inSpan(() => eachWay({ a: 1 }, () => {}));
});

await check('a propagator that sets by the default setter cannot pollute', async () => {
  use({ propagator: custom({ inject: (_, carrier, setter) => { setter.set(carrier, '__proto__', 'x'); setter.set(carrier, 'x-trace', 'a'.repeat(32)); } }) });
  await inSpan(() => eachWay({ a: 1 }, () => assert.equal({}.x, undefined)));
});

await check('what is no span does not stop the message', async () => {
  use({ propagator: new W3CTraceContextPropagator() });
  for (const mock of [{}, { end() {} }, { spanContext: () => undefined }, { spanContext() { throw new Error('no context'); } }]) {
    await eachWayWith(mock, { a: 1 });
  }
  use({ propagator: null });
  for (const mock of [{}, { spanContext: () => undefined }]) await eachWayWith(mock, { a: 1 });
});

async function eachWayWith(span, payload) {
  for (const [name, send] of Object.entries({ inject, injectFresh: (fresh, each) => injectFresh({ ...fresh }, each), enclose })) {
    assert.deepEqual((await deliverOne(send(payload, span))).value, payload, name);
  }
}
