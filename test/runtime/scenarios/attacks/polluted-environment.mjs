/** Something else has polluted `Object.prototype`, which `process.env` inherits from: what lies there is in nobody's environment. */
import assert from 'node:assert/strict';
import { attachStarted } from 'otel-baton/runtime/start';
import { injectToParent } from 'otel-baton/runtime/process';
import { TRACEPARENT } from '../../../../fixtures/attacks/messages.mjs';
import { check } from '../check.mjs';
import { activeSpan, inSpan, use, warnings } from '../sdk.mjs';
import { nothingIsPolluted } from './invariants.mjs';

use();

await check('a TRACEPARENT that is inherited starts nothing', () => {
  Object.assign(Object.prototype, { TRACEPARENT, TRACESTATE: 'a=1', BAGGAGE: 'a=1' });
  try {
    attachStarted(true);
    assert.equal(activeSpan(), undefined);
  } finally {
    for (const name of ['TRACEPARENT', 'TRACESTATE', 'BAGGAGE']) delete Object.prototype[name];
  }
});

await check('a parent that is inherited is not believed', () => {
  const wasForked = globalThis[Symbol.for('otel-baton')].isForked;
  globalThis[Symbol.for('otel-baton')].isForked = undefined;
  Object.prototype.OTEL_BATON_PARENT = String(process.ppid);
  try {
    inSpan(() => assert.equal(injectToParent('text'), 'text'));
  } finally {
    delete Object.prototype.OTEL_BATON_PARENT;
    globalThis[Symbol.for('otel-baton')].isForked = wasForked;
  }
});

await check('nothing stays behind', () => {
  nothingIsPolluted();
  assert.deepEqual(warnings, []);
});
