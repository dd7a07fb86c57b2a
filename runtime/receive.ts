/** The receiving end: every listener of a port runs in the message's context and sees the payload as it was sent. */
import { context, type Context } from '@opentelemetry/api';
import { CARRIER, ENVELOPE, extractCarrier, isCarrier } from './carrier.js';
import { nodeProcess, workerThreads } from './platform.js';
import { warnOnce } from './warn.js';

/** Contexts of the messages delivered since, in order; `undefined` for one that came without. */
export type Tap = (Context | undefined)[];

type Dispatch = (this: unknown, ...args: unknown[]) => unknown;

/**
 * How a message port hands a message to its listeners, `(value, type, event?)`. Node looks it up on
 * the port for every message, so one place serves all listeners of all kinds, which stay as they
 * were added: removable, countable, listable. Node registers the symbol for this use across realms.
 * https://github.com/nodejs/node/blob/main/lib/internal/per_context/messageport.js
 */
const HYBRID_DISPATCH = Symbol.for('nodejs.internal.kHybridDispatch');

/** Where a port remembers that it extracts, and who listens in. Shared by all copies of this module. */
const TAPS = Symbol.for('otel-baton.taps');

export interface Received {
  readonly payload: unknown;
  readonly context: Context;
}

/** Split what arrived into payload and context; `undefined` where no carrier came along. */
export function open(message: unknown): Received | undefined {
  if (message === null || typeof message !== 'object' || !Object.hasOwn(message, CARRIER)) return undefined;
  const { [CARRIER]: carrier, ...rest } = message as Record<string, unknown>;
  if (!isCarrier(carrier) || Array.isArray(message)) return undefined;
  return { payload: ENVELOPE in rest ? rest[ENVELOPE] : rest, context: extractCarrier(carrier) };
}

/** Whether a value is one of Node's own ends of a channel. */
export function isPort(value: unknown): value is object {
  return (
    !!workerThreads &&
    (value === nodeProcess ||
      [workerThreads.Worker, workerThreads.MessagePort, workerThreads.BroadcastChannel].some((type) => value instanceof type))
  );
}

/** Deliver through `dispatch`, in the message's context where it brings one. `at` is the place of the value among the arguments. */
function extracting(dispatch: Dispatch, at: 0 | 1, taps: Set<Tap>): Dispatch {
  return function (this: unknown, ...args) {
    const type = args[1 - at];
    if (type !== 'message' && type !== 'workerMessage') return dispatch.apply(this, args);
    const event = at ? undefined : (args[2] as { data: unknown } | undefined);
    const received = open(event ? event.data : args[at]);
    for (const tap of taps) tap.push(received?.context);
    if (!received) return dispatch.apply(this, args);
    if (event) Object.defineProperty(event, 'data', { value: received.payload, configurable: true, enumerable: true });
    else args[at] = received.payload;
    return context.with(received.context, dispatch, this, ...args);
  };
}

/** The taps of a port that extracts; `undefined` where it is none. */
export function tapsOf(target: unknown): Set<Tap> | undefined {
  return (target as { [TAPS]?: Set<Tap> } | undefined)?.[TAPS];
}

/**
 * Make a port extract the context of each message it delivers from now on. Called with the receiver
 * of `on('message')` and its like; a value that is no port passes untouched, so that a receiver that
 * could not be told at build time is decided here.
 *
 * @param rest Where the receiver cannot be an argument (`super.on(…)`), what to return instead of it.
 */
export function receive<T>(target: T): T;
export function receive<T>(target: unknown, rest: T): T;
export function receive(target: unknown, ...rest: unknown[]): unknown {
  if (isPort(target) && !tapsOf(target)) {
    const port = target as Record<PropertyKey, Dispatch>;
    const key = HYBRID_DISPATCH in port ? HYBRID_DISPATCH : 'emit';
    const taps = new Set<Tap>();
    try {
      Object.defineProperty(port, TAPS, { value: taps });
      const value = extracting(port[key] as Dispatch, key === 'emit' ? 1 : 0, taps);
      Object.defineProperty(port, key, { value, configurable: true, writable: true });
    } catch (error) {
      warnOnce('a port is frozen, so its messages arrive without their context.', error);
    }
  }
  return rest.length ? rest[0] : target;
}
