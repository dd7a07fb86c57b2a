/**
 * Event targets that dispatch in the context of who made them.
 *
 * https://nodejs.org/api/globals.html#class-abortsignal · https://nodejs.org/api/globals.html#websocket ·
 * https://nodejs.org/api/worker_threads.html#event-close
 */
import { dispatched } from './events.js';
import type { Boundary } from './vocabulary.js';

export const ABORT: Boundary = {
  name: 'abort signal',
  carries: 'none',
  relation: 'parent',
  trust: 'process',
  ends: dispatched(['#AbortSignal', 'node#AbortSignal'], ['abort'], { attach: 'auto' }),
};

export const WEB_SOCKET: Boundary = {
  name: 'web socket',
  carries: 'none',
  relation: 'parent',
  trust: 'process',
  ends: dispatched(['#WebSocket', 'undici-types#WebSocket'], ['open', 'message', 'close', 'error'], { attach: 'auto' }),
};

export const PORT_CLOSE: Boundary = {
  name: 'message port close',
  carries: 'none',
  relation: 'parent',
  trust: 'process',
  ends: dispatched(['worker_threads#MessagePort', '#MessagePort'], ['close'], { attach: 'auto' }, ['addEventListener', 'addListener', 'on', 'once']),
};
