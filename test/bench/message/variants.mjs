/** The applications that are timed, each in processes of its own: their threads share no compiled code. */

const BARE = 'bare';
const SDK = 'bare, but the SDK is started';
const HAND = 'by hand, in a span';

/**
 * @typedef {object} Variant
 * @property {string} name
 * @property {string} app its main module under the output of the message bench
 * @property {boolean} sdk start the OpenTelemetry SDK in each thread
 * @property {boolean} traced send in a span
 * @property {boolean} carried whether the receiver is to find itself in that span
 * @property {NodeJS.ProcessEnv} [env] what its environment holds besides
 * @property {boolean} [silent] what it says on stderr is thrown away
 * @property {import('../statistics.mjs').Target[]} [targets] instead of those by what it sends
 */

/**
 * @param {string} folder
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {readonly Variant[]}
 */
const messages = (folder, env) => [
  { name: BARE, app: `plain/${folder}known/main`, sdk: false, traced: false, carried: false, env },
  // What the SDK costs by being there: its context manager makes Node track asynchronous work.
  { name: SDK, app: `plain/${folder}known/main`, sdk: true, traced: false, carried: false, env },
  { name: 'otel-baton', app: `ours/${folder}known/main`, sdk: true, traced: false, carried: false, env },
  { name: 'otel-baton, peer unknown', app: `ours/${folder}unknown/main`, sdk: true, traced: false, carried: false, env },
  { name: 'by hand', app: `plain/${folder}hand/main`, sdk: true, traced: false, carried: false, env },
  { name: 'otel-baton, in a span', app: `ours/${folder}known/main`, sdk: true, traced: true, carried: true, env },
  { name: 'otel-baton, peer unknown, in a span', app: `ours/${folder}unknown/main`, sdk: true, traced: true, carried: true, env },
  { name: HAND, app: `plain/${folder}hand/main`, sdk: true, traced: true, carried: true, env },
];

/** Between threads. */
export const VARIANTS = messages('');

/** @param {import('./cells.mjs').Serialization} serialization */
export const processVariants = (serialization) => messages('process/', { BENCH_SERIALIZATION: serialization });

/** @type {readonly Variant[]} */
export const COMMAND_VARIANTS = [
  { name: BARE, app: 'plain/commands/main', sdk: false, traced: false, carried: false },
  { name: SDK, app: 'plain/commands/main', sdk: true, traced: false, carried: false },
  { name: 'otel-baton', app: 'ours/commands/main', sdk: true, traced: false, carried: false },
  { name: 'otel-baton, in a span', app: 'ours/commands/main', sdk: true, traced: true, carried: true },
  { name: HAND, app: 'plain/hand/commands', sdk: true, traced: true, carried: true },
];

/** @type {readonly Variant[]} */
export const WORK_VARIANTS = [
  { name: BARE, app: 'plain/detached/main', sdk: false, traced: false, carried: false },
  { name: SDK, app: 'plain/detached/main', sdk: true, traced: false, carried: false },
  { name: 'otel-baton', app: 'ours/detached/main', sdk: true, traced: false, carried: false },
  { name: 'by hand', app: 'plain/detached/hand/main', sdk: true, traced: false, carried: false },
  { name: 'otel-baton, in a span', app: 'ours/detached/main', sdk: true, traced: true, carried: true },
  { name: HAND, app: 'plain/detached/hand/main', sdk: true, traced: true, carried: true },
];

/**
 * CPU time is that of all threads: others use the machine, too, and what one thread does more would
 * hide behind what the other does. Only how long a round trip takes is a question of wall time, and
 * how long a command, most of whose CPU time is its own process's and the kernel's.
 *
 * @param {Variant} variant
 * @param {import('./cells.mjs').Cell} cell
 * @returns {import('../statistics.mjs').Target[]}
 */
export function targetsOf({ app, traced }, cell) {
  if (!app.startsWith('ours/')) return [];
  const asLong = { measure: 'wall µs', atMost: 1.05, of: BARE };
  if (cell.command !== undefined) return [asLong];
  if (cell.work !== undefined) return [{ measure: 'CPU µs', atMost: 1.1, of: traced ? HAND : 'by hand' }];
  if (!traced) return [{ measure: 'CPU µs', atMost: 1.05, of: BARE }];
  const byHand = { measure: 'CPU µs', atMost: 1, of: HAND };
  return cell.way === 'one way' ? [byHand] : [byHand, asLong];
}
