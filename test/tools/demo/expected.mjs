/**
 * What each span of the demo must hang under, as data.
 */

export const ORDERS = [1, 2, 3];

/**
 * @typedef {object} Boundary
 * @property {string} mark
 * @property {string} short
 * @property {string} full
 */

/** @satisfies {Record<string, Boundary>} */
export const BOUNDARIES = {
  start: { mark: '①', short: 'new Worker → module', full: 'new Worker → module body' },
  job: { mark: '②', short: 'postMessage → worker', full: "worker.postMessage → parentPort.on('message')" },
  reply: { mark: '③', short: 'postMessage → main', full: "parentPort.postMessage → worker.on('message')" },
  fork: { mark: '④', short: 'fork → module', full: 'fork → module body' },
  send: { mark: '⑤', short: 'send → child', full: "child.send → process.on('message')" },
  answer: { mark: '⑥', short: 'send → parent', full: "process.send → child.on('message')" },
  task: { mark: '⑦', short: 'void task()', full: 'void task() under a span started by hand' },
};

/**
 * `{id}` stands for each order. `plain` is where the span lands without the transformer: nowhere,
 * because a worker starts without a context; or under the wrong span, because Node runs the
 * listeners of a channel in the context of whoever made the channel, here order 1.
 *
 * @typedef {object} Row
 * @property {string} span
 * @property {'main' | 'worker' | 'child'} thread
 * @property {string} [parent] the right one; a root if left out
 * @property {string} [plain]
 * @property {keyof typeof BOUNDARIES} [boundary] what lies between the span and its parent
 * @property {boolean} [byHand] made with startSpan and never active
 */

/** @type {readonly Row[]} */
const ROWS = [
  { span: 'GET /order #{id}', thread: 'main' },
  { span: 'worker.warm-up', thread: 'worker', parent: 'GET /order #1', boundary: 'start' },
  { span: 'digest #{id}', thread: 'worker', parent: 'GET /order #{id}', boundary: 'job' },
  { span: 'digest.reply #{id}', thread: 'main', parent: 'digest #{id}', plain: 'GET /order #1', boundary: 'reply' },
  { span: 'record #{id}', thread: 'main', parent: 'GET /order #{id}', plain: 'GET /order #{id}', byHand: true },
  { span: 'audit #{id}', thread: 'main', parent: 'record #{id}', plain: 'GET /order #{id}', boundary: 'task' },
  { span: 'reprice #{id}', thread: 'main', parent: 'GET /order #{id}', plain: 'GET /order #{id}', byHand: true },
  { span: 'price #{id}', thread: 'worker', parent: 'reprice #{id}', boundary: 'job' },
  { span: 'price.reply #{id}', thread: 'main', parent: 'price #{id}', plain: 'GET /order #1', boundary: 'reply' },
  { span: 'printer.warm-up', thread: 'child', parent: 'GET /order #1', boundary: 'fork' },
  { span: 'receipt #{id}', thread: 'child', parent: 'GET /order #{id}', boundary: 'send' },
  { span: 'receipt.reply #{id}', thread: 'main', parent: 'receipt #{id}', plain: 'GET /order #1', boundary: 'answer' },
];

/** The rows with every `{id}` filled in, by the label of their span. */
export const EXPECTED = new Map(ROWS.flatMap((row) => expand(row)).map((row) => [row.span, row]));

/**
 * @param {Row} row
 * @returns {Row[]}
 */
function expand(row) {
  if (!row.span.includes('{id}')) return [row];
  return ORDERS.map((id) => JSON.parse(JSON.stringify(row).replaceAll('{id}', String(id))));
}
