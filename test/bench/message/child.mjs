/**
 * A timed process: `child.mjs <the application's main module> <traced>`. Answers each order,
 * `{ cell, count }`, with what it took; `is traced` with whether its span is found at the other end.
 */
import { pathToFileURL } from 'node:url';
import { makeJob } from './cells.mjs';
import { loopOf } from './loops.mjs';

const [main, traced] = process.argv.slice(2);
const app = await import(pathToFileURL(main).href);
const run = traced === 'true' ? /** @type {any} */ (globalThis).benchInSpan : (/** @type {() => unknown} */ work) => work();
/** @type {Map<string, (count: number) => Promise<void>>} */
const loops = new Map();

/** @param {import('./cells.mjs').Cell} cell */
function loop(cell) {
  let known = loops.get(cell.title);
  if (!known) loops.set(cell.title, (known = loopOf(app, cell)));
  return known;
}

/**
 * @param {import('./cells.mjs').Cell} cell
 * @param {number} count
 */
async function timed(cell, count) {
  const work = loop(cell);
  const usedByChild = await timeOfChild();
  const used = process.cpuUsage();
  const begun = performance.now();
  await run(() => work(count));
  const wall = performance.now() - begun;
  const { user, system } = process.cpuUsage(used);
  const cpu = user + system + (await timeOfChild()) - usedByChild;
  // Microseconds a message; the CPU time is that of all threads, and of the process it is sent to.
  return { 'CPU µs': cpu / count, 'wall µs': (wall * 1000) / count };
}

/** @returns {Promise<number>} */
async function timeOfChild() {
  return (await app.timeOfChild?.()) ?? 0;
}

/** @returns {Promise<boolean>} whether the span in which something is sent, or started, is found at the other end */
async function isTraced() {
  if (app.seen) return (await run(() => app.seen())).every(Boolean);
  if (app.environment) return run(() => app.environment()).includes(/** @type {any} */ (globalThis).benchTraceId);
  return (await run(() => app.ask(makeJob('small', 'is traced')))).result;
}

process.on('message', async (/** @type {{ cell: import('./cells.mjs').Cell, count: number } | 'is traced' | 'end'} */ order) => {
  if (order === 'end') {
    await app.close?.();
    process.disconnect();
  } else if (order === 'is traced') process.send?.(await isTraced());
  else process.send?.(await timed(order.cell, order.count));
});
process.send?.('ready');
