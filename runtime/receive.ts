/** The receiving end: every listener of a port runs in the message's context and sees the payload as it was sent. */
import { context, ROOT_CONTEXT, type Context } from './api.js';
import { isAttached, registered } from './attach.js';
import { CARRIER, extractCarrier, isCarrier, NO_SDK, PAYLOAD, type Carrier } from './carrier.js';
import { hasPlainPrototype, HYBRID_DISPATCH, portOf } from './platform.js';
import { shared } from './shared.js';
import { warnOnce } from './warn.js';

/** Is told the context of each message that a port delivers; `undefined` of one that came without. */
export type Tap = (context: Context | undefined) => void;

type Dispatch = (this: unknown, ...args: unknown[]) => unknown;

/** Where a port remembers that it extracts, and who listens in. Shared by all copies of this module. */
const TAPS = Symbol.for('otel-baton.taps');

export interface Received {
  readonly payload: unknown;
  readonly carrier: Carrier;
  readonly context: Context;
}

function withoutCarrier({ [CARRIER]: _, ...payload }: Record<string, unknown>): unknown {
  return payload;
}

/** Part what arrived into payload and context; `undefined` where no carrier came along. */
export function unpack(message: unknown): Received | undefined {
  try {
    // `in` first: it is the faster one, and most often the answer.
    if (typeof message !== 'object' || !message || !(CARRIER in message) || !Object.hasOwn(message, CARRIER) || !hasPlainPrototype(message)) return undefined;
    const sent = message as Record<string, unknown>;
    const isEnvelope = sent[CARRIER] === true;
    const carrier = isEnvelope ? sent : sent[CARRIER];
    // Only what a sender of ours makes is opened, or something of it would be lost.
    if (!isCarrier(carrier, isEnvelope)) return undefined;
    // An SDK that is started piece by piece is whole when messages come.
    if (!registered().trace) warnOnce(NO_SDK);
    return { payload: isEnvelope ? sent[PAYLOAD] : withoutCarrier(sent), carrier, context: extractCarrier(carrier) };
  } catch {
    // An event that the application dispatches may hold what throws when it is looked at.
    return undefined;
  }
}

/** The taps of a port that extracts; `undefined` where it is none. */
export function tapsOf(target: unknown): Set<Tap> | undefined {
  return (portOf(target) as { [TAPS]?: Set<Tap> } | undefined)?.[TAPS];
}

/**
 * Make a port extract the context of each message it delivers from now on. Called with the receiver
 * of `on('message')` and its like; a value that is no port passes untouched, so that a receiver that
 * could not be told at build time is decided here.
 *
 * @param instead Where the receiver cannot be an argument (`super.on(…)`), what to return for it.
 */
export function receive<T>(target: T): T;
export function receive<T>(target: unknown, instead: T): T;
export function receive(target: unknown, instead?: unknown): unknown {
  const taps = new Set<Tap>();
  const port = portOf(target) as Record<PropertyKey, Dispatch> | undefined;
  shared.observer?.listens(port);
  // Refused by a frozen port, which delivers as it did.
  if (port && !port[TAPS] && Reflect.defineProperty(port, TAPS, { value: taps })) {
    const key = HYBRID_DISPATCH in port ? HYBRID_DISPATCH : 'emit';
    const dispatch = port[key] as Dispatch;
    const received = (type: unknown, message: unknown): Received | undefined => {
      if (type !== 'message' && type !== 'workerMessage') return undefined;
      const parts = unpack(message);
      shared.observer?.received(port, parts, type);
      shared.started = undefined;
      if (taps.size) taps.forEach((tap) => tap(parts?.context));
      return parts;
    };
    // A cluster says first which of its workers the message is of.
    const at = 'setupPrimary' in port ? 2 : 1;
    const emit: Dispatch = function (this: unknown, ...args) {
      const parts = received(args[0], args[at]);
      if (parts) args[at] = parts.payload;
      // What waited for a listener is delivered from where that is added: in what started this process.
      const isOfStart = args[0] === 'message' && isAttached(context.active());
      const extracted = parts?.context ?? (isOfStart && ROOT_CONTEXT);
      // A closure, because for a `this` of ours the context manager would bind the function anew.
      return extracted ? context.with(extracted, () => dispatch.apply(this, args)) : dispatch.apply(this, args);
    };
    // By name, because an array of the arguments would be made for each message.
    const hybridDispatch: Dispatch = function (this: unknown, value, type, event) {
      const parts = received(type, event ? (event as { data: unknown }).data : value);
      if (!parts) return dispatch.call(this, value, type, event);
      if (event) Reflect.defineProperty(event, 'data', { value: parts.payload, configurable: true });
      return context.with(parts.context, () => dispatch.call(this, event ? value : parts.payload, type, event));
    };
    Reflect.defineProperty(port, key, { value: key === 'emit' ? emit : hybridDispatch, configurable: true, writable: true });
  }
  return instead ?? target;
}
