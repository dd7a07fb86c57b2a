/** Send something through a real port and say what its listener saw. */
import { once } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import { context, propagation, trace } from '@opentelemetry/api';
import { receive } from 'otel-baton/runtime';

/** No payload of a test: what comes after the message, to know that nothing comes twice. */
const END = 'the end of the messages';

/** What a listener can see. */
export function seen(value) {
  const active = context.active();
  const span = trace.getSpanContext(active);
  const baggage = propagation.getBaggage(active)?.getAllEntries().map(([key, entry]) => `${key}=${entry.value}`);
  return { value, span: span && `${span.traceId}-${span.spanId}`, spanContext: span, baggage, active };
}

/**
 * @param post Sends, by the port that it is given.
 * @param how What becomes of the receiving port: made to extract, unless the test is of a bare one.
 */
export async function deliver(post, how = receive) {
  const { port1, port2 } = new MessageChannel();
  const all = [];
  const ended = new Promise((resolve) => {
    how(port2).on('message', (value) => {
      if (value === END) resolve();
      else all.push(seen(value));
    });
  });
  try {
    post(port1);
    port1.postMessage(END);
    await ended;
  } finally {
    const closed = once(port2, 'close');
    port1.close();
    await closed;
  }
  return all;
}

/** As {@link deliver}, of one message. */
export async function deliverOne(payload, how) {
  const all = await deliver((port) => port.postMessage(payload), how);
  if (all.length !== 1) throw new Error(`the listener was called ${all.length} times`);
  return all[0];
}
