/** Judges each crossing that the runtime tells of. */
import { context, isSpanContextValid, trace, type Context, type Span } from './api.js';
import { attach, isAttached, KEPT_HERE, registered, type ContextManager } from './attach.js';
import { extractCarrier, injectCarrier, isField, START_SDK, SUPPRESSED, TRACEPARENT, W3C, type Carrier } from './carrier.js';
import { verdictOf, type Crossing, type SpanId, type Verdict } from './crossing.js';
import type { Brought, Observer } from './observer.js';
import { HYBRID_DISPATCH, nodeCluster, nodeProcess, portOf } from './platform.js';
import { shared } from './shared.js';
import { siteBelow } from './site.js';

export interface Audience {
  tell(crossing: Crossing): void;
  /** Whether anybody reads what is told, beside the counts. */
  isHeard(): boolean;
  warn(message: string): void;
}

function spanOf(given: Context): SpanId | undefined {
  const span = trace.getSpanContext(given);
  return span && isSpanContextValid(span) && !given.getValue(SUPPRESSED) && !given.getValue(KEPT_HERE) ? span : undefined;
}

/** What a carrier says, whatever is registered here. */
function spanIn(carrier: Carrier): SpanId | undefined {
  const [, traceId, spanId] = (Object.hasOwn(carrier, TRACEPARENT) && W3C.exec(carrier[TRACEPARENT] as string)) || [];
  return traceId !== undefined && spanId !== undefined ? { traceId, spanId } : spanOf(extractCarrier(carrier));
}

/** The span that is active where something runs in a context. */
function activeIn(given: Context, isAttachedThere: boolean | undefined): SpanId | undefined {
  if (!isAttachedThere) return context.with(given, () => spanOf(context.active()));
  const token = attach(given);
  const span = spanOf(context.active());
  token?.dispose();
  return span;
}

/** Messages of each kind of port, by the port's name. */
function messageOf(port: object, event: unknown): string {
  const cluster = 'spawnfile' in port || 'setupPrimary' in port || port === nodeProcess ? nodeCluster() : undefined;
  if (event === 'workerMessage' || 'postMessage' in port) return 'worker_threads message';
  const isOfCluster = port === cluster || (port === nodeProcess ? cluster?.isWorker : Object.values(cluster?.workers ?? {}).some((worker) => worker?.process === port));
  return `${isOfCluster ? 'cluster' : 'child process'} message`;
}

/** What started a worker, a cluster's worker or another process. */
function startUpOf(started: Carrier | 'environment'): string {
  if (started !== 'environment') return 'worker_threads start-up';
  return nodeCluster()?.isWorker ? 'cluster start-up' : 'child process start-up';
}

/** The boundary's name; `undefined` of a value that is no port, through which nothing leads elsewhere. */
function nameOf(boundary: unknown, event?: unknown): string | undefined {
  if (typeof boundary === 'string') return boundary;
  if (boundary === undefined) return 'worker_threads message';
  const port = portOf(boundary);
  return port && messageOf(port, event);
}

/** Why what leaves takes no trace along. */
function whyNotSent(carrier: Carrier | undefined, span: Span | undefined): string {
  if (carrier || !injectCarrier(span)) return 'the propagator that is registered here writes no trace';
  return 'the payload cannot carry a context; send a plain object, or set "envelope": "always" where the receiver is compiled';
}

const fieldsOf = (carrier: Carrier): readonly string[] => Object.keys(carrier).filter(isField);

/** Whether what came may be a trace that nothing here can read. */
function isUnread({ carrier, context: extracted }: Brought): boolean {
  return !!carrier && !spanOf(extracted) && fieldsOf(carrier).some((field) => field !== 'baggage');
}

/** Why the trace that came is not active. */
function whyNotActive(brought: Brought | undefined): string {
  const { context: manager, trace: provider } = registered();
  if (!manager) return `no context manager is registered; ${START_SDK}`;
  if (!provider) return `no tracer provider is registered; ${START_SDK}`;
  if (brought?.carrier && isUnread(brought)) return `the propagator that is registered here reads nothing of ${fieldsOf(brought.carrier).join(', ')}; register the same on both sides`;
  return 'the context manager does not make it active';
}

const WHY: Readonly<Partial<Record<Verdict, (before: SpanId | undefined, brought: Brought | undefined) => string>>> = {
  LOST: (_, brought) => whyNotActive(brought),
  STALE: (before) => (before ? 'another trace is active' : 'no context came; it runs in that of whoever made what it came through'),
};

/** Asked once of each: what is active after an `await` is what every asynchronous function sees. */
const asked = new WeakSet<ContextManager>();

