/** The applications that are timed, each in processes of its own: their threads share no compiled code. */

const BARE = 'bare';
const SDK = 'bare, but the SDK is started';
const HAND = 'by hand, in a span';

/**
 * @typedef {object} Variant
 * @property {string} name
 * @property {string} app its folder under the output of the message bench
 * @property {boolean} sdk start the OpenTelemetry SDK in each thread
 * @property {boolean} traced send in a span
 * @property {boolean} carried whether the receiver is to find itself in that span
 */

/** @type {readonly Variant[]} */
export const VARIANTS = [
  { name: BARE, app: 'plain/known', sdk: false, traced: false, carried: false },
  // What the SDK costs by being there: its context manager makes Node track asynchronous work.
  { name: SDK, app: 'plain/known', sdk: true, traced: false, carried: false },
  { name: 'otel-baton', app: 'ours/known', sdk: true, traced: false, carried: false },
  { name: 'otel-baton, peer unknown', app: 'ours/unknown', sdk: true, traced: false, carried: false },
  { name: 'by hand', app: 'plain/hand', sdk: true, traced: false, carried: false },
  { name: 'otel-baton, in a span', app: 'ours/known', sdk: true, traced: true, carried: true },
  { name: 'otel-baton, peer unknown, in a span', app: 'ours/unknown', sdk: true, traced: true, carried: true },
  { name: HAND, app: 'plain/hand', sdk: true, traced: true, carried: true },
];

/**
 * CPU time is that of all threads: others use the machine, too, and what one thread does more would
 * hide behind what the other does. Only how long a round trip takes is a question of wall time.
 *
 * @param {Variant} variant
 * @param {import('./cells.mjs').Way} way
 * @returns {import('../statistics.mjs').Target[]}
 */
export function targetsOf({ app, traced }, way) {
  if (!app.startsWith('ours/')) return [];
  if (!traced) return [{ measure: 'CPU µs', atMost: 1.05, of: BARE }];
  const byHand = { measure: 'CPU µs', atMost: 1, of: HAND };
  return way === 'one way' ? [byHand] : [byHand, { measure: 'wall µs', atMost: 1.05, of: BARE }];
}
