/**
 * Every message of the table, and of the generator, between two processes: to a parent that extracts
 * and to a child that does. SERIALIZATION says how the channel writes. Forked by itself, it is the
 * other side: the attacker, or the child that is attacked.
 */
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { CARRIER, receive } from 'otel-baton/runtime';
import { MESSAGES, ODD_ENVELOPES, SPAN, TRACE, TRACEPARENT } from '../../../../fixtures/attacks/messages.mjs';
import { messagesOf } from '../../../../fixtures/attacks/random.mjs';
import { activeSpan, tracer, use, warnings } from '../sdk.mjs';
import { brief, howDelivered, nothingIsPolluted, payloadOf } from './invariants.mjs';

const COUNT = 800;
const END = 'the end of the messages';
const WELL_FORMED = /^[\s]?(?!ff)[\da-f]{2}-(?!0{32})[\da-f]{32}-(?!0{16})[\da-f]{16}-[\da-f]{2}(-.*)?\s?$/;
const [role, table, isOurs] = process.argv.slice(2);

/** Messages that Node takes for its own, and that are nobody's to see. */
const INTERNAL = ['NODE_X', 'NODE_CLUSTER'].flatMap((cmd) => [
  { name: `internal: ${cmd}`, message: { cmd, [CARRIER]: { traceparent: TRACEPARENT } } },
  { name: `internal: ${cmd} in an envelope`, message: { cmd, '': 'payload', [CARRIER]: true, traceparent: TRACEPARENT } },
]);

const TABLES = {
  table: () => [...MESSAGES, ...ODD_ENVELOPES, ...INTERNAL],
  random() {
    const make = messagesOf(6);
    return Array.from({ length: COUNT }, (_, index) => ({ name: `message ${index}`, message: make() }));
  },
};

/** @returns the names of those that could be sent */
function post(channel, messages) {
  const names = messages.flatMap(({ name, message }) => {
    try {
      channel.send(message);
      return [name];
    } catch {
      return [];
    }
  });
  channel.send(END);
  return names;
}

/** Takes what comes until the end. */
function taken(channel, ours) {
  const all = [];
  return new Promise((resolve) => {
    (ours ? receive(channel) : channel).on('message', function take(value) {
      if (value === END) {
        channel.removeListener('message', take);
        resolve(all);
        return;
      }
      const span = tracer().startSpan('taken');
      const { traceId, spanId } = span.parentSpanContext ?? {};
      span.end();
      all.push({ value, active: activeSpan(), parent: traceId && `${traceId}-${spanId}` });
    });
  });
}

if (role === 'attacker') {
  const names = post(process, TABLES[table]());
  process.send(names, () => process.disconnect());
} else if (role === 'attacked') {
  use();
  const all = await taken(process, isOurs === 'true');
  process.send({ all, warnings, keys: Object.keys(Object.prototype) }, () => process.disconnect());
} else await main();

async function main() {
  const { check } = await import('../check.mjs');
  const { SERIALIZATION: serialization } = process.env;
  const self = fileURLToPath(import.meta.url);
  use();

  /** Rejects when the other side ends, so that nobody waits for what it will not send. */
  const endOf = (child) => {
    const ended = new Promise((_, reject) => child.once('exit', (code) => reject(new Error(`the other side ended with ${code}`))));
    ended.catch(() => undefined);
    return ended;
  };

  /** @returns what a parent takes from an attacker that it has forked */
  async function atParent(which, ours) {
    const child = fork(self, ['attacker', which], { serialization });
    const ended = endOf(child);
    const all = await Promise.race([taken(child, ours), ended]);
    const names = await Promise.race([new Promise((resolve) => child.once('message', resolve)), ended]);
    return { all, names };
  }

  /** @returns what a child takes from its attacker, this process */
  async function atChild(which, ours) {
    const child = fork(self, ['attacked', which, String(ours)], { serialization });
    const report = Promise.race([new Promise((resolve) => child.once('message', resolve)), endOf(child)]);
    const names = post(child, TABLES[which]());
    return { ...(await report), names };
  }

  for (const [title, attacked] of Object.entries({ 'a parent': atParent, 'a child': atChild })) {
    for (const [which, make] of Object.entries(TABLES)) {
      await check(`${serialization}, ${title}, ${which}`, async () => {
        const messages = new Map(make().map((each) => [each.name, each]));
        const bare = await attacked(which, false);
        const ours = await attacked(which, true);
        assert.deepEqual(ours.names, bare.names);
        const names = bare.names.filter((name) => !isInternal(messages.get(name).message));
        assert.equal(names.length, bare.all.length, 'each message is taken bare');
        assert.equal(ours.all.length, bare.all.length, 'each message is taken once');
        assert.ok(names.length > messages.size * 0.8, 'most of them can be sent at all');
        const wrong = names.flatMap((name, index) => verdict(messages.get(name), bare.all[index].value, ours.all[index]));
        assert.deepEqual(wrong.slice(0, 10), [], `${wrong.length} of ${names.length}`);
        assert.ok(ours.all.some(({ active }) => active === `${TRACE}-${SPAN}`), 'some are right');
        assert.deepEqual(ours.keys ?? [], []);
        assert.equal(activeSpan(), undefined, 'nothing stays attached');
        nothingIsPolluted();
        const told = ours.warnings ?? warnings;
        assert.ok(told.length <= 1, told.join('\n'));
      });
    }
  }
}

function isInternal(message) {
  return typeof message?.cmd === 'string' && message.cmd.startsWith('NODE_');
}

/** @param sent As it came bare. */
function verdict({ name, message, delivered, span }, sent, { value, active, parent }) {
  const payload = payloadOf(sent);
  const how = howDelivered(value, sent, payload);
  const traceparent = traceparentOf(sent);
  const wrong = [];
  const say = (text) => wrong.push(`${name}: ${text}: ${brief(sent)}`);
  if (how !== 'as sent' && how !== 'cleaned') say(`was ${how}`);
  if (active !== undefined && how === 'as sent' && !isDeepStrictEqual(payload, sent)) say('ran in a context, but was left as it was');
  if (active !== undefined && !(WELL_FORMED.test(traceparent) && traceparent.includes(active))) say(`ran in ${active}`);
  if (parent !== active) say(`a span became a child of ${parent}`);
  // What the table says of a message is said of what arrives by structured clone.
  if (isKept(message, sent)) {
    if (delivered && how !== delivered) say(`must be ${delivered}, was ${how}`);
    if (delivered && span !== 'may be ours' && active !== span) say(`ran in ${active} instead of ${span}`);
  }
  return wrong;
}

function isKept(message, sent) {
  try {
    return isDeepStrictEqual(structuredClone(message), sent);
  } catch {
    return false;
  }
}

function traceparentOf(message) {
  const carrier = message?.[CARRIER];
  const own = carrier === true ? message : carrier;
  return own && Object.hasOwn(own, 'traceparent') ? String(own.traceparent) : '';
}
