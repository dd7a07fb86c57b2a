/** Spans that were made, and did not arrive. */
import type { Finding, RunDiagnosis } from '../diagnosis.js';
import type { RunEvidence, Unit } from '../evidence/run.js';
import type { Spans } from '../probe/facts.js';
import { inEachUnit } from './units.js';

const counted = (count: number): string => `${count} ${count === 1 ? 'span' : 'spans'}`;

const ofEach = (find: (spans: Spans, unit: Unit) => string | false) => (run: RunEvidence): readonly Finding[] =>
  inEachUnit(run, (unit) =>
    unit.spans.flatMap((spans) => {
      const found = find(spans, unit);
      return found === false ? [] : [{ found: `${unit.name}: ${found}` }];
    }),
  );

export const SPANS_LOST: readonly RunDiagnosis[] = [
  {
    id: 'queue-too-small',
    looksAt: 'run',
    says: 'A burst of spans that finds no room in the queue is dropped: traces have holes, and whole branches hang under a parent that is not there.',
    cure: 'Make the queue larger than the burst: OTEL_BSP_MAX_QUEUE_SIZE, or maxQueueSize of BatchSpanProcessor; and OTEL_BSP_SCHEDULE_DELAY smaller.',
    find: ofEach(({ processor, dropped, queue = 0 }, { end }) => dropped > 0 && `${processor} dropped ${end ? counted(dropped) : 'spans'}, because its queue holds ${queue}`),
  },
  {
    id: 'not-flushed',
    looksAt: 'run',
    says: 'Spans that wait for their batch are gone with the thread or the process that ends before it is sent.',
    cure: 'Await provider.forceFlush() or sdk.shutdown() before process.exit(), before the end of a worker\'s module and before worker.terminate().',
    find: (run) =>
      ofEach(({ processor, ended, exported, dropped, failed }, { end, isThread }) => {
        const waiting = ended - exported - dropped - failed;
        if (waiting <= 0) return false;
        if (end) return `it ended while ${counted(waiting)} waited in ${processor}`;
        // We may have ended it ourselves.
        return isThread && !run.isStopped && `it was terminated while spans waited in ${processor}`;
      })(run),
  },
  {
    id: 'export-failed',
    looksAt: 'run',
    says: 'What the exporter cannot send is not sent again, and nobody is told unless OTEL_LOG_LEVEL is set.',
    cure: 'Look at the exporter\'s address (OTEL_EXPORTER_OTLP_ENDPOINT), its protocol and its headers, and at whether the collector is there.',
    find: ofEach(({ processor, failed, error = '' }) => failed > 0 && `the exporter of ${processor} failed to send ${counted(failed)}: ${error}`),
  },
  {
    id: 'nothing-sampled',
    looksAt: 'run',
    says: 'A span that the sampler drops is in no trace, though its context is carried on.',
    cure: 'Set OTEL_TRACES_SAMPLER=parentbased_always_on, or raise OTEL_TRACES_SAMPLER_ARG; have what starts the trace sample it.',
    find: (run) => inEachUnit(run, ({ name, sampled }) => (sampled.length && sampled.every(({ isKept }) => !isKept) ? [{ found: `${name}: every span was dropped by ${sampled[0]?.sampler}` }] : [])),
  },
];
