/** What is sent, and which way. Loaded by the bench and by each timed process. */

/** @typedef {'one way' | 'round trip'} Way */
/** @typedef {'literal' | 'small' | '20 keys' | '1000 keys' | 'buffer'} Payload */
/** @typedef {{ way: Way, payload: Payload, title: string }} Cell */

/** @type {readonly (readonly [Payload, string])[]} */
const PAYLOADS = [
  ['literal', 'a small object literal'],
  ['small', 'a small object'],
  ['20 keys', 'an object of 20 keys'],
  ['1000 keys', 'an object of 1000 keys'],
  ['buffer', 'a 1 MB ArrayBuffer, transferred'],
];

/** @type {readonly Cell[]} */
export const CELLS = /** @type {const} */ (['one way', 'round trip']).flatMap((way) =>
  PAYLOADS.map(([payload, title]) => ({ way, payload, title: `${title}, ${way}` })),
);

/** Messages that are sent before an answer is waited for; also the number of buffers there are. */
const BURST = { literal: 500, small: 500, '20 keys': 500, '1000 keys': 50, buffer: 32 };

/** @param {Cell} cell */
export const burstOf = ({ way, payload }) => (way === 'one way' ? BURST[payload] : 1);

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
  // As V8 keeps an object that was written or parsed at once: one that grew is a dictionary, and slow.
  return JSON.parse(JSON.stringify(job));
}
