/** Sends so many messages through an application, or has it start so many commands. The same for each of them. */
import { burstOf, makeJob } from './cells.mjs';

const MEGABYTE = 1 << 20;

/** @typedef {import('./cells.mjs').MessageCell} Cell */
/** @typedef {any} Application as in fixtures/projects/bench/src/jobs.ts */

/**
 * @param {Application} app
 * @param {import('./cells.mjs').Cell} cell
 * @returns {(count: number) => Promise<void>}
 */
export function loopOf(app, cell) {
  if (cell.command !== undefined) return commands(app, cell.command);
  if (cell.work !== undefined) return async (count) => app[cell.work](count);
  const { way, payload } = cell;
  if (payload === 'buffer') return way === 'one way' ? buffersOneWay(app, burstOf(cell)) : buffersBothWays(app);
  return way === 'one way' ? oneWay(app, cell) : roundTrips(app, payload);
}

/**
 * @param {Application} app
 * @param {Cell} cell
 */
function oneWay(app, cell) {
  const job = makeJob(cell.payload, 'note');
  const last = makeJob('small', 'ask');
  const burst = burstOf(cell);
  return async (/** @type {number} */ count) => {
    for (let sent = 0; sent < count; sent += burst) {
      if (cell.payload === 'literal') for (let i = 0; i < burst; i++) app.tellLiteral(i);
      else for (let i = 0; i < burst; i++) app.tell(job);
      // Answered after all before it were handled, because messages keep their order.
      await app.ask(last);
    }
  };
}

/**
 * @param {Application} app
 * @param {import('./cells.mjs').Payload} payload
 */
function roundTrips(app, payload) {
  const job = makeJob(payload, 'ask');
  return async (/** @type {number} */ count) => {
    for (let i = 0; i < count; i++) await (payload === 'literal' ? app.askLiteral(i) : app.ask(job));
  };
}

/**
 * The buffers come back with the answer and are sent again, so none is allocated while time is taken.
 *
 * @param {Application} app
 * @param {number} burst
 */
function buffersOneWay(app, burst) {
  let buffers = Array.from({ length: burst }, () => new ArrayBuffer(MEGABYTE));
  const last = makeJob('small', 'ask');
  return async (/** @type {number} */ count) => {
    for (let sent = 0; sent < count; sent += burst) {
      for (const buffer of buffers) app.tell({ op: 'note', id: 1, buffer }, [buffer]);
      ({ buffers } = await app.ask(last));
    }
  };
}

/** @param {Application} app */
function buffersBothWays(app) {
  let buffer = new ArrayBuffer(MEGABYTE);
  return async (/** @type {number} */ count) => {
    for (let i = 0; i < count; i++) [buffer] = (await app.ask({ op: 'ask', id: i, buffer }, [buffer])).buffers;
  };
}

/**
 * @param {Application} app
 * @param {import('./cells.mjs').Command} command
 */
function commands(app, command) {
  return async (/** @type {number} */ count) => {
    for (let i = 0; i < count; i++) {
      if (command === 'spawn') await app.spawned();
      else app.executed();
    }
  };
}
