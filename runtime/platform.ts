/** What the platform offers: Node's built-in modules where there are any, found without importing them. */
import type * as WorkerThreads from 'node:worker_threads';

export interface NodeProcess {
  readonly env: Record<string, string | undefined>;
  readonly pid: number;
  readonly ppid: number;
  readonly platform: string;
  listenerCount(event: string): number;
  kill(pid: number, signal: 0): boolean;
  /** There where the process is connected to its parent. */
  readonly send?: unknown;
  getBuiltinModule?(name: 'worker_threads'): typeof WorkerThreads;
  getBuiltinModule?(name: 'util'): typeof import('node:util');
  getBuiltinModule?(name: 'child_process'): typeof import('node:child_process');
  getBuiltinModule?(name: 'cluster'): Cluster;
  getBuiltinModule?(name: 'fs'): typeof import('node:fs');
  getBuiltinModule?(name: 'os'): typeof import('node:os');
  getBuiltinModule?(name: 'path'): typeof import('node:path');
  getBuiltinModule?(name: 'vm'): typeof import('node:vm');
}

type ClusterWorker = import('node:cluster').Worker;

interface Cluster {
  readonly isWorker: boolean;
  readonly Worker: new () => ClusterWorker;
}

/** Node's `process`; `undefined` elsewhere. */
export const nodeProcess = (globalThis as { process?: NodeProcess }).process;

/** `node:worker_threads`; `undefined` where there is none (browsers). */
export const workerThreads = nodeProcess?.getBuiltinModule?.('worker_threads');

/**
 * How a message port hands a message to its listeners, `(value, type, event?)`. Node looks it up on
 * the port for every message, so one place serves all listeners of all kinds, which stay as they
 * were added: removable, countable, listable. Node registers the symbol for this use across realms.
 * https://github.com/nodejs/node/blob/main/lib/internal/per_context/messageport.js
 */
export const HYBRID_DISPATCH = Symbol.for('nodejs.internal.kHybridDispatch');

/** Whether ports extract here. Bun and Deno deliver without asking the port, so what is sent through one must arrive as it is. */
export const portsExtract = !!workerThreads && HYBRID_DISPATCH in workerThreads.MessagePort.prototype;

/** Whether a process that was forked extracts here: Bun delivers to it without asking its `emit`. */
export const processesExtract = !('Bun' in globalThis);

/** `node:cluster`; loaded when it is first asked for. */
export const nodeCluster = (): Cluster | undefined => nodeProcess?.getBuiltinModule?.('cluster');

/**
 * The end of a channel that a value stands for, on which messages are delivered: itself, or the
 * process of a cluster's worker; `undefined` where it is none of Node's own. A module is loaded only
 * for a value that looks like one of its objects.
 */
export function portOf(value: unknown): object | undefined {
  if (!workerThreads || typeof value !== 'object' || !value) return undefined;
  if (value === nodeProcess || [workerThreads.Worker, workerThreads.MessagePort, workerThreads.BroadcastChannel].some((type) => value instanceof type)) return value;
  const { ChildProcess } = ('spawnfile' in value && nodeProcess?.getBuiltinModule?.('child_process')) || {};
  if (ChildProcess && value instanceof ChildProcess) return value;
  const cluster = ('isDead' in value || 'setupPrimary' in value) && nodeCluster();
  if (!cluster) return undefined;
  if ((value as unknown) === cluster) return cluster;
  return (value as object) instanceof cluster.Worker ? (value as ClusterWorker).process : undefined;
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
