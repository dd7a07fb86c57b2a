/**
 * Callbacks that Node and promises of other makers call in the context of whatever ends the wait.
 * https://nodejs.org/api/stream.html#streampipelinesource-transforms-destination-callback
 * https://nodejs.org/api/stream.html#writablewritechunk-encoding-callback
 * https://nodejs.org/api/readline.html#rlquestionquery-options-callback
 * https://nodejs.org/api/worker_threads.html#worker_threadslocks
 * http://bluebirdjs.com/docs/api-reference.html
 *
 * A socket's `write` and a child's `send` have their caller's context by themselves.
 */
import type { Boundary, End, HandOver } from './vocabulary.js';

/** Functions given to these members of these types. */
export function handedOver(on: readonly string[], member: readonly string[], effect: Omit<HandOver, 'does'>): End {
  return { at: { site: 'member call', on, member }, effect: { does: 'hand over', ...effect } };
}

const WRITABLE = ['stream#Writable', 'stream#Duplex', 'stream#Transform', 'stream#PassThrough', 'fs#WriteStream'];
const BLUEBIRD = ['bluebird#Bluebird'];

export const HANDED_OVER: Boundary = {
  name: 'callback handed over',
  carries: 'none',
  relation: 'parent',
  trust: 'process',
  ends: [
    { at: { site: 'function call', of: ['stream#pipeline', 'stream#finished'] }, effect: { does: 'hand over', arguments: ['last'], from: 1 } },
    handedOver(WRITABLE, ['write'], { arguments: ['last'], from: 1 }),
    handedOver(WRITABLE, ['end'], { arguments: ['last'] }),
    handedOver(['readline#Interface'], ['question'], { arguments: ['last'], from: 1 }),
    handedOver(['worker_threads#LockManager'], ['request'], { arguments: ['last'], from: 1 }),
    handedOver(BLUEBIRD, ['then', 'done'], { arguments: [0, 1] }),
    handedOver(
      BLUEBIRD,
      ['finally', 'lastly', 'tap', 'spread', 'map', 'each', 'mapSeries', 'filter', 'reduce', 'asCallback', 'nodeify', 'error'],
      { arguments: [0] },
    ),
    // Classes of errors may stand before.
    handedOver(BLUEBIRD, ['catch', 'caught', 'tapCatch'], { arguments: ['last'] }),
  ],
};
