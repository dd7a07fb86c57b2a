/** Boundaries of `node:worker_threads`. https://nodejs.org/api/worker_threads.html */
import { ADD_LISTENER, bound, MESSAGE, pulled } from './events.js';
import type { Boundary } from './vocabulary.js';

const PORTS = ['worker_threads#Worker', 'worker_threads#MessagePort', 'worker_threads#BroadcastChannel'];
/** What the same globals are called where the DOM library is loaded, as it is by default. */
const DOM_PORTS = ['#MessagePort', '#BroadcastChannel'];
const PROCESS = ['#NodeJS.Process', 'process#Process'];
const LISTEN = [...ADD_LISTENER, 'addEventListener'];

export const WORKER_MESSAGE: Boundary = {
  name: 'worker_threads message',
  carries: 'payload',
  relation: 'parent',
  trust: 'process',
  ends: [
    { at: { site: 'member call', on: PORTS, maybe: DOM_PORTS, member: ['postMessage'] }, effect: { does: 'inject', argument: 0 } },
    { at: { site: 'function call', of: ['worker_threads#postMessageToThread'] }, effect: { does: 'inject', argument: 1 } },
    { at: { site: 'member call', on: PORTS, maybe: DOM_PORTS, member: LISTEN, event: MESSAGE }, effect: { does: 'receive' } },
    { at: { site: 'member call', on: PROCESS, member: LISTEN, event: { argument: 0, is: ['workerMessage'] } }, effect: { does: 'receive' } },
    { at: { site: 'assignment', on: PORTS, maybe: DOM_PORTS, member: ['onmessage'] }, effect: { does: 'receive' } },
    {
      at: { site: 'function call', of: ['worker_threads#receiveMessageOnPort'], target: { argument: 0, on: [...PORTS, ...DOM_PORTS] } },
      effect: { does: 'pull', as: 'value' },
    },
    ...pulled([...PORTS, ...DOM_PORTS]),
  ],
};

export const WORKER_START: Boundary = {
  name: 'worker_threads start-up',
  carries: 'environment data',
  relation: 'parent',
  trust: 'process',
  ends: [
    { at: { site: 'construction', of: ['worker_threads#Worker'] }, effect: { does: 'start', options: 1 } },
    { at: { site: 'module body', of: 'worker' }, effect: { does: 'attach started' } },
    { at: { site: 'function call', of: ['#setInterval', 'timers#setInterval'], where: 'module body' }, effect: { does: 'detach' } },
  ],
};

export const WORKER_LIFECYCLE: Boundary = {
  name: 'worker_threads lifecycle',
  carries: 'none',
  relation: 'parent',
  trust: 'process',
  ends: [bound(['worker_threads#Worker'], ['error', 'exit', 'online', 'messageerror'])],
};
