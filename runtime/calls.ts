/** Calls of functions in another thread or process, which a library makes messages of: the carrier is one argument more. */
import type { Span } from './api.js';
import { CARRIER, injectCarrier } from './carrier.js';
import { shared } from './shared.js';

type Call = (this: unknown, ...args: unknown[]) => unknown;
type Calls = Record<string, unknown>;

/**
 * Give a list of arguments the carrier as its last one, in a copy. Called where the function that is
 * called is known to be compiled, which takes it off again (`receiveTask`).
 *
 * @returns The list itself where there is nothing to carry, or where it is none.
 */
export function withCarrier<T>(list: T, span?: Span): T {
  if ((list ?? undefined) !== undefined && !Array.isArray(list)) return list;
  const carrier = injectCarrier(span);
  shared.observer?.sent('worker pool call', carrier, span);
  return carrier ? ([...((list ?? []) as unknown[]), { [CARRIER]: carrier }] as T) : list;
}

const carrying = (call: Call): Call => function (this: unknown, ...args) {
  return call.apply(this, withCarrier(args));
};

/** Make the functions that an object has of its own carry the context in which they are called: those that a library has made for the functions of a worker file. */
export function carryCalls<T>(proxy: T): T {
  if (typeof proxy === 'function') return new Proxy(proxy, { apply: (target, self, args: unknown[]) => Reflect.apply(target, self, withCarrier(args)) as unknown });
  if (typeof proxy !== 'object' || !proxy) return proxy;
  const calls = proxy as Calls;
  for (const [name, call] of Object.entries(calls)) if (typeof call === 'function' && !name.startsWith('_')) calls[name] = carrying(call as Call);
  return proxy;
}

/** As {@link carryCalls}, for what a promise brings. */
export function carryPromised<T>(promise: T): T {
  const then = (promise as Partial<PromiseLike<unknown>> | undefined)?.then;
  return typeof then === 'function' ? (then.call(promise, carryCalls) as T) : promise;
}

/** Stand in for a pool whose `proxy()` is called: the functions that brings call `exec` of the pool. https://github.com/josdejong/workerpool#api */
export function carryPool<T extends object>(pool: T): T {
  const exec = (pool as { exec?: Call } | undefined)?.exec;
  if (typeof exec !== 'function') return pool;
  const value = (method: unknown, list: unknown, ...rest: unknown[]): unknown => exec.call(pool, method, method === 'methods' ? list : withCarrier(list), ...rest);
  return Object.create(pool, { exec: { value } }) as T;
}

/** Make an endpoint that a library posts its own messages to give each of them the carrier. https://github.com/GoogleChromeLabs/comlink#node */
export function carryMessages<T extends { postMessage(message: unknown, ...rest: unknown[]): unknown }>(endpoint: T): T {
  const { postMessage } = endpoint;
  endpoint.postMessage = function (this: unknown, message, ...rest) {
    const carrier = typeof message === 'object' && message ? injectCarrier() : undefined;
    shared.observer?.sent('comlink message', carrier);
    return postMessage.call(this, carrier ? { ...(message as object), [CARRIER]: carrier } : message, ...rest);
  };
  return endpoint;
}
