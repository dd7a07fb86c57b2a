/** The applications that are timed, each in processes of its own: their threads share no compiled code. */

export const BARE = 'bare: no OpenTelemetry at all';
export const HAND = 'by hand, in a span';

/**
 * @typedef {object} Variant
 * @property {string} name
 * @property {string} app its folder under the output of the message bench
 * @property {boolean} sdk start the OpenTelemetry SDK in each thread
 * @property {boolean} traced send in a span
 * @property {boolean} carried whether the receiver is to find itself in that span
 * @property {string} [atMost] the variant that it may not cost more than, and by what factor
 * @property {number} [factor]
 */

/** @type {readonly Variant[]} */
export const VARIANTS = [
  { name: BARE, app: 'plain/known', sdk: false, traced: false, carried: false },
  // What the SDK costs by being there: its context manager makes Node track asynchronous work.
  { name: 'the SDK started, nothing carried', app: 'plain/known', sdk: true, traced: false, carried: false },
  { name: 'otel-baton', app: 'ours/known', sdk: true, traced: false, carried: false, atMost: BARE, factor: 1.05 },
  { name: 'otel-baton, peer unknown', app: 'ours/unknown', sdk: true, traced: false, carried: false, atMost: BARE, factor: 1.05 },
  { name: 'by hand', app: 'plain/hand', sdk: true, traced: false, carried: false },
  { name: 'otel-baton, in a span', app: 'ours/known', sdk: true, traced: true, carried: true, atMost: HAND, factor: 1 },
  { name: 'otel-baton, peer unknown, in a span', app: 'ours/unknown', sdk: true, traced: true, carried: true, atMost: HAND, factor: 1 },
  { name: HAND, app: 'plain/hand', sdk: true, traced: true, carried: true },
];
