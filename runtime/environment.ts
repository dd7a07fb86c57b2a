/**
 * The environment as a carrier.
 * https://opentelemetry.io/docs/specs/otel/context/env-carriers/
 */
import { ROOT_CONTEXT, type Context, type TextMapGetter } from './api.js';
import { registered } from './attach.js';
import { extractCarrier, TRACEPARENT, type Carrier } from './carrier.js';
import { nodeProcess } from './platform.js';

/** The name of a propagator's field in the environment. */
export function environmentName(field: string): string {
  return (field || '_').toUpperCase().replace(/[^A-Z\d_]/g, '_').replace(/^\d/, '_$&');
}

/** Longer values are no propagator's. */
const GETTER: TextMapGetter<Carrier> = {
  get(_, field) {
    const value = nodeProcess?.env[environmentName(field)];
    return value && value.length < 9999 ? value : undefined;
  },
  keys: () => Object.keys(nodeProcess?.env ?? {}),
};

/** Read the context that this process was started in. */
export function extractEnvironment(): Context {
  return registered().propagation || GETTER.get({}, TRACEPARENT) ? extractCarrier({}, GETTER) : ROOT_CONTEXT;
}
