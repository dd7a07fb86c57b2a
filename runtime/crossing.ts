/** What is said of each crossing of a boundary. */

/** `ok`: the trace is the same. `nothing to carry`: there was none, and is none. `LOST`: there is none any more. `STALE`: it is another one, to which the work does not belong. */
export type Verdict = 'ok' | 'LOST' | 'STALE' | 'nothing to carry';

export interface SpanId {
  readonly traceId: string;
  readonly spanId: string;
}

/** Published on the channel `otel-baton:crossing` of `node:diagnostics_channel`. */
export interface Crossing {
  /** As in the table of boundaries, or a more general name where only the build knows. */
  readonly boundary: string;
  /** Which end of it this is: what leads elsewhere has two, in two threads or processes; what is handed over in one thread is `run`. */
  readonly end: 'sent' | 'received' | 'run';
  readonly verdict: Verdict;
  /** The span before the boundary: active where something is sent or handed over, or in the carrier that came. */
  readonly before?: SpanId | undefined;
  /** The span after it: in the carrier that is sent, or active where the work runs. */
  readonly after?: SpanId | undefined;
  /** `src/main.ts:12:10`: where it is sent or handed over; of what is received, where the port was last listened to. Not of `nothing to carry`. */
  readonly site?: string | undefined;
  /** Of `LOST` and `STALE`: why, and what to do. */
  readonly why?: string | undefined;
}

/** How many crossings there were, by boundary. */
export type Counts = Record<string, Record<Verdict, number>>;

export function verdictOf(before: SpanId | undefined, after: SpanId | undefined): Verdict {
  if (!after) return before ? 'LOST' : 'nothing to carry';
  return before?.traceId === after.traceId ? 'ok' : 'STALE';
}

const short = (id: string): string => `${id.slice(0, 8)}…`;
const shown = (span: SpanId | undefined): string => (span ? `${short(span.traceId)}/${short(span.spanId)}` : 'none');

const PLACES: Readonly<Record<Crossing['end'], (site: string | undefined) => string>> = {
  sent: (site) => (site ? ` at ${site}` : ''),
  received: (site) => (site ? ` at delivery, heard since ${site}` : ' at delivery'),
  run: (site) => (site ? ` handed over at ${site}` : ''),
};

/** In one line: `ok    worker_threads message, sent: 4bf92f35…/00f067aa… → 4bf92f35…/00f067aa… at src/main.ts:12:10`. */
export function lineOf({ boundary, end, verdict, before, after, site, why }: Crossing): string {
  return `${verdict.padEnd(5)} ${boundary}, ${end}: ${shown(before)} → ${shown(after)}${PLACES[end](site)}${why === undefined ? '' : `: ${why}`}`;
}
