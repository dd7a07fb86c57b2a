/** Listeners in the context that a policy tells, and methods that keep no context. */
import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { context, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { detachConstructor, detachMember } from 'otel-baton/runtime/detach';
import { bindAs, listensAs } from 'otel-baton/runtime/listen';
import { check } from './check.mjs';
import { activeSpan, idOf, inSpan, REMOTE, REMOTE_ID, StackManager, tracer, use } from './sdk.mjs';

use();
const inRemote = (body) => context.with(trace.setSpanContext(ROOT_CONTEXT, REMOTE), body);
const inContextOf = (span, body) => context.with(trace.setSpan(ROOT_CONTEXT, span), body);

/** What a listener sees that is added by an emitter, or by a target, while `span` is active and called while `during` says. */
const ADDERS = {
  'an emitter': (policy, add, emit) => {
    const seen = [];
    const emitter = new EventEmitter();
    add(() => emitter.on('change', bindAs(policy, () => seen.push(activeSpan()))));
    emit(() => emitter.emit('change'));
    return seen[0];
  },
  'a target': (policy, add, emit) => {
    const seen = [];
    const target = new EventTarget();
    add(() => listensAs(policy, target).addEventListener('change', () => seen.push(activeSpan())));
    emit(() => target.dispatchEvent(new Event('change')));
    return seen[0];
  },
  'an object at a target': (policy, add, emit) => {
    const seen = [];
    const target = new EventTarget();
    add(() => listensAs(policy, target).addEventListener('change', { handleEvent: () => seen.push(activeSpan()) }));
    emit(() => target.dispatchEvent(new Event('change')));
    return seen[0];
  },
  'a handler of a signal': (policy, add, emit) => {
    const seen = [];
    const { signal } = new AbortController();
    add(() => (listensAs(policy, signal).onabort = () => seen.push(activeSpan())));
    emit(() => signal.dispatchEvent(new Event('abort')));
    return seen[0];
  },
};

for (const [what, seenBy] of Object.entries(ADDERS)) {
  await check(`${what}: a call from another trace runs in the registrant's context, by every policy but root`, () => {
    const span = tracer().startSpan('registrant');
    for (const policy of ['registrant', 'exchange', 'auto']) {
      assert.equal(seenBy(policy, (body) => inContextOf(span, body), inRemote), idOf(span), policy);
      assert.equal(seenBy(policy, (body) => inContextOf(span, body), (body) => body()), idOf(span), policy);
    }
    assert.equal(seenBy('root', (body) => inContextOf(span, body), inRemote), undefined);
  });

  await check(`${what}: a call from a span of the same trace stays there`, () => {
    const span = tracer().startSpan('registrant');
    const child = inContextOf(span, () => tracer().startSpan('child'));
    for (const policy of ['exchange', 'auto']) assert.equal(seenBy(policy, (body) => inContextOf(span, body), (body) => inContextOf(child, body)), idOf(child), policy);
    assert.equal(seenBy('registrant', (body) => inContextOf(span, body), (body) => inContextOf(child, body)), idOf(span));
  });

  await check(`${what}: once the registrant's span has ended, only what lasts no longer than it keeps it`, () => {
    const expected = { auto: REMOTE_ID, exchange: 'registrant', registrant: 'registrant' };
    for (const [policy, sees] of Object.entries(expected)) {
      const span = tracer().startSpan('registrant');
      const emit = (body) => (span.end(), inRemote(body));
      assert.equal(seenBy(policy, (body) => inContextOf(span, body), emit), sees === 'registrant' ? idOf(span) : sees, policy);
    }
  });

  await check(`${what}: a registrant without a span leaves its caller, also with baggage`, () => {
    const baggage = propagation.setBaggage(ROOT_CONTEXT, propagation.createBaggage({ tenant: { value: 'a' } }));
    for (const policy of ['exchange', 'auto']) {
      assert.equal(seenBy(policy, (body) => body(), inRemote), REMOTE_ID, policy);
      assert.equal(seenBy(policy, (body) => context.with(baggage, body), inRemote), REMOTE_ID, policy);
    }
  });

  await check(`${what}: a registrant that is not sampled is one all the same`, () => {
    use({ sampled: false });
    const span = tracer().startSpan('registrant');
    assert.equal(span.isRecording(), false);
    assert.equal(seenBy('auto', (body) => inContextOf(span, body), inRemote), idOf(span));
    use();
  });

  await check(`${what}: a manager without a storage will do`, () => {
    use({ manager: new StackManager() });
    const span = tracer().startSpan('registrant');
    assert.equal(seenBy('auto', (body) => inContextOf(span, body), inRemote), idOf(span));
    use();
  });
}

await check('what is called as it is, is the very listener', () => {
  const listener = () => undefined;
  const target = new EventTarget();
  for (const policy of ['exchange', 'auto']) {
    assert.equal(bindAs(policy, listener), listener);
    assert.equal(listensAs(policy, target), target);
  }
  const ended = tracer().startSpan('ended');
  ended.end();
  inContextOf(ended, () => assert.equal(bindAs('auto', listener), listener));
  assert.deepEqual(Object.getOwnPropertyNames(target), []);
});

await check('what is no listener, and what is no target, passes', () => {
  inRemote(() => {
    for (const value of [undefined, null, 0, 'text', {}, []]) {
      assert.equal(bindAs('auto', value), value);
      assert.equal(listensAs('auto', value), value);
    }
    const frozen = Object.freeze(new EventTarget());
    assert.equal(listensAs('auto', frozen), frozen);
  });
});

await check('a listener that is added again runs in the context of who added it last', () => {
  const target = new EventTarget();
  const seen = [];
  const listener = () => seen.push(activeSpan());
  const [first, second] = ['first', 'second'].map((name) => tracer().startSpan(name));
  inContextOf(first, () => listensAs('auto', target).addEventListener('change', listener));
  target.dispatchEvent(new Event('change'));
  target.removeEventListener('change', listener);
  target.dispatchEvent(new Event('change'));
  inContextOf(second, () => listensAs('auto', target).addEventListener('change', listener));
  target.dispatchEvent(new Event('change'));
  listensAs('auto', target).addEventListener('change', listener);
  inRemote(() => target.dispatchEvent(new Event('change')));
  assert.deepEqual(seen, [idOf(first), idOf(second), REMOTE_ID]);
});

await check('one listener at two targets, for two types', () => {
  const targets = [new EventTarget(), new EventTarget()];
  const seen = [];
  const listener = ({ type }) => seen.push(`${type} ${activeSpan()}`);
  const spans = ['a', 'b'].map((name) => tracer().startSpan(name));
  spans.forEach((span, i) => inContextOf(span, () => listensAs('auto', targets[i]).addEventListener('change', listener)));
  inRemote(() => listensAs('auto', targets[0]).addEventListener('other', listener));
  targets.forEach((target) => target.dispatchEvent(new Event('change')));
  targets[0].removeEventListener('change', listener);
  targets.forEach((target) => ['change', 'other'].forEach((type) => target.dispatchEvent(new Event(type))));
  assert.deepEqual(seen, [`change ${idOf(spans[0])}`, `change ${idOf(spans[1])}`, `other ${REMOTE_ID}`, `change ${idOf(spans[1])}`]);
});

await check('a method is called in no context, and what it calls back where it was called', async () => {
  const target = { start(callback) { return [this === target, activeSpan(), new Promise((resolve) => setImmediate(() => resolve(callback(activeSpan()))))]; } };
  const [self, during, later] = inRemote(() => detachMember(target, 'start')((outside) => [outside, activeSpan()]));
  assert.deepEqual([self, during, await later], [true, undefined, [undefined, REMOTE_ID]]);
  const callback = () => undefined;
  assert.equal(detachMember({ same: (given) => given }, 'same')(callback), callback);
});

await check('a class is constructed in no context, subclasses included', async () => {
  class Job {
    made = activeSpan();
    ticked = turn().then(activeSpan);
  }
  class Own extends Job {}
  for (const type of [Job, Own]) {
    const job = inRemote(() => new (detachConstructor(type))());
    assert.ok(job instanceof type);
    assert.deepEqual([job.made, await job.ticked], [undefined, undefined]);
  }
});
