/**
 * The environment of a process that this one starts.
 * https://opentelemetry.io/docs/specs/otel/context/env-carriers/
 */
import { propagation, type Span } from './api.js';
import { registered } from './attach.js';
import { injectCarrier, PROPAGATOR_FAILED, TRACEPARENT, TRACESTATE } from './carrier.js';
import { environmentName } from './environment.js';
import { nodeProcess } from './platform.js';
import { shared } from './shared.js';
import { warnOnce } from './warn.js';

/** As `options.env` and `process.env`. */
export type Environment = Readonly<Record<string, unknown>>;

/** What a child's environment may hold of the context. */
export type Allowed = 'trace' | 'baggage';

/** Names under which the registered propagator reads: another process's, unless they are written anew. */
function names(): readonly string[] {
  if (!registered().propagation) return registered().context ? [TRACEPARENT, TRACESTATE].map(environmentName) : [];
  try {
    return propagation.fields().map(environmentName);
  } catch (error) {
    warnOnce(PROPAGATOR_FAILED, error);
    return [];
  }
}

const isWindows = (): boolean => nodeProcess?.platform === 'win32';

/** The environment block of Windows knows one spelling of a name. */
const spelled = (name: string): string => (isWindows() ? name.toUpperCase() : name);

/**
 * What is to be set in a child's environment, and with `undefined` what is to be taken out of it:
 * the active context, and what is left of the one that this process was started in.
 *
 * @param given What the application gives the child; a field that it wrote itself wins.
 * @param span A span that is open but not active, whose context travels instead of the active one.
 * @param boundary Its name, where nothing else crosses it.
 */
export function changesOf(given: Environment | undefined, allowed: Allowed, span: Span | undefined, boundary?: string): Record<string, string | undefined> {
  const inherited = nodeProcess?.env ?? {};
  const from = given ?? inherited;
  const present = new Map<string, string>();
  // The process's own environment is slow to go through; a name that has one spelling is looked up.
  if (given || isWindows()) for (const name in from) present.set(spelled(name), name);
  else for (const name of names()) if (name in inherited) present.set(name, name);
  const isWritten = (name: string): boolean => {
    const value = from[present.get(name) ?? ''];
    return given !== undefined && present.has(name) && (value === undefined || value !== inherited[name]);
  };
  const carrier = injectCarrier(span, undefined, allowed === 'trace');
  if (boundary) shared.observer?.sent(boundary, carrier, span);
  const written = Object.entries(carrier ?? {}).map(([field, value]) => [environmentName(field), value] as const);
  const changes: Record<string, string | undefined> = {};
  for (const name of names()) if (present.has(name)) changes[present.get(name) as string] = undefined;
  for (const [name, value] of written) changes[present.get(name) ?? name] = value;
  // What belongs to one trace is not mixed with what belongs to another.
  const isWhole = !Object.keys(changes).some((name) => name !== 'BAGGAGE' && isWritten(spelled(name)));
  return Object.fromEntries(Object.entries(changes).filter(([name]) => !isWritten(spelled(name)) && (isWhole || name === 'BAGGAGE')));
}

/** A copy of an environment with changes; inherited names count, as they do in Node. */
export function changed(from: Environment, changes: Environment): Environment {
  const copy = Object.create(null) as Record<string, unknown>;
  for (const name in from) copy[name] = from[name];
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) delete copy[name];
    else copy[name] = value;
  }
  return copy;
}
