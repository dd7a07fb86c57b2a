/**
 * Sends each payload of the table in several ways, one after the other, and tells at the other end
 * what came of each. Both ends of a channel load it.
 */
import { serialize } from 'node:v8';
import { isDeepStrictEqual } from 'node:util';
import { activeSpan, idOf, inSpan } from '../sdk.mjs';

/** Precede each payload, sent as they are: whatever follows is of that row and that way. */
export const MARK = 'sent next: ';
export const END = 'the end of the rows';

/**
 * @param payload
 * @param {Record<string, (payload: unknown) => unknown>} ways each gives what is handed to `send`
 * @param send bare
 * @returns by way, the error, or `undefined`, and the span in which it was sent
 */
export function sendRow(name, payload, ways, send) {
  const result = {};
  const sendOne = (way, make) => {
    send(MARK + JSON.stringify([name, way]));
    try {
      send(make(payload));
      return undefined;
    } catch (error) {
      return [error.constructor.name, error.name, error.code, error.message];
    }
  };
  for (const [way, make] of Object.entries(ways)) {
    result[way] = { error: sendOne(way, make) };
    inSpan((span) => {
      result[`${way}, in a span`] = { error: sendOne(`${way}, in a span`, make), span: idOf(span) };
    });
  }
  return result;
}

/** What a payload is before and after: nothing of it may change. */
export function describe(payload) {
  try {
    return payload === Object(payload) ? [Object.getOwnPropertyDescriptors(payload), Object.getPrototypeOf(payload), Object.isExtensible(payload)] : [payload];
  } catch {
    return [];
  }
}

/** Bytes hold what equality does not: the order of keys, and what is the same object. A date that is none equals no other. */
function isSame(a, b) {
  if (a !== Object(a) || b !== Object(b)) return Object.is(a, b);
  return (isDeepStrictEqual(a, b) || a instanceof Date) && Object.getPrototypeOf(a) === Object.getPrototypeOf(b) && serialize(a).equals(serialize(b));
}

/** Collects what a listener is given, and compares it with what came bare, which is the first of each row. */
export class Taker {
  #row;
  #way;
  #bare;
  /** By row and way: what was wrong, how often it came and the span that was active. */
  rows = {};

  take(value) {
    if (typeof value === 'string' && value.startsWith(MARK)) {
      [this.#row, this.#way] = JSON.parse(value.slice(MARK.length));
      const row = (this.rows[this.#row] ??= {});
      row[this.#way] = { count: 0 };
      if (this.#way === 'bare') this.#bare = undefined;
      return;
    }
    const entry = this.rows[this.#row][this.#way];
    entry.count++;
    entry.span = activeSpan();
    if (this.#way === 'bare') this.#bare = { value };
    else if (!this.#bare) entry.wrong = 'nothing came bare';
    else if (!isSame(value, this.#bare.value)) entry.wrong = `came as ${brief(value)} instead of ${brief(this.#bare.value)}`;
  }
}

function brief(value) {
  try {
    return `${Object.prototype.toString.call(value)} ${JSON.stringify(value)}`.slice(0, 300);
  } catch {
    return Object.prototype.toString.call(value);
  }
}
