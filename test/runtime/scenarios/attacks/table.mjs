/** Every message of the table, in every way, with every set-up. SETUP says which. */
import assert from 'node:assert/strict';
import { context, trace } from '@opentelemetry/api';
import { isLarge, MESSAGES, ODD_ENVELOPES, SPAN, TRACE } from '../../../../fixtures/attacks/messages.mjs';
import { check } from '../check.mjs';
import { activeSpan, b3Single, StackManager, tracer, use, warnings } from '../sdk.mjs';
import { howDelivered, nothingIsPolluted, payloadOf } from './invariants.mjs';
import { WAYS } from './ways.mjs';

const SETUPS = {
  'the SDK': () => use(),
  'no propagator': () => use({ propagator: null }),
  'another propagator': () => use({ propagator: b3Single() }),
  'no context manager': () => use({ manager: null }),
  'a simple context manager': () => use({ manager: new StackManager() }),
  'no SDK': () => {},
};
const { SETUP } = process.env;
SETUPS[SETUP]();

const readsW3c = SETUP !== 'another propagator' && SETUP !== 'no SDK' && SETUP !== 'no context manager';
const cannotAttach = ['receiveMessageOnPort', 'events.on', 'events.once'];

for (const [way, take] of Object.entries(WAYS)) {
  const messages = way === 'on' || way === 'receiveMessageOnPort' ? MESSAGES : MESSAGES.filter((each) => !isLarge(each));
  await check(`${SETUP}, ${way}: ${messages.length} messages`, async () => {
    // A bare channel makes null of undefined. No sender of ours puts it into an envelope for one.
    const plain = (value) => (way === 'BroadcastChannel' ? (value ?? undefined) : value);
    const [bare, clean, ours] = [[], [], []];
    const post = (send) => messages.forEach(({ message }) => send(message));
    await take(post, (value) => bare.push(value), false);
    await take((send) => messages.forEach(({ message }) => send(payloadOf(message))), (value) => clean.push(plain(value)), false);
    await take(
      post,
      (value) => {
        const span = tracer().startSpan('taken');
        ours.push({ value, active: activeSpan(), parent: span.parentSpanContext });
        span.end();
      },
      true,
    );
    assert.deepEqual([bare.length, ours.length], [messages.length, messages.length], 'each message is taken once');
    const wrong = messages.flatMap(({ name, delivered, span }, index) => {
      const { value, active, parent } = ours[index];
      const how = howDelivered(plain(value), bare[index], clean[index]);
      const adopts = readsW3c && !(SETUP.startsWith('a simple') && cannotAttach.includes(way));
      const may = span === 'may be ours' ? [undefined, `${TRACE}-${SPAN}`] : [adopts ? span : undefined];
      return [
        ...((delivered ? how === delivered : how === 'as sent' || how === 'cleaned') ? [] : [`${name}: must be ${delivered ?? 'whole'}, was ${how}`]),
        ...(may.includes(active) ? [] : [`${name}: ran in ${active}`]),
        ...(parent === undefined || may.includes(`${parent.traceId}-${parent.spanId}`) ? [] : [`${name}: a span became a child of ${parent.traceId}`]),
      ];
    });
    assert.deepEqual(wrong, []);
    assert.equal(activeSpan(), undefined, 'nothing stays attached');
    nothingIsPolluted();
  });
}

if (SETUP === 'the SDK') {
  for (const { name, message } of ODD_ENVELOPES) {
    await check(`${name} is left as it was sent`, async () => {
      const got = [];
      await WAYS.on((send) => send(message), (value) => got.push([value, activeSpan()]), true);
      assert.deepEqual(got, [[structuredClone(message), undefined]]);
    });
  }
}

await check(`${SETUP}: each warning comes once`, () => {
  assert.equal(new Set(warnings.map((warning) => warning.split(';')[0])).size, warnings.length, warnings.join('\n'));
  assert.ok(warnings.length <= 2);
});

await check(`${SETUP}: the context is the root again`, () => {
  assert.equal(trace.getSpan(context.active()), undefined);
});
