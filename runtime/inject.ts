/** The sending end: a payload that carries the context. */
import type { Span } from './api.js';
import { CARRIER, injectCarrier } from './carrier.js';
import { isProxy } from './platform.js';

function isPlain(value: object): boolean {
  if (isProxy(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // Also the Object.prototype of another realm.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * Whether `root` can be reached from `value`, or that is too large to tell: structured clone keeps
 * identities, so of an object that holds itself no copy can be sent. Getters are not called.
 */
function reaches(root: object, value: unknown, seen: Set<unknown>): boolean {
  if (value === root) return true;
  if (value === null || typeof value !== 'object' || ArrayBuffer.isView(value) || seen.has(value)) return false;
  if (seen.add(value).size > 99_999 || isProxy(value)) return true;
  const isCollection = Array.isArray(value) || value instanceof Map || value instanceof Set;
  const children = isCollection ? [...value] : Object.values(Object.getOwnPropertyDescriptors(value)).map((property): unknown => property.value);
  return children.some((child) => reaches(root, child, seen));
}

/**
 * Give a plain object the carrier as its last property, in a copy. Called with the payload of a
 * boundary whose other side is not known to be compiled; anything but a plain object passes untouched.
 *
 * @param span A span that is open but not active, whose context travels instead of the active one.
 * @param target Where it cannot be told at build time: the receiver, which must be a port.
 * @returns The payload itself where there is nothing to carry.
 */
export function inject<T>(payload: T, span?: Span, target?: unknown): T {
  if (payload === null || typeof payload !== 'object' || !isPlain(payload) || CARRIER in payload) return payload;
  const carrier = injectCarrier(span, target);
  if (!carrier) return payload;
  const copy = { ...payload, [CARRIER]: carrier };
  const seen = new Set();
  return Object.values(copy).some((value) => reaches(payload, value, seen)) ? payload : copy;
}

/** As {@link inject}, for an object literal, which nobody else holds: it takes the carrier in place. */
export function injectFresh<T extends object>(payload: T, span?: Span, target?: unknown): T {
  const carrier = injectCarrier(span, target);
  if (carrier && !(CARRIER in payload)) (payload as Record<string, unknown>)[CARRIER] = carrier;
  return payload;
}

/**
 * Put any payload into an envelope beside the carrier. Called where the other side is known to be
 * compiled. Inverse: {@link receive}.
 *
 * @returns The payload itself where there is nothing to carry.
 */
export function enclose<T>(payload: T, span?: Span): T {
  const carrier = injectCarrier(span);
  return carrier ? ({ [CARRIER]: [carrier, payload] } as T) : payload;
}
