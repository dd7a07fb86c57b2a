/** Execution units that write what others do not read. */
import type { RunDiagnosis } from '../diagnosis.js';
import type { Unit } from '../evidence/run.js';

const shown = (fields: readonly string[]): string => fields.join(', ') || 'nothing';
/** Baggage travels beside the trace, and B3 is read in both of its forms. */
const ofTrace = ({ propagator }: Unit): readonly string[] => [...new Set((propagator?.fields ?? []).filter((field) => field !== 'baggage').map((field) => field.replace(/^x-b3-.*/, 'b3')))];

export const PROPAGATORS_DIFFER: RunDiagnosis = {
  id: 'propagators-differ',
  looksAt: 'run',
  says: 'What one unit writes into a carrier another does not read, so each goes on with a trace of its own.',
  cure: 'Register the same propagators in every unit, from one tracing.js; or set OTEL_PROPAGATORS=tracecontext,baggage for all.',
  find({ units }) {
    const [first, ...others] = units.filter(({ propagator }) => propagator);
    if (!first) return [];
    const read = new Set(ofTrace(first));
    const other = others.find((unit) => !ofTrace(unit).some((field) => read.has(field)));
    return other ? [{ found: `${first.name} writes ${shown(ofTrace(first))}; ${other.name} writes ${shown(ofTrace(other))}` }] : [];
  },
};
