/**
 * Loaded by Node into every thread and process of a program that `otel-baton doctor` runs, before
 * the program itself. It watches, and writes down what it finds.
 */
import { watchApi } from './api.js';
import { record } from './record.js';
import { recordSpans } from './spans.js';

/** By which the runtime is known: it keeps its state there. */
const RUNTIME = Symbol.for('otel-baton');

watchApi();
process.once('exit', () => {
  recordSpans();
  record({ fact: 'end', usesRuntime: RUNTIME in globalThis });
});
