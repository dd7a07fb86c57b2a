/** What no message may change. */
import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { CARRIER } from 'otel-baton/runtime';
import { cleaned } from '../../../../fixtures/attacks/messages.mjs';

const SHARED = { Object, Array, Function, String, Map, Set, Error, Promise, EventTarget };
const snapshot = () =>
  Object.entries(SHARED).flatMap(([name, type]) =>
    [type, type.prototype].flatMap((object) =>
      Reflect.ownKeys(object).flatMap((key) => Object.values(Object.getOwnPropertyDescriptor(object, key)).map((value) => ({ what: `${name} ${String(key)}`, value }))),
    ),
  );
const before = snapshot();

export function nothingIsPolluted() {
  const after = snapshot();
  const changed = before.filter(({ value }, index) => !Object.is(value, after[index]?.value));
  assert.deepEqual(changed.map(({ what }) => what), []);
  assert.equal(after.length, before.length);
  assert.deepEqual(Object.keys(Object.prototype), []);
}

/** Of whatever an attacker made, a short text. */
export const brief = (value) => {
  try {
    return JSON.stringify(value, (_, each) => (typeof each === 'bigint' ? `${each}n` : each)).slice(0, 200);
  } catch {
    return Object.prototype.toString.call(value);
  }
};

/** What the application sent, if the message is one of ours: what lies beside the carrier, or in the envelope. */
export function payloadOf(message) {
  const isOurs = message !== null && typeof message === 'object' && !Array.isArray(message) && Object.hasOwn(message, CARRIER);
  return isOurs ? cleaned(message) : message;
}

/**
 * Whether the message was delivered as sent, or exactly cleaned.
 *
 * @param sent As a bare port delivers the message.
 * @param payload As a bare port delivers its payload.
 */
export function howDelivered(got, sent, payload) {
  if (isDeepStrictEqual(got, sent)) return 'as sent';
  return isDeepStrictEqual(got, payload) ? 'cleaned' : `changed to ${brief(got)}`;
}
