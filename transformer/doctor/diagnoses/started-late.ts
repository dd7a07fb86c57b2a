/** What was done before the SDK was there. */
import type { Finding, RunDiagnosis } from '../diagnosis.js';
import { shownAt, shownCopy, type Unit } from '../evidence/run.js';
import { inEachUnit } from './units.js';

const FIRST = 'Start the SDK before all else: node --import ./tracing.js (or --require), or import \'./tracing.js\' as the first line of the entry module.';

export const STARTED_LATE: readonly RunDiagnosis[] = [
  {
    id: 'sdk-started-late',
    looksAt: 'run',
    says: 'A span that is started before the SDK is a no-op for ever, and so is a tracer that was taken earlier from another copy of the API.',
    cure: FIRST,
    find: (run) => inEachUnit(run, (unit) => [...earlySpan(unit), ...lostTracers(unit)]),
  },
  {
    id: 'loaded-before-instrumentation',
    looksAt: 'run',
    says: 'An instrumentation patches a package as it is loaded: of one that was loaded earlier there are no spans, and the trace has a hole there.',
    cure: FIRST,
    find: (run) => inEachUnit(run, ({ name, loadedEarlier }) => loadedEarlier.map(({ instrumentation, module }) => ({ found: `${name}: ${module} is loaded before ${instrumentation} is made` }))),
  },
];

function earlySpan({ name, earlySpan, registered }: Unit): readonly Finding[] {
  return earlySpan && registered.has('trace') ? [{ found: `${name}: ${shownAt(earlySpan.by)} starts a span before the SDK is started` }] : [];
}

/** A tracer asks the copy that it was taken from, which knows of a later provider only if that is registered with it. */
function lostTracers({ name, earlyTracers, registered }: Unit): readonly Finding[] {
  const owner = registered.get('trace');
  if (!owner) return [];
  return earlyTracers
    .filter(({ copy }) => copy.folder !== owner.folder)
    .map(({ copy, by }) => ({ found: `${name}: ${shownAt(by)} takes a tracer from @opentelemetry/api ${shownCopy(copy)} before the SDK is started with ${shownCopy(owner)}` }));
}
