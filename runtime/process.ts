/** Processes: what is sent through their channels, and what they are started with. */
import type { Span } from './api.js';
import { changed, changesOf, type Allowed, type Environment } from './child-environment.js';
import { isForked, PARENT } from './environment.js';
import { envelope } from './envelope.js';
import { nodeCluster, nodeProcess } from './platform.js';
import { receive } from './receive.js';
import { shared } from './shared.js';
import { withSidecar } from './sidecar.js';

/** Whether a process that was forked extracts here: Bun delivers to it without asking its `emit`. */
const processesExtract = !('Bun' in globalThis);

/** Whether Node takes a payload and delivers it as a message: it refuses some, and keeps its own to itself. */
function isMessage(payload: unknown): boolean {
  if (typeof payload !== 'object' || !payload) return payload === null || ['string', 'number', 'boolean'].includes(typeof payload);
  // https://nodejs.org/api/child_process.html#subprocesssendmessage-sendhandle-options-callback
  const cmd = look(() => Object.getOwnPropertyDescriptor(payload, 'cmd') ?? {});
  return !!cmd && !cmd.get && !(typeof cmd.value === 'string' && cmd.value.startsWith('NODE_'));
}

/** Look at a payload without calling anything of it; one that refuses is left to Node. */
function look<T>(at: () => T): T | undefined {
  try {
    return at();
  } catch {
    return undefined;
  }
}

/**
 * As `enclose`, for `send`. Called where the child is known to be compiled.
 *
 * @param boundary Where it is none between a process and its child: its name, or the port.
 */
export function encloseToChild<T>(payload: T, span?: Span, boundary: unknown = 'child process message'): T {
  return processesExtract && isMessage(payload) ? envelope(payload, span, boundary) : payload;
}

/** Whether a handle is on its way to a process, or to that of a cluster's worker. */
function isAwaited(target: unknown): boolean {
  const { process = target } = (target ?? {}) as { process?: unknown };
  return !!(process as { _handleQueue?: unknown } | undefined)?._handleQueue;
}

/**
 * As `inject`, for `send`, where the other side is not known to be compiled.
 *
 * @param target The receiver of `send`. While a handle is on its way to it, what is sent waits by
 * reference and may still change, so that no copy can be sent.
 */
export function injectToProcess<T>(payload: T, span?: Span, target?: unknown): T {
  const isObject = processesExtract && typeof payload === 'object' && payload && isMessage(payload) && look(() => 'toJSON' in payload) === false;
  if (isObject && !isAwaited(target)) return withSidecar(payload, span, target);
  shared.observer?.sent(target, undefined, span);
  return payload;
}

/** For `process.send`: whoever forked this process has said whether it extracts. */
export function injectToParent<T>(payload: T, span?: Span): T {
  return isForked() ? encloseToChild(payload, span, nodeProcess) : injectToProcess(payload, span, nodeProcess);
}

/** For `worker.send` of a cluster, which leads to a child in the primary and to the primary in a child. */
export function injectToPeer<T>(payload: T, span?: Span): T {
  return nodeCluster()?.isWorker ? injectToParent(payload, span) : encloseToChild(payload, span, 'cluster message');
}

type Call = (this: unknown, ...args: unknown[]) => unknown;
type Options = Readonly<Record<string, unknown>>;

/**
 * What a function that starts a process takes: `spawn` `(file, args?, options?)`, `file` `(file,
 * args?, options?, callback?)`, `command` `(command, options?, callback?)`, `fork` `(module, args?,
 * options?)`, `cluster` `(env?)`. Only `spawn` refuses `null` for options.
 */
type Signature = 'spawn' | 'file' | 'command' | 'fork' | 'cluster';

const CUSTOM = Symbol.for('nodejs.util.promisify.custom');

/** Tell a process that is forked that this one extracts. */
const aware = (): Environment => ({ [PARENT]: String(nodeProcess?.pid) });

/** Node's own defaults: an object in place of the list is the options; a function ends them. */
function withOptions(args: readonly unknown[], signature: Signature, change: (options: Options) => Options | undefined): readonly unknown[] {
  const [, second] = args;
  const takesList = signature !== 'command' && (Array.isArray(second) || second === null || (second === undefined && args.length > 2));
  const at = takesList ? 2 : 1;
  const given = args[at];
  const isGiven = typeof given === 'object' && given !== null && !Array.isArray(given);
  const isAbsent = given === undefined || typeof given === 'function' || (given === null && signature !== 'spawn');
  if (args.length < at || !(isGiven || isAbsent)) return args;
  const options = change(isGiven ? (given as Options) : {});
  return options ? [...args.slice(0, at), options, ...args.slice(typeof given === 'function' ? at : at + 1)] : args;
}

/** The arguments with an environment that carries the active context; the same ones where nothing changes. */
function withContext(args: readonly unknown[], signature: Signature, allowed: Allowed, span: Span | undefined): readonly unknown[] {
  if (signature === 'cluster') {
    const [given] = args;
    if (given != null && typeof given !== 'object') return args;
    // Node lays it over this process's environment.
    const from = { ...nodeProcess?.env, ...(given as Environment | undefined) };
    return [{ ...(given as Environment | undefined), ...changesOf(from, allowed, span, 'cluster start-up'), ...aware() }, ...args.slice(1)];
  }
  return withOptions(args, signature, (options) => {
    // Node takes no notice of what the options inherit.
    const given = Object.hasOwn(options, 'env') ? options['env'] : undefined;
    if (given && typeof given !== 'object') return undefined;
    const changes = { ...changesOf((given || undefined) as Environment | undefined, allowed, span, 'child process start-up'), ...(signature === 'fork' && aware()) };
    if (!Object.keys(changes).length) return undefined;
    return { ...options, env: changed((given || nodeProcess?.env) as Environment, changes) };
  });
}

/**
 * Stand in for a function of `node:child_process`, or for `cluster.fork`: the process it starts finds
 * the active context in its environment. The arguments are never changed, their copies are; where
 * there is nothing to say, they are handed on as they are.
 *
 * @param callee The function, or the object that has it as `key`.
 */
export function startProcess(signature: Signature, callee: unknown, key?: PropertyKey, span?: Span, allowed: Allowed = 'trace'): Call {
  const called = (key === undefined ? callee : (callee as Record<PropertyKey, unknown>)[key]) as Call & { [CUSTOM]?: Call };
  // Node says what is wrong with it.
  if (typeof called !== 'function') return called;
  const standIn = (each: Call): Call =>
    function (this: unknown, ...args) {
      const started = each.apply(key === undefined ? this : callee, withContext(args, signature, allowed, span) as unknown[]);
      return signature === 'fork' || signature === 'cluster' ? receive(started) : started;
    };
  const promisified = called[CUSTOM];
  return promisified ? Object.assign(standIn(called), { [CUSTOM]: standIn(promisified) }) : standIn(called);
}

/**
 * Give the options of `new Worker(file, options)` an environment that carries the active context, if
 * they have one: the default is this process's own, and `SHARE_ENV` is nobody's to change.
 */
export function withEnvironment<T>(options: T, span?: Span, allowed: Allowed = 'trace'): T {
  const env: unknown = (options as { env?: unknown } | undefined)?.env;
  if (typeof env !== 'object' || !env) return options;
  const changes = changesOf(env as Environment, allowed, span);
  if (!Object.keys(changes).length) return options;
  return Object.create(options as object, { env: { value: changed(env as Environment, changes), enumerable: true } }) as T;
}
