/** Something else has polluted `Object.prototype` in this thread: no message becomes part of a trace by it, and none is lost. */
import assert from 'node:assert/strict';
import { context, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { CARRIER, enclose } from 'otel-baton/runtime';
import { inject, injectFresh } from 'otel-baton/runtime/sidecar';
import { TRACEPARENT } from '../../../../fixtures/attacks/messages.mjs';
import { check } from '../check.mjs';
import { deliver, deliverOne } from '../deliver.mjs';
import { b3Single, idOf, inSpan, REMOTE, use } from '../sdk.mjs';
import { envelope, sidecar } from '../wire.mjs';

const POLLUTIONS = {
  traceparent: TRACEPARENT,
  baggage: 'user=mallory',
  b3: `${'c'.repeat(32)}-${'d'.repeat(16)}-1`,
  [CARRIER]: { traceparent: TRACEPARENT },
  0: { traceparent: TRACEPARENT },
  1: 'not the payload',
  message: 'not the message',
  attach: 'no function',
};

/** As an attacker’s merge or path assignment does: it can be enumerated. The check’s own work runs without it. */
async function polluted(key, body) {
  Object.prototype[key] = POLLUTIONS[key];
  try {
    return await body();
  } finally {
    delete Object.prototype[key];
  }
}

const own = (value) => (value === Object(value) ? Reflect.ownKeys(value).map(String) : value);

const SETUPS = { 'the SDK': () => use(), 'no propagator': () => use({ propagator: null }), B3: () => use({ propagator: b3Single() }) };

for (const key of Object.keys(POLLUTIONS)) {
  for (const [setup, start] of Object.entries(SETUPS)) {
    const run = (title, body) => check(`Object.prototype[${JSON.stringify(key)}], ${setup}: ${title}`, body);
    start();

    await run('what comes without a context stays without one', async () => {
      const got = await polluted(key, () =>
        deliver((port) => [{ a: 1 }, 'text', [1], sidecar({ a: 1 }, { unknown: 'x' }), envelope('text', { unknown: 'x' })].forEach((message) => port.postMessage(message))),
      );
      assert.deepEqual(got.map(({ value, span, baggage }) => [own(value), span, baggage]), [
        [['a'], undefined, undefined],
        ['text', undefined, undefined],
        [['0', 'length'], undefined, undefined],
        [['a'], undefined, undefined],
        ['text', undefined, undefined],
      ]);
    });

    await run('where there is nothing to carry, the very payload is sent', async () => {
      const payload = { a: 1 };
      const baggage = propagation.setBaggage(ROOT_CONTEXT, propagation.createBaggage({}));
      const sent = await polluted(key, () =>
        [ROOT_CONTEXT, suppressTracing(trace.setSpanContext(ROOT_CONTEXT, REMOTE)), trace.setSpanContext(ROOT_CONTEXT, { ...REMOTE, traceId: '0'.repeat(32) }), baggage].map((active) =>
          context.with(active, () => [inject(payload) === payload, enclose(payload) === payload, own(injectFresh({ a: 1 })), own(enclose('text'))]),
        ),
      );
      assert.deepEqual(sent, Array(4).fill([true, true, ['a'], 'text']));
    });

    await run('a message arrives clean, and where it is carried in its context', async () => {
      await inSpan(async (span) => {
        const got = await polluted(key, async () => [await deliverOne(inject({ a: 1 })), await deliverOne(injectFresh({ a: 1 })), await deliverOne(enclose('text')), await deliverOne(enclose(undefined))]);
        assert.deepEqual(got.map(({ value }) => own(value)), [['a'], ['a'], 'text', undefined]);
        // A payload in which our key is found, be it inherited, may be left alone.
        const isCarried = ({ span: seen }) => seen === idOf(span) || (key === CARRIER && seen === undefined);
        assert.deepEqual(got.map(isCarried), Array(4).fill(true));
      });
    });
  }
}
