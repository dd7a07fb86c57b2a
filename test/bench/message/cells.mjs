/** What is sent, and which way. Loaded by the bench and by each timed process. */

/** @typedef {'one way' | 'round trip'} Way */
/** @typedef {'literal' | 'small' | '20 keys' | '1000 keys' | 'buffer' | 'text' | 'bytes'} Payload */
/** @typedef {'json' | 'advanced'} Serialization of `node:child_process` */
/** @typedef {'spawn' | 'execFileSync'} Command */
/** @typedef {'emitted' | 'queued' | 'pooled'} Work a function of fixtures/projects/bench/src/detached/main.ts */
/** @typedef {{ way: Way, payload: Payload, title: string, command?: undefined, work?: undefined }} MessageCell */
/** @typedef {{ command: Command, title: string, work?: undefined }} CommandCell */
/** @typedef {{ work: Work, title: string, command?: undefined }} WorkCell */
/** @typedef {MessageCell | CommandCell | WorkCell} Cell */

/** @type {readonly (readonly [Payload, string])[]} */
const PAYLOADS = [
  ['literal', 'a small object literal'],
  ['small', 'a small object'],
  ['20 keys', 'an object of 20 keys'],
  ['1000 keys', 'an object of 1000 keys'],
];

/**
 * @param {readonly (readonly [Payload, string])[]} payloads
 * @param {string} [prefix]
 * @returns {readonly MessageCell[]}
 */
function bothWays(payloads, prefix = '') {
  return /** @type {const} */ (['one way', 'round trip']).flatMap((way) => payloads.map(([payload, title]) => ({ way, payload, title: `${prefix}${title}, ${way}` })));
}

/** Between threads. */
export const CELLS = bothWays([...PAYLOADS, ['buffer', 'a 1 MB ArrayBuffer, transferred']]);

/**
 * Between processes, by how the channel writes messages: in JSON bytes are an array of numbers.
 *
 * @type {Readonly<Record<Serialization, readonly MessageCell[]>>}
 */
export const PROCESS_CELLS = {
  json: bothWays([...PAYLOADS, ['text', 'a string of 1 MB']], 'process, json: '),
  advanced: bothWays([...PAYLOADS, ['bytes', 'a 1 MB Uint8Array']], 'process, advanced: '),
};

/** @type {readonly CommandCell[]} */
export const COMMAND_CELLS = [
  { command: 'spawn', title: 'process started by spawn' },
  { command: 'execFileSync', title: 'process started by execFileSync' },
];

/** @type {readonly WorkCell[]} */
export const WORK_CELLS = [
  { work: 'emitted', title: 'an event for a listener' },
  { work: 'queued', title: 'a job put into a queue and taken out' },
  { work: 'pooled', title: 'a task of piscina' },
];

/** Messages that are sent before an answer is waited for; also the number of buffers there are. */
const BURST = { literal: 500, small: 500, '20 keys': 500, '1000 keys': 50, buffer: 32, text: 4, bytes: 4 };

/** @param {Cell} cell */
export function burstOf(cell) {
  if (cell.command !== undefined) return 1;
  if (cell.work !== undefined) return cell.work === 'pooled' ? 1 : 500;
  return cell.way === 'one way' ? BURST[cell.payload] : 1;
}

const MEGABYTE = 1 << 20;

/**
 * @param {Payload} payload
 * @param {string} op
 * @returns {Record<string, unknown>}
 */
export function makeJob(payload, op) {
  /** @type {Record<string, unknown>} */
  const job = { op, id: 1, args: [3, 4] };
  const keys = payload === '20 keys' || payload === '1000 keys' ? Number.parseInt(payload, 10) : 0;
  for (let i = Object.keys(job).length; i < keys; i++) job[`key${i}`] = i % 2 ? i : `value ${i}`;
  if (payload === 'text') job.text = 'x'.repeat(MEGABYTE);
  // As V8 keeps an object that was written or parsed at once: one that grew is a dictionary, and slow.
  const parsed = JSON.parse(JSON.stringify(job));
  return payload === 'bytes' ? { ...parsed, bytes: new Uint8Array(MEGABYTE) } : parsed;
}
