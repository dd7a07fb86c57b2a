/**
 * What is sent between processes, over real channels: what arrives is what arrives without us, and
 * what is refused is refused as without us. SERIALIZATION says how the channel writes.
 */
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { receive } from 'otel-baton/runtime';
import { encloseToChild, injectToParent, injectToProcess, startProcess } from 'otel-baton/runtime/process';
import { check } from './check.mjs';
import { idOf, inSpan, use, warnings } from './sdk.mjs';
import { IS_PLAIN, PAYLOADS } from './processes/payloads.mjs';
import { describe, END, sendRow, Taker } from './processes/rows.mjs';

use();
const { SERIALIZATION: serialization } = process.env;
const TAKER = fileURLToPath(new URL('./processes/taker.mjs', import.meta.url));
const GIVER = fileURLToPath(new URL('./processes/giver.mjs', import.meta.url));
const HANDLES = fileURLToPath(new URL('./processes/handles.mjs', import.meta.url));

/** Every row in every way, to a child that extracts. */
async function toChild() {
  const child = fork(TAKER, { serialization });
  const ways = {
    bare: (payload) => payload,
    encloseToChild: (payload) => encloseToChild(payload),
    injectToProcess: (payload) => injectToProcess(payload, undefined, child),
    'injectToProcess, without the receiver': (payload) => injectToProcess(payload),
  };
  const [sent, changed] = [{}, []];
  for (const [name, make] of Object.entries(PAYLOADS)) {
    const payload = make();
    const before = describe(payload);
    sent[name] = sendRow(name, payload, ways, (message) => child.send(message));
    if (!isDeepStrictEqual(describe(payload), before)) changed.push(name);
  }
  child.send(END);
  const [[rows]] = await Promise.all([once(child, 'message'), once(child, 'exit')]);
  return { sent, changed, taken: JSON.parse(rows) };
}

/** @param isKnown Whether the child was told that its parent extracts. */
async function toParent(isKnown) {
  const start = isKnown ? startProcess('fork', fork) : fork;
  const child = start(GIVER, { serialization });
  const taker = new Taker();
  const report = await new Promise((resolve, reject) => {
    let ended = false;
    child.on('exit', (code) => reject(new Error(`the child ended with ${code}`)));
    receive(child).on('message', (value) => {
      if (ended) resolve(JSON.parse(value));
      else if (value === END) ended = true;
      else taker.take(value);
    });
  });
  return { ...report, taken: taker.rows };
}

const ENCLOSES = ['encloseToChild', 'injectToParent, of a parent that extracts'];

function checkRow(name, result, title, way = title) {
  return check(`${serialization}, ${title}: ${name}`, () => {
    const sent = result.sent[name];
    const taken = result.taken[name];
    assert.ok(!result.changed.includes(name), 'the sender’s object stays as it was');
    for (const each of [way, `${way}, in a span`]) {
      assert.deepEqual(sent[each].error, sent.bare.error, `${each}: the error`);
      assert.equal(taken[each].wrong, undefined, each);
      assert.equal(taken[each].count, taken.bare.count, `${each}: how often it came`);
    }
    assert.equal(taken[way].span, undefined, 'there is no span where none was active');
    if (!taken.bare.count) return;
    const { span } = sent[`${way}, in a span`];
    const seen = taken[`${way}, in a span`].span;
    if (carries(name, title)) assert.equal(seen, span, 'the span in which it was sent');
    else assert.ok(seen === undefined || seen === span, 'no other span');
  });
}

/** A child that is compiled finds the span whatever is sent, any other with plain objects. */
function carries(name, title) {
  return ENCLOSES.includes(title) ? !/internal/.test(name) : IS_PLAIN.has(name);
}

/** A check of its own, because none of the others waits. */
async function sent(title, send) {
  let result;
  await check(`${serialization}, ${title}: all are sent`, async () => {
    result = await send();
  });
  return result;
}

