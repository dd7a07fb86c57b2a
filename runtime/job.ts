/**
 * Jobs of a durable queue. They carry the context in the field that BullMQ keeps for it, as its own
 * telemetry writes it: `opts.telemetry.metadata`, the propagator's fields as JSON.
 * https://docs.bullmq.io/guide/telemetry
 */
import { context, ROOT_CONTEXT, trace, type Context, type Span } from './api.js';
import { extractCarrier, injectCarrier, isCarrier } from './carrier.js';
import type { Allowed } from './child-environment.js';
import { isPlain } from './plain.js';
import { shared } from './shared.js';

interface JobOptions {
  readonly telemetry?: { readonly metadata?: unknown; readonly omitContext?: unknown } | null;
  readonly repeat?: unknown;
}

/** A `Queue` or a `FlowProducer`. */
interface Sender {
  readonly opts?: { readonly telemetry?: unknown };
}

interface Job {
  readonly opts?: JobOptions;
  readonly children?: unknown;
}

type Method = (this: unknown, ...args: unknown[]) => unknown;

const BOUNDARY = 'BullMQ job';

/** Longer than what is ever written; whoever can write to the queue's store can write anything. */
const LONGEST = 99_999;

/** A copy with the metadata; the options themselves where they say what to carry, or are no plain object. */
function withMetadata(options: JobOptions | null | undefined, metadata: string): JobOptions | null | undefined {
  if (options != null && (typeof options !== 'object' || !isPlain(options))) return options;
  const telemetry = options?.telemetry;
  // Whoever adds a job that repeats is not the parent of what it will be.
  if (options?.repeat || telemetry?.omitContext || telemetry?.metadata !== undefined) return options;
  return { ...options, telemetry: { ...telemetry, metadata } };
}

/** The carrier as metadata; `undefined` where there is nothing to carry. */
function metadataOf(span: Span | undefined, allowed: Allowed): string | undefined {
  const carrier = injectCarrier(span, undefined, allowed === 'trace');
  shared.observer?.sent(BOUNDARY, carrier, span);
  return carrier && JSON.stringify(carrier);
}

/**
 * Give the options of a job, the last argument of `queue.add`, the active context. A queue with
 * telemetry puts the context of a span of its own in its place.
 *
 * @param span A span that is open but not active, whose context travels instead of the active one.
 * @returns The options themselves where there is nothing to carry.
 */
export function jobOptions<T>(options: T, span?: Span, allowed: Allowed = 'trace'): T {
  try {
    const metadata = metadataOf(span, allowed);
    return metadata === undefined ? options : (withMetadata(options as JobOptions, metadata) as T);
  } catch {
    // What throws when it is looked at is the queue's to refuse.
    return options;
  }
}

/**
 * Give each of the jobs of `addBulk`, or each of a flow's, children included, the active context.
 *
 * @param sender The queue or flow producer, where it can be told: one with telemetry carries the context of a span of its own.
 * @returns The jobs themselves where there is nothing to carry.
 */
export function jobs<T>(given: T, span?: Span, sender?: unknown, allowed: Allowed = 'trace'): T {
  try {
    const metadata = metadataOf(span, allowed);
    if (metadata === undefined) return given;
    // It puts that into options that are there, and in no others.
    const ofJob = (sender as Sender | undefined)?.opts?.telemetry
      ? (options: JobOptions | undefined) => options ?? {}
      : (options: JobOptions | undefined) => withMetadata(options, metadata);
    const of = (each: unknown): unknown => {
      if (Array.isArray(each)) return each.map(of);
      if (typeof each !== 'object' || !each || !isPlain(each)) return each;
      const copy = { ...each } as { opts?: unknown; children?: unknown };
      const { opts, children } = copy as Job;
      const changed = ofJob(opts);
      if (changed !== opts) copy.opts = changed;
      if (children) copy.children = of(children);
      return copy;
    };
    return of(given) as T;
  } catch {
    return given;
  }
}

/**
 * Stand in for a method that adds jobs, where its arguments cannot be written around.
 *
 * @param as What its arguments tell: the `options` of one job, the third, or `jobs`, the first.
 */
export function sender(as: 'options' | 'jobs', object: unknown, key: PropertyKey, span?: Span, allowed?: Allowed): Method {
  const method = (object as Record<PropertyKey, Method>)[key];
  if (typeof method !== 'function') return method as never;
  return (...args) => {
    if (as === 'options') args[2] = jobOptions(args[2], span, allowed);
    else args[0] = jobs(args[0], span, object, allowed);
    return method.apply(object, args);
  };
}

/** The context that a job brought; `undefined` where it brought none, or what it brought is none. */
function contextOf(job: unknown): Context | undefined {
  try {
    const metadata = (job as Job | undefined)?.opts?.telemetry?.metadata;
    if (typeof metadata !== 'string' || metadata.length > LONGEST) return undefined;
    const carrier: unknown = JSON.parse(metadata);
    const extracted = isCarrier(carrier) ? extractCarrier(carrier) : ROOT_CONTEXT;
    return extracted === ROOT_CONTEXT ? undefined : extracted;
  } catch {
    return undefined;
  }
}

/**
 * Make a processor run in the context of each job. A worker's loop runs in the context in which the
 * worker was made, so that span is nobody's parent; one that was started for the job, by the worker's
 * own telemetry or by an instrumentation, stays active.
 *
 * @param processor What a worker is given; a file's name, or nothing, passes untouched.
 * @param relation `link`: the processor keeps its context, whose span gets a link to the job's.
 */
export function receiveJob<T>(processor: T, relation?: 'link'): T {
  if (typeof processor !== 'function') return processor;
  const madeIn = trace.getSpanContext(context.active())?.spanId;
  const received = {
    process(this: unknown, ...args: unknown[]): unknown {
      const run = (): unknown => Reflect.apply(processor, this, args);
      const extracted = contextOf(args[0]);
      const sent = extracted && trace.getSpanContext(extracted);
      const span = trace.getActiveSpan();
      const own = span?.spanContext();
      if (!extracted) {
        if (own?.spanId === madeIn) shared.observer?.received(BOUNDARY, undefined);
        return run();
      }
      const isNear = !own || own.spanId === madeIn ? undefined : own.traceId === sent?.traceId;
      if (relation === 'link') {
        if (isNear === false && sent) span?.addLink({ context: sent });
        return run();
      }
      if (isNear || (isNear === false && span?.isRecording())) return run();
      shared.observer?.received(BOUNDARY, { context: extracted });
      return context.with(extracted, run);
    },
  }.process;
  // A worker looks at how many parameters it has.
  for (const key of ['length', 'name']) Object.defineProperty(received, key, { value: (processor as never)[key], configurable: true });
  return received as T;
}
