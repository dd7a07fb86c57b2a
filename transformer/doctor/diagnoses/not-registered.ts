/** Execution units in which the SDK, or a part of it, is not there. */
import type { RunDiagnosis } from '../diagnosis.js';
import type { Unit } from '../evidence/run.js';
import type { Kind } from '../probe/facts.js';
import { inEachUnit } from './units.js';

const PER_UNIT = 'Start the SDK in every worker and every child process: node --import ./tracing.js, which they inherit, or import \'./tracing.js\' as the first line of their modules.';

/** What has nothing to do with tracing needs none of it. */
const traces = ({ copies, end }: Unit): boolean => copies.length > 0 || end?.usesRuntime === true;
const hasSome = ({ registered }: Unit): boolean => registered.size > 0;

const missing = (kind: Kind, what: string): RunDiagnosis['find'] => (run) =>
  inEachUnit(run, (unit) => (traces(unit) && hasSome(unit) && !unit.registered.has(kind) ? [{ found: `${unit.name}: no ${what} is registered` }] : []));

export const NOT_REGISTERED: readonly RunDiagnosis[] = [
  {
    id: 'no-sdk',
    looksAt: 'run',
    says: 'Each execution unit has its own SDK or none: without one, its spans are made by nobody and what it is sent has no trace to go on.',
    cure: PER_UNIT,
    find: (run) => inEachUnit(run, (unit) => (traces(unit) && !hasSome(unit) ? [{ found: `${unit.name}: the OpenTelemetry SDK is not started there` }] : [])),
  },
  {
    id: 'no-provider',
    looksAt: 'run',
    says: 'Without a tracer provider every span is a no-op, so what comes in is passed on and the work in between is not in the trace.',
    cure: 'Register one: new NodeTracerProvider({ spanProcessors: […] }).register(), or trace.setGlobalTracerProvider(…).',
    find: missing('trace', 'tracer provider'),
  },
  {
    id: 'no-context-manager',
    looksAt: 'run',
    says: 'Without a context manager no span is ever active, so every span is a root and nothing is carried.',
    cure: 'Register one: provider.register() of NodeTracerProvider, or context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable()).',
    find: missing('context', 'context manager'),
  },
  {
    id: 'no-propagator',
    looksAt: 'run',
    says: 'Without a propagator HTTP requests and messages to other programs leave without a trace; otel-baton itself then writes W3C Trace Context, without baggage.',
    cure: 'Register one: provider.register() of NodeTracerProvider, or propagation.setGlobalPropagator(new W3CTraceContextPropagator()).',
    find: missing('propagation', 'propagator'),
  },
];
