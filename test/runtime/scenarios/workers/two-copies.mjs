/** Attaches by the copies of the runtime in the order that STEPS says. */
import { createRequire } from 'node:module';
import { parentPort } from 'node:worker_threads';
import * as imported from 'otel-baton/runtime/start';
import { activeSpan, use } from '../sdk.mjs';

const required = createRequire(import.meta.url)('otel-baton/runtime/start');
const STEPS = { import: imported.attachStarted, require: required.attachStarted, sdk: () => use() };
for (const step of process.env.STEPS.split(' ')) STEPS[step]();
parentPort.postMessage(activeSpan());
