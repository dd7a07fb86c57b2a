/** Boundaries of `node:cluster`, whose workers are processes. https://nodejs.org/api/cluster.html */
import { ADD_LISTENER, bound, MESSAGE, pulled } from './events.js';
import type { Boundary } from './vocabulary.js';

const WORKER = ['cluster#Worker'];
const CLUSTER = ['cluster#Cluster'];

export const CLUSTER_MESSAGE: Boundary = {
  name: 'cluster message',
  carries: 'payload',
  relation: 'parent',
  trust: 'host',
  ends: [
    { at: { site: 'member call', on: WORKER, member: ['send'] }, effect: { does: 'inject', argument: 0, to: 'worker' } },
    { at: { site: 'member call', on: [...WORKER, ...CLUSTER], member: ADD_LISTENER, event: MESSAGE }, effect: { does: 'receive' } },
    ...pulled(WORKER),
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
    bound(WORKER, ['disconnect', 'error', 'exit', 'listening', 'online']),
    bound(CLUSTER, ['disconnect', 'exit', 'fork', 'listening', 'online', 'setup']),
  ],
};
