/** The sending end, where the other side may not be compiled: a plain object carries the context as one more property. */
import type { Span } from './api.js';
import { CARRIER, injectCarrier, type Carrier } from './carrier.js';
import { isPlain, isProxy } from './plain.js';
import { portsExtract } from './platform.js';
import { shared } from './shared.js';

/**
 * Whether `root` may be reached from its values: structured clone keeps identities, so of an object
 * that holds itself no copy can be sent. A getter or a Proxy below, or very many nodes, cannot be told.
 */
function mayHoldItself(root: object, values: unknown[]): boolean {
  const seen = new Set<object>();
  const add = (value: unknown, key?: unknown): void => {
    if (typeof value === 'object' && value) seen.add(value);
    if (typeof key === 'object' && key) seen.add(key);
  };
  for (const value of values) add(value);
  for (const value of seen) {
    if (value === root || seen.size > 99_999 || isProxy(value)) return true;
    if (ArrayBuffer.isView(value)) continue;
    // As structured clone does: not by the iterator, which may be the application's own.
    for (const { prototype } of [Map, Set]) {
      if (!prototype.isPrototypeOf(value)) continue;
      try {
        prototype.forEach.call(value as never, add);
      } catch {
        // It only has the prototype.
      }
    }
    if (Array.isArray(value)) Object.values(value).forEach((element) => add(element));
    else {
      for (const property of Object.values(Object.getOwnPropertyDescriptors(value))) {
        if (property.get) return true;
        add(property.value);
      }
    }
  }
  return false;
}

/** A copy with the carrier; `undefined` of what cannot be copied. */
function extended(payload: object, carrier: Carrier): object | undefined {
  if (!isPlain(payload) || CARRIER in payload) return undefined;
  const copy = { ...payload, [CARRIER]: carrier };
  const values = Object.values(copy);
  // The carrier is ours.
  values.pop();
  return mayHoldItself(payload, values) ? undefined : copy;
}

/**
 * Give a plain object the carrier as its last property, in a copy; anything but a plain object passes untouched.
 *
 * @param span A span that is open but not active, whose context travels instead of the active one.
 * @param target Where it cannot be told at build time: the receiver, which must be a port.
 * @param boundary Where there is no target, its name; without it, a message between threads.
 * @returns The payload itself where there is nothing to carry.
 */
export function withSidecar<T>(payload: T, span?: Span, target?: unknown, boundary?: string): T {
  const carrier = typeof payload === 'object' && payload !== null ? injectCarrier(span, target) : undefined;
  const sent = carrier && extended(payload as object, carrier);
  shared.observer?.sent(target ?? boundary, sent && carrier, span);
  return (sent as T | undefined) ?? payload;
}

/**
 * As {@link withSidecar}, for what is sent through a port. Called with a payload whose other side is
 * not known to be compiled, or that only the runtime can tell to be sent through a port.
 *
 * @returns The payload itself also where the platform's ports cannot extract.
 */
export function inject<T>(payload: T, span?: Span, target?: unknown): T {
  return portsExtract ? withSidecar(payload, span, target) : payload;
}

/** As {@link inject}, for an object literal, which nobody else holds: it takes the carrier in place. */
export function injectFresh<T extends object>(payload: T, span?: Span, target?: unknown): T {
  const carrier = portsExtract && !(CARRIER in payload) ? injectCarrier(span, target) : undefined;
  if (carrier) (payload as Record<string, unknown>)[CARRIER] = carrier;
  shared.observer?.sent(target, carrier, span);
  return payload;
}
