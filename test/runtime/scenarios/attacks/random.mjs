/** A few thousand messages that a seeded generator makes. On failure the seed and the message are told. */
import assert from 'node:assert/strict';
import { messagesOf } from '../../../../fixtures/attacks/random.mjs';
import { SPAN, TRACE } from '../../../../fixtures/attacks/messages.mjs';
import { check } from '../check.mjs';
import { activeSpan, use, warnings } from '../sdk.mjs';
import { brief, howDelivered, nothingIsPolluted, payloadOf } from './invariants.mjs';
import { WAYS } from './ways.mjs';

const SEEDS = (process.env.SEEDS ?? '1 2 3 4 5').split(' ').map(Number);
const COUNT = 800;
const WELL_FORMED = /^[\s]?(?!ff)[\da-f]{2}-(?!0{32})[\da-f]{32}-(?!0{16})[\da-f]{16}-[\da-f]{2}(-.*)?\s?$/;

use();

for (const seed of SEEDS) {
  for (const way of ['on', 'receiveMessageOnPort', 'events.on']) {
    await check(`seed ${seed}, ${way}: ${COUNT} messages`, async () => {
      const make = messagesOf(seed);
      const sent = Array.from({ length: COUNT }, () => make());
      const post = (send) => sent.forEach((message) => send(message));
      const [bare, ours] = [[], []];
      await WAYS[way](post, (value) => bare.push(value), false);
      await WAYS[way](post, (value) => ours.push([value, activeSpan()]), true);
      assert.deepEqual([bare.length, ours.length], [COUNT, COUNT]);
      const wrong = ours.flatMap(([value, span], index) => {
        const how = howDelivered(value, bare[index], payloadOf(bare[index]));
        const traceparent = traceparentOf(bare[index]);
        const isAdopted = span !== undefined;
        return [
          ...(how === 'as sent' || how === 'cleaned' ? [] : [`message ${index} was ${how}: ${brief(bare[index])}`]),
          ...(isAdopted && how === 'as sent' ? [`message ${index} ran in a context, but was left as it was: ${brief(bare[index])}`] : []),
          ...(isAdopted && !(WELL_FORMED.test(traceparent) && traceparent.includes(span)) ? [`message ${index} ran in ${span}: ${brief(bare[index])}`] : []),
        ];
      });
      assert.deepEqual(wrong.slice(0, 5), [], `${wrong.length} of ${COUNT}`);
      assert.ok(ours.some(([, span]) => span === `${TRACE}-${SPAN}`), 'some are right, or the generator would prove nothing');
      assert.equal(activeSpan(), undefined);
      nothingIsPolluted();
    });
  }
}

await check('each warning comes once', () => assert.equal(new Set(warnings).size, warnings.length));

function traceparentOf(message) {
  const carrier = message?.['otel-baton'];
  const own = carrier === true ? message : carrier;
  return own && Object.hasOwn(own, 'traceparent') ? String(own.traceparent) : '';
}
