/** Context managers that are no use in asynchronous code. */
import type { RunDiagnosis } from '../diagnosis.js';
import { inEachUnit } from './units.js';

export const AWAIT_LOSES_CONTEXT: RunDiagnosis = {
  id: 'await-loses-context',
  looksAt: 'run',
  says: 'After an await no span is active, so what follows is a trace of its own.',
  cure: 'In Node use AsyncLocalStorageContextManager of @opentelemetry/context-async-hooks, which NodeTracerProvider registers by itself; with zone.js, compile to ES2016 or lower.',
  find: (run) => inEachUnit(run, ({ name, awaited }) => awaited.filter(({ isKept }) => !isKept).map(({ manager }) => ({ found: `${name}: ${manager} loses its context over an await (tried in the run)` }))),
};
