/** Start-up: a worker's module runs in the context in which the worker was created. */
import { context, type Span } from './api.js';
import { attach, hasOwnSpan, registered } from './attach.js';
import { CARRIER, extractCarrier, injectCarrier, isCarrier, type Carrier } from './carrier.js';
import { workerThreads } from './platform.js';
import { receive } from './receive.js';
import { shared } from './shared.js';

type Constructor = new (...args: unknown[]) => unknown;

/** What the next worker finds as it starts. */
function keep(carrier?: Carrier): void {
  workerThreads?.setEnvironmentData(CARRIER, carrier as never);
}

/**
 * Stand in for the class in `new Worker(…)`. The carrier travels as environment data, so `workerData`
 * stays what it is, and is gone when the constructor returns, so no other worker inherits it.
 */
export function start<T>(type: T, span?: Span): T {
  return function (...args: unknown[]) {
    keep(injectCarrier(span));
    try {
      return receive(new (type as Constructor)(...args));
    } finally {
      keep();
    }
  } as T;
}

/**
 * Attach what {@link start} sent. Called at the top level of a worker's module and again after each
 * statement there that may have started the SDK, because nothing can be attached before.
 */
export function attachStarted(): void {
  const port = workerThreads?.parentPort;
  if (!port) return;
  receive(port);
  const carrier: unknown = workerThreads?.getEnvironmentData(CARRIER);
  if (isCarrier(carrier)) {
    // Or the workers that this one creates would inherit it.
    keep();
    // Who listens already has started; this is a module loaded later.
    if (!port.listenerCount('message')) shared.started = carrier;
  }
  if (!shared.started || !registered().context || hasOwnSpan(context.active())) return;
  attach(extractCarrier(shared.started));
  // What a propagator that is registered later can read of it, a later call attaches instead.
  if (registered().propagation) shared.started = undefined;
}

// Where the SDK is already there (`--import`), before the modules that the worker's module imports.
attachStarted();
