/** Start-up: the module of a worker, or of a forked process, runs in the context in which that was created. */
import { context, type Span } from './api.js';
import { asAttached, attach, hasOwnSpan, registered } from './attach.js';
import { CARRIER, extractCarrier, injectCarrier, isCarrier, type Carrier } from './carrier.js';
import { extractEnvironment, isForked } from './environment.js';
import { nodeProcess, workerThreads } from './platform.js';
import { receive } from './receive.js';
import { shared } from './shared.js';

type Constructor = new (...args: unknown[]) => unknown;

/** What the next worker finds as it starts. */
function keep(carrier?: Carrier): void {
  workerThreads?.setEnvironmentData(CARRIER, carrier as never);
}

/** Keep what is active for the worker that is created next. */
function keepActive(span: Span | undefined): void {
  const carrier = injectCarrier(span);
  shared.observer?.sent('worker_threads start-up', carrier, span);
  keep(carrier);
}

/**
 * Stand in for the class in `new Worker(…)`. The carrier travels as environment data, so `workerData`
 * stays what it is, and is gone when the constructor returns, so no other worker inherits it.
 */
export function start<T>(type: T, span?: Span): T {
  return function (...args: unknown[]) {
    keepActive(span);
    try {
      return receive(new (type as Constructor)(...args));
    } finally {
      keep();
    }
  } as T;
}

/**
 * As {@link start}, where `new Worker(…)` must stay as it is, because a bundler looks for it: called
 * with its last argument, when all others have been evaluated.
 *
 * @returns The argument.
 */
export function starting<T>(options?: T, span?: Span): T | undefined {
  keepActive(span);
  // The constructor may throw.
  queueMicrotask(() => keep());
  return options;
}

/** Called with the worker that {@link starting} was followed by; returns it. */
export function started<T>(worker: T): T {
  keep();
  return receive(worker);
}

/** What a worker was started with; gone once it is read, or the workers that this one creates would inherit it. */
function takeCarrier(): Carrier | undefined {
  const carrier: unknown = workerThreads?.parentPort && workerThreads.getEnvironmentData(CARRIER);
  if (!isCarrier(carrier)) return undefined;
  keep();
  return carrier;
}

/**
 * Attach what started this execution unit. Called at the top level of its module and again after
 * each statement there that may have started the SDK, because nothing can be attached before.
 *
 * @param fromEnvironment Also in a program that nobody forked: what its environment holds is attached.
 */
export function attachStarted(fromEnvironment?: boolean): void {
  isForked();
  const parentPort = workerThreads?.parentPort;
  const carrier = takeCarrier();
  // Who listens already has started; this is a module loaded later.
  if (carrier && !parentPort?.listenerCount('message')) shared.started = carrier;
  if (parentPort) receive(parentPort);
  else if (workerThreads?.isMainThread && nodeProcess?.send) receive(nodeProcess);
  if (fromEnvironment && workerThreads?.isMainThread && !shared.isMain) {
    shared.isMain = true;
    shared.started = 'environment';
  }
  const { started } = shared;
  if (!started || !registered().context || hasOwnSpan(context.active())) return;
  const extracted = asAttached(started === 'environment' ? extractEnvironment() : extractCarrier(started));
  shared.observer?.started(started, extracted);
  attach(extracted);
  // What a propagator that is registered later can read of it, a later call attaches instead.
  if (registered().propagation) shared.started = undefined;
}

// Where the SDK is already there (`--import`), before the modules that the started module imports.
attachStarted();
