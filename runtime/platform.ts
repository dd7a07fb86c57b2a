/** What the platform offers: Node's built-in modules where there are any, found without importing them. */
import type * as WorkerThreads from 'node:worker_threads';

export interface NodeProcess {
  readonly argv: readonly string[];
  readonly env: Record<string, string | undefined>;
  readonly pid: number;
  readonly ppid: number;
  readonly platform: string;
  cwd(): string;
  emitWarning(warning: string): void;
  listenerCount(event: string): number;
  once(event: 'exit', listener: () => void): unknown;
  kill(pid: number, signal: 0): boolean;
  /** There where the process is connected to its parent. */
  readonly send?: unknown;
  getBuiltinModule?<Name extends keyof Modules>(name: Name): Modules[Name];
}

type ClusterWorker = import('node:cluster').Worker;

interface Cluster {
  readonly isWorker: boolean;
  /** There in the primary. */
  readonly workers?: Readonly<Record<string, ClusterWorker | undefined>>;
  readonly Worker: new () => ClusterWorker;
}

interface Modules {
  readonly child_process: typeof import('node:child_process');
  readonly cluster: Cluster;
  readonly diagnostics_channel: typeof import('node:diagnostics_channel');
  readonly fs: typeof import('node:fs');
  readonly module: typeof import('node:module');
  readonly os: typeof import('node:os');
  readonly path: typeof import('node:path');
  readonly url: typeof import('node:url');
  readonly util: typeof import('node:util');
  readonly vm: typeof import('node:vm');
  readonly worker_threads: typeof WorkerThreads;
}

/** Node's `process`; `undefined` elsewhere. */
export const nodeProcess = (globalThis as { process?: NodeProcess }).process;

/** A built-in module of Node; `undefined` elsewhere. */
export const builtin = <Name extends keyof Modules>(name: Name): Modules[Name] | undefined => nodeProcess?.getBuiltinModule?.(name);

/** `node:worker_threads`; `undefined` where there is none (browsers). */
export const workerThreads = builtin('worker_threads');

/**
 * How a message port hands a message to its listeners, `(value, type, event?)`. Node looks it up on
 * the port for every message, so one place serves all listeners of all kinds, which stay as they
 * were added: removable, countable, listable. Node registers the symbol for this use across realms.
 * https://github.com/nodejs/node/blob/main/lib/internal/per_context/messageport.js
 */
export const HYBRID_DISPATCH = Symbol.for('nodejs.internal.kHybridDispatch');

/** Whether ports extract here. Bun and Deno deliver without asking the port, so what is sent through one must arrive as it is. */
export const portsExtract = !!workerThreads && HYBRID_DISPATCH in workerThreads.MessagePort.prototype;

/** `node:cluster`; loaded when it is first asked for. */
export const nodeCluster = (): Cluster | undefined => builtin('cluster');

/**
 * The end of a channel that a value stands for, on which messages are delivered: itself, or the
 * process of a cluster's worker; `undefined` where it is none of Node's own. A module is loaded only
 * for a value that looks like one of its objects.
 */
export function portOf(value: unknown): object | undefined {
  if (!workerThreads || typeof value !== 'object' || !value) return undefined;
  const ChildProcess = 'spawnfile' in value && builtin('child_process')?.ChildProcess;
  if (value === nodeProcess || [workerThreads.Worker, workerThreads.MessagePort, workerThreads.BroadcastChannel, ChildProcess].some((type) => type && value instanceof type)) return value;
  const cluster = ('isDead' in value || 'setupPrimary' in value) && nodeCluster();
  if (!cluster || (value as unknown) === cluster) return cluster || undefined;
  return (value as object) instanceof cluster.Worker ? (value as ClusterWorker).process : undefined;
}

/** Whether a value's prototype is that of a literal, of any realm, or none. */
export function hasPlainPrototype(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