const toTheChild = await sent('to a child', toChild);
for (const name of Object.keys(PAYLOADS)) {
  for (const way of ['encloseToChild', 'injectToProcess', 'injectToProcess, without the receiver']) await checkRow(name, toTheChild, way);
}
for (const [title, isKnown] of [['injectToParent, of a parent that extracts', true], ['injectToParent, of a parent that is not known', false]]) {
  const toTheParent = await sent(title, () => toParent(isKnown));
  for (const name of Object.keys(PAYLOADS)) await checkRow(name, toTheParent, title, 'injectToParent');
}

const HELPERS = {
  bare: (payload) => payload,
  encloseToChild: (payload) => encloseToChild(payload),
  injectToProcess: (payload, target) => injectToProcess(payload, undefined, target),
  injectToParent: (payload) => injectToParent(payload),
};

await check(`${serialization}: where nothing is active, the very payload is sent`, () => {
  for (const [name, make] of Object.entries(PAYLOADS)) {
    for (const [helper, send] of Object.entries(HELPERS)) {
      const payload = make();
      assert.ok(Object.is(send(payload, process), payload), `${helper}: ${name}`);
    }
  }
});

for (const key of ['a', 'cmd', 'toJSON']) {
  await check(`${serialization}: a getter \`${key}\` is called as often as without us`, async () => {
    const child = fork(TAKER, { serialization });
    const calls = Object.entries(HELPERS).map(([helper, send]) => inSpan(() => {
      let count = 0;
      const payload = Object.defineProperty({ b: 1 }, key, { enumerable: true, get: () => ++count });
      child.send(send(payload, child));
      return [helper, count];
    }));
    child.kill();
    await once(child, 'exit');
    assert.deepEqual(calls, calls.map(([helper]) => [helper, calls[0][1]]));
  });
}

/** Sends a handle and, while it is on its way, a payload that still changes. */
async function withHandle(helper) {
  const child = fork(HANDLES, { serialization });
  const listening = createServer().listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const payload = { a: 1 };
  const spans = inSpan((first) => {
    child.send(HELPERS[helper]({ handle: true }, child), listening);
    return inSpan((second) => {
      child.send(HELPERS[helper](payload, child));
      payload.later = true;
      child.send(HELPERS[helper](['the last'], child));
      return [idOf(first), idOf(second)];
    });
  });
  const [[report]] = await Promise.all([once(child, 'message'), once(child, 'exit')]);
  listening.close();
  return { spans, report };
}

for (const helper of ['encloseToChild', 'injectToProcess']) {
  await check(`${serialization}, ${helper}: a handle arrives, and what waits behind it arrives as without us`, async () => {
    const bare = await withHandle('bare');
    const ours = await withHandle(helper);
    const values = ({ report }) => report.map(({ value, handle }) => ({ value, handle }));
    assert.deepEqual(values(bare), [
      { value: { handle: true }, handle: 'Server' },
      { value: { a: 1, later: true }, handle: 'none' },
      { value: ['the last'], handle: 'none' },
    ]);
    assert.deepEqual(values(ours), values(bare));
    const [first, second] = ours.spans;
    const seen = ours.report.map(({ span }) => span);
    // A copy would be sent as it was when it was made, so what waits carries nothing.
    assert.deepEqual(seen, helper === 'encloseToChild' ? [first, second, second] : [first, 'none', 'none']);
  });
}

await check(`${serialization}: a child whose channel is closed is told of as without us`, async () => {
  const child = fork(HANDLES, { serialization });
  child.disconnect();
  const errors = [];
  for (const send of [HELPERS.bare, HELPERS.encloseToChild, HELPERS.injectToProcess]) {
    await inSpan(() => new Promise((resolve) => {
      child.send(send({ a: 1 }, child), (error) => {
        errors.push([error.name, error.code, error.message]);
        resolve();
      });
    }));
  }
  await once(child, 'exit');
  assert.deepEqual(errors, Array(3).fill(errors[0]));
});

await check(`${serialization}: nobody is warned`, () => assert.deepEqual(warnings, []));
