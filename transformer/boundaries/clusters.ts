/** Boundaries of `node:cluster`, whose workers are processes. https://nodejs.org/api/cluster.html */
import type { Boundary } from './vocabulary.js';

const WORKER = ['cluster#Worker'];
const CLUSTER = ['cluster#Cluster'];
const ADD_LISTENER = ['on', 'once', 'addListener', 'prependListener', 'prependOnceListener'];
const ONCE = { once: 'on', prependOnceListener: 'prependListener' };
const MESSAGE = { argument: 0, is: ['message'] };

export const CLUSTER_MESSAGE: Boundary = {
  name: 'cluster message',
  carries: 'payload',
  relation: 'parent',
  trust: 'host',
  ends: [
    { at: { site: 'member call', on: WORKER, member: ['send'] }, effect: { does: 'inject', argument: 0, to: 'worker' } },
    { at: { site: 'member call', on: [...WORKER, ...CLUSTER], member: ADD_LISTENER, event: MESSAGE }, effect: { does: 'receive' } },
    {
      at: { site: 'function call', of: ['events#once', 'events#EventEmitter.once'], target: { argument: 0, on: WORKER }, event: { argument: 1, is: ['message'] } },
      effect: { does: 'pull', as: 'awaited' },
    },
    {
      at: { site: 'function call', of: ['events#on', 'events#EventEmitter.on'], target: { argument: 0, on: WORKER }, event: { argument: 1, is: ['message'] } },
      effect: { does: 'pull', as: 'iterated' },
    },
  ],
};

export const CLUSTER_START: Boundary = {
  name: 'cluster start-up',
  carries: 'environment',
  relation: 'parent',
  trust: 'host',
  ends: [{ at: { site: 'function call', of: ['cluster#Cluster.fork'] }, effect: { does: 'start process', signature: 'cluster' } }],
};

export const CLUSTER_LIFECYCLE: Boundary = {
  name: 'cluster lifecycle',
  carries: 'none',
  relation: 'parent',
  trust: 'process',
  ends: [
    {
      at: { site: 'member call', on: WORKER, member: ADD_LISTENER, event: { argument: 0, is: ['disconnect', 'error', 'exit', 'listening', 'online'] } },
      effect: { does: 'bind', argument: 1, once: ONCE },
    },
    {
      at: { site: 'member call', on: CLUSTER, member: ADD_LISTENER, event: { argument: 0, is: ['disconnect', 'exit', 'fork', 'listening', 'online', 'setup'] } },
      effect: { does: 'bind', argument: 1, once: ONCE },
    },
  ],
};