async function checkAwait(given: Context, warn: Audience['warn']): Promise<void> {
  const manager = registered().context;
  if (!manager || asked.has(manager)) return;
  asked.add(manager);
  await context.with(given, async () => {
    await undefined;
    if (spanOf(context.active())?.traceId !== spanOf(given)?.traceId) warn('the context manager loses the context at `await`; register AsyncLocalStorageContextManager of @opentelemetry/context-async-hooks');
  });
}

/** Whose methods the runtime calls at each crossing. */
export function observe({ tell, isHeard, warn }: Audience): Observer {
  const counts = new Map<string, Record<Verdict, number>>();
  /** Where ports were listened to. */
  const heard = new WeakMap<object, string | undefined>();
  let isTelling = false;
  let isStartTold = false;

  /** Never throws into the application, and does not tell what its audience sends. */
  function guarded<Args extends unknown[], Result>(method: (site: () => string | undefined, ...args: Args) => Result): (...args: Args) => Result | undefined {
    return function entered(...args) {
      if (isTelling) return undefined;
      isTelling = true;
      try {
        return method(() => (isHeard() ? siteBelow(entered) : undefined), ...args);
      } catch {
        return undefined;
      } finally {
        isTelling = false;
      }
    };
  }

  function report(crossing: Crossing): void {
    const { boundary, verdict } = crossing;
    const known = counts.get(boundary) ?? { ok: 0, LOST: 0, STALE: 0, 'nothing to carry': 0 };
    counts.set(boundary, known);
    known[verdict]++;
    tell(crossing);
  }

  function arrived(crossing: Pick<Crossing, 'boundary' | 'end' | 'before' | 'site'>, after: SpanId | undefined, brought?: Brought): void {
    // Without a provider, no span that is made here hangs under what came.
    const isLost = brought && (crossing.before ? !registered().trace : isUnread(brought));
    const verdict = isLost ? 'LOST' : verdictOf(crossing.before, after);
    report({ ...crossing, verdict, after, why: WHY[verdict]?.(crossing.before, brought) });
    if (verdict === 'ok' && brought) checkAwait(brought.context, warn).catch(() => undefined);
  }

  /** Told when it is attached, or when it never will be: the first message has come, or the end. */
  function tellStart(started: Carrier | 'environment' | undefined, extracted?: Context): void {
    if (!started || isStartTold) return;
    isStartTold = true;
    const carrier = started === 'environment' ? { [TRACEPARENT]: nodeProcess?.env['TRACEPARENT'] ?? '' } : started;
    const brought = extracted && { context: extracted, carrier };
    arrived({ boundary: startUpOf(started), end: 'received', before: spanIn(carrier), site: undefined }, extracted && activeIn(extracted, true), brought);
  }
  nodeProcess?.once('exit', guarded(() => tellStart(shared.started)));

  return {
    counts,
    sent: guarded((site, to, carrier, span) => {
      const boundary = nameOf(to);
      if (boundary === undefined) return;
      const active = context.active();
      const before = spanOf(span ? trace.setSpan(active, span) : active);
      const after = before && carrier && spanIn(carrier);
      const verdict = verdictOf(before, after);
      report({ boundary, end: 'sent', verdict, before, after, site: before && site(), why: verdict === 'LOST' ? whyNotSent(carrier, span) : undefined });
    }),
    listens: guarded((site, port) => {
      if (port) heard.set(port, site());
    }),
    received: guarded((_, from, brought, event, isAttachedThere) => {
      tellStart(shared.started);
      const boundary = nameOf(from, event);
      const port = typeof from === 'object' && from ? from : undefined;
      // The process of a cluster's worker has delivered it already.
      if (boundary === undefined || (!brought && port && 'setupPrimary' in port)) return;
      const before = brought && ((brought.carrier && spanIn(brought.carrier)) ?? spanOf(brought.context));
      // What waited for a listener is delivered in no context, see `receive.ts`.
      const isOfStart = !brought && port && !(HYBRID_DISPATCH in port) && event === 'message' && isAttached(context.active());
      const after = isOfStart ? undefined : activeIn(brought?.context ?? context.active(), isAttachedThere);
      arrived({ boundary, end: 'received', before, site: port && heard.get(port) }, after, brought);
    }),
    started: guarded((_, started, extracted) => tellStart(started, extracted)),
    leaves: guarded((site, boundary, given) => {
      const before = spanOf(given);
      const from = before && site();
      return guarded((_, ran, isAttachedThere) => arrived({ boundary, end: 'run', before, site: from }, activeIn(ran, isAttachedThere)));
    }),
  };
}
