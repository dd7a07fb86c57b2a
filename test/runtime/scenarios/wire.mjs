/** What travels, made by hand: the one place that says how it looks. `payloads.mjs` checks that it is what our sender makes. */
import { CARRIER } from 'otel-baton/runtime';

/** The carrier as the last property of a plain object. */
export const sidecar = (payload, carrier) => ({ ...payload, [CARRIER]: carrier });

/** The fields of the carrier beside any payload, which has the empty key that a `toJSON` of its own is given without us. */
export const envelope = (payload, carrier) => ({ '': payload, [CARRIER]: true, ...carrier });
