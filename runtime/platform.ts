/** What the platform offers: Node's built-in modules where there are any, found without importing them. */
import type * as WorkerThreads from 'node:worker_threads';

interface NodeProcess {
  getBuiltinModule?(name: 'worker_threads'): typeof WorkerThreads;
  getBuiltinModule?(name: 'util'): typeof import('node:util');
}

/** Node's `process`; `undefined` elsewhere. */
export const nodeProcess = (globalThis as { process?: NodeProcess }).process;

/** `node:worker_threads`; `undefined` where there is none (browsers). */
export const workerThreads = nodeProcess?.getBuiltinModule?.('worker_threads');

/** Whether a value is one of Node's own ends of a channel. */
export function isPort(value: unknown): value is object {
  return (
    !!workerThreads &&
    (value === nodeProcess ||
      [workerThreads.Worker, workerThreads.MessagePort, workerThreads.BroadcastChannel].some((type) => value instanceof type))
  );
}

/** Whether a value is a Proxy: structured clone refuses one, and a copy of it would be let through. */
export const isProxy: (value: unknown) => boolean = nodeProcess?.getBuiltinModule?.('util')?.types.isProxy ?? (() => false);

/** Whether a value is an object as literals make them, of any realm: its copy is as good as itself. */
export function isPlain(value: object): boolean {
  return !isProxy(value) && hasPlainPrototype(value) && {}.toString.call(value) === '[object Object]';
}

/** Whether a value's prototype is that of a literal, of any realm, or none. */
export function hasPlainPrototype(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
