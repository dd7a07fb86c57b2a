/** Jobs of a durable queue: what is added to it, and processors of what comes out. */
import assert from 'node:assert/strict';
import { context, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { jobOptions, jobs, receiveJob, sender } from 'otel-baton/runtime/job';
import { check } from './check.mjs';
import { activeSpan, idOf, inSpan, REMOTE, REMOTE_ID, tracer, TRACEPARENT, use, warnings } from './sdk.mjs';

use();
const inRemote = (body) => context.with(trace.setSpanContext(ROOT_CONTEXT, REMOTE), body);
const METADATA = JSON.stringify({ traceparent: TRACEPARENT });
const CARRIED = { metadata: METADATA };
const job = (metadata) => ({ data: {}, opts: { telemetry: { metadata } } });
const TELEMETRY = { opts: { telemetry: {} } };

await check('where nothing is active, options and jobs are the very ones', () => {
  for (const given of [undefined, null, {}, [], [{ name: 'a' }], { name: 'a', children: [{}] }, 5, 'text']) {
    for (const send of [jobOptions, jobs]) assert.equal(send(given), given);
    assert.equal(jobs(given, undefined, TELEMETRY), given);
  }
});

await check('options are copied, with the context beside what they say of telemetry', () => {
  const given = Object.freeze({ attempts: 2, telemetry: Object.freeze({ omitContext: false }) });
  inRemote(() => {
    assert.deepEqual(jobOptions(given), { attempts: 2, telemetry: { omitContext: false, ...CARRIED } });
    for (const none of [undefined, null]) assert.deepEqual(jobOptions(none), { telemetry: CARRIED });
  });
  assert.deepEqual(given, { attempts: 2, telemetry: { omitContext: false } });
});

await check('options that say what to carry, that repeat, or that are no plain object, are the very ones', () => {
  class Options {}
  const others = [
    { telemetry: { metadata: 'x' } }, { telemetry: { metadata: '' } }, { telemetry: { metadata: null } }, { telemetry: { omitContext: true } },
    { repeat: { every: 5 } }, new Options(), new Proxy({}, {}), [], new Map(), 5, 'text', true, () => {},
    { get attempts() { throw new Error('read'); } }, { get telemetry() { throw new Error('read'); } },
  ];
  for (const given of others) inRemote(() => assert.equal(jobOptions(given), given));
});

await check('each job of a list and of a flow gets it, and nothing else is changed', () => {
  const data = new Map();
  const given = [{ name: 'a', data }, { name: 'b', opts: { priority: 1 } }, { name: 'c', opts: { telemetry: { omitContext: true } } }, null, 5];
  const flow = { name: 'p', queueName: 'q', children: [{ name: 'c', queueName: 'q', children: [{ name: 'g', queueName: 'q' }] }], prefix: 'x' };
  const before = structuredClone(flow);
  inRemote(() => {
    const sent = jobs(given);
    assert.deepEqual(sent, [{ name: 'a', data, opts: { telemetry: CARRIED } }, { name: 'b', opts: { priority: 1, telemetry: CARRIED } }, given[2], null, 5]);
    assert.equal(sent[0].data, data);
    const opts = { telemetry: CARRIED };
    assert.deepEqual(jobs(flow), { ...flow, opts, children: [{ name: 'c', queueName: 'q', opts, children: [{ name: 'g', queueName: 'q', opts }] }] });
  });
  assert.deepEqual(flow, before);
});

await check('a sender with telemetry of its own is left to it, which needs options to write into', () => {
  inRemote(() => assert.deepEqual(jobs([{ name: 'a' }, { name: 'b', opts: { priority: 1 } }], undefined, TELEMETRY), [{ name: 'a', opts: {} }, { name: 'b', opts: { priority: 1 } }]));
});

await check('jobs that hold themselves, or cannot be read, are the very ones', () => {
  const loop = { name: 'a', children: [] };
  loop.children.push(loop);
  const unreadable = [{ get opts() { throw new Error('read'); } }];
  const sender = { get opts() { throw new Error('read'); } };
  inRemote(() => {
    assert.equal(jobs(loop), loop);
    assert.equal(jobs(unreadable), unreadable);
    assert.deepEqual(jobs(5, undefined, sender), 5);
  });
});

await check('the span that is open, and the baggage only if asked, is what travels', () => {
  const baggage = propagation.setBaggage(ROOT_CONTEXT, propagation.createBaggage({ user: { value: 'ada' } }));
  context.with(baggage, () => {
    const span = tracer().startSpan('open');
    const [traceId, spanId] = idOf(span).split('-');
    const traceparent = `00-${traceId}-${spanId}-01`;
    assert.deepEqual(JSON.parse(jobOptions({}, span).telemetry.metadata), { traceparent });
    assert.deepEqual(JSON.parse(jobOptions({}, span, 'baggage').telemetry.metadata), { traceparent, baggage: 'user=ada' });
    assert.deepEqual(JSON.parse(jobs([{}], span, undefined, 'baggage')[0].opts.telemetry.metadata), { traceparent, baggage: 'user=ada' });
    const untouched = {};
    assert.equal(jobOptions(untouched), untouched);
  });
});

await check('a stand-in hands on this, arguments and result', () => {
  const queue = { add(...args) { return [this, args]; }, addBulk(...args) { return [this, args]; }, none: 5 };
  inRemote(() => {
    assert.deepEqual(sender('options', queue, 'add')('a', 1), [queue, ['a', 1, { telemetry: CARRIED }]]);
    assert.deepEqual(sender('jobs', queue, 'addBulk')([{}], 'more'), [queue, [[{ opts: { telemetry: CARRIED } }], 'more']]);
  });
  assert.throws(() => sender('options', undefined, 'add'), { name: 'TypeError', message: "Cannot read properties of undefined (reading 'add')" });
  assert.equal(sender('options', queue, 'none'), 5);
});

await check('a processor runs in the context of its job, with this, arguments and result', async () => {
  const worker = {};
  const processor = receiveJob(function (...args) {
    return [this, args, activeSpan()];
  });
  const given = job(METADATA);
  assert.deepEqual(processor.call(worker, given, 'token'), [worker, [given, 'token'], REMOTE_ID]);
  assert.equal(activeSpan(), undefined);
  const failing = receiveJob(() => { throw new Error('mine'); });
  assert.throws(() => failing(given), { message: 'mine' });
  await assert.rejects(receiveJob(async () => { throw new Error(activeSpan()); })(given), { message: REMOTE_ID });
});

await check('a processor keeps its name and its number of parameters; what is no function is itself', () => {
  for (const processor of [async () => {}, async function named(a, b, c) {}, (a, b = 1) => {}, (...args) => {}]) {
    const received = receiveJob(processor);
    assert.deepEqual([received.length, received.name], [processor.length, processor.name]);
  }
  for (const other of ['file.js', new URL('file:///file.js'), null, undefined, {}]) assert.equal(receiveJob(other), other);
});

await check('metadata from anywhere does no harm', () => {
  const processor = receiveJob(() => activeSpan());
  const values = [
    undefined, null, 5, {}, [], '', 'x', '{}', '[]', 'null', '{"traceparent":1}', '{"traceparent":"x"}', '{"__proto__":{"polluted":1}}', METADATA.repeat(2),
    JSON.stringify({ traceparent: TRACEPARENT, more: 'x'.repeat(99_999) }), JSON.stringify({ traceparent: TRACEPARENT, more: 1 }), { toString: () => METADATA },
  ];
  for (const metadata of values) assert.equal(processor(job(metadata)), undefined);
  const unreadable = { get opts() { throw new Error('read'); } };
  for (const given of [undefined, null, 5, {}, { opts: null }, { opts: { telemetry: null } }, unreadable]) assert.equal(processor(given), undefined);
  assert.equal({}.polluted, undefined);
  assert.deepEqual(warnings, []);
});

await check('the span in which a worker was made is nobody’s parent; one that is started for a job is', () => {
  inSpan((maker) => {
    const processor = receiveJob(() => activeSpan());
    assert.equal(processor(job(METADATA)), REMOTE_ID);
    assert.equal(processor(job(undefined)), idOf(maker));
    inSpan((span) => assert.equal(processor(job(METADATA)), idOf(span)), 'process');
    const ended = tracer().startSpan('over');
    ended.end();
    context.with(trace.setSpan(ROOT_CONTEXT, ended), () => assert.equal(processor(job(METADATA)), REMOTE_ID));
    const near = tracer().startSpan('near', {}, trace.setSpanContext(ROOT_CONTEXT, REMOTE));
    near.end();
    context.with(trace.setSpan(ROOT_CONTEXT, near), () => assert.equal(processor(job(METADATA)), idOf(near)));
  });
});

await check('wrapped twice is wrapped once', () => {
  const processor = receiveJob(receiveJob(() => activeSpan()));
  assert.equal(processor(job(METADATA)), REMOTE_ID);
});

await check('with a link the processor keeps its context, and its own span gets the link once', () => {
  const linked = receiveJob(() => activeSpan(), 'link');
  assert.equal(linked(job(METADATA)), undefined);
  inSpan((span) => {
    assert.equal(linked(job(METADATA)), idOf(span));
    assert.deepEqual(span.links.map((link) => link.context.spanId), [REMOTE.spanId]);
    receiveJob(() => {}, 'link')(job(METADATA));
    assert.equal(span.links.length, 1);
    const { traceId, spanId } = span.spanContext();
    linked(job(JSON.stringify({ traceparent: `00-${traceId}-${spanId}-01` })));
    assert.equal(span.links.length, 1);
  });
});
