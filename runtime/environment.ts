/**
 * The environment as a carrier.
 * https://opentelemetry.io/docs/specs/otel/context/env-carriers/
 */
import { ROOT_CONTEXT, type Context, type TextMapGetter } from './api.js';
import { registered } from './attach.js';
import { extractCarrier, TRACEPARENT, type Carrier } from './carrier.js';
import { nodeCluster, nodeProcess, workerThreads } from './platform.js';
import { shared } from './shared.js';

/**
 * The variable by which a process that extracts tells the one that it forks so: its own number, so
 * that nobody else takes it for meant when it is inherited.
 */
export const PARENT = 'OTEL_BATON_PARENT';

/** A variable of this process's own, not of a polluted prototype. */
function variable(name: string): string | undefined {
  const { env = {} } = nodeProcess ?? {};
  return Object.hasOwn(env, name) ? env[name] : undefined;
}

/** Whether a process of this number is there. */
function exists(pid: number): boolean {
  try {
    return !!nodeProcess?.kill(pid, 0);
  } catch (error) {
    return (error as { code?: unknown }).code !== 'ESRCH';
  }
}

/**
 * Whether a process that extracts forked this one and is still there. The variable is read once and
 * taken out, or what this process starts would inherit it.
 */
export function isForked(): boolean {
  return (shared.isForked ??= takeParent());
}

function takeParent(): boolean {
  const parent = workerThreads?.isMainThread && variable(PARENT);
  if (!nodeProcess || !parent) return false;
  delete nodeProcess.env[PARENT];
  const isThere = parent === String(nodeProcess.ppid);
  // Who listens already has started; this is a module loaded later. In a cluster's worker, Node itself listens.
  const heard = nodeProcess.listenerCount('message');
  const isStarting = !heard || (heard === 1 && nodeCluster()?.isWorker === true);
  // A creator that is gone created it all the same.
  if (isThere ? isStarting : !exists(Number(parent))) shared.started = 'environment';
  return isThere;
}

/** The name of a propagator's field in the environment. */
export function environmentName(field: string): string {
  return (field || '_').replace(/[^A-Za-z\d_]/g, '_').toUpperCase().replace(/^\d/, '_$&');
}

/** Longer values are no propagator's. */
const GETTER: TextMapGetter<Carrier> = {
  get(_, field) {
    const value = variable(environmentName(field));
    return value && value.length < 9999 ? value : undefined;
  },
  keys: () => Object.keys(nodeProcess?.env ?? {}),
};

/** Read the context that this process was started in. */
export function extractEnvironment(): Context {
  return registered().propagation || GETTER.get({}, TRACEPARENT) ? extractCarrier({}, GETTER) : ROOT_CONTEXT;
}
