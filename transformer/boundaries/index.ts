/** Every boundary that is known, in the order of the README's table. A new boundary is a new row in one of these files. */
import { OUTPUT, PROCESS_LIFECYCLE, PROCESS_MESSAGE, PROCESS_START } from './child-processes.js';
import { CLUSTER_LIFECYCLE, CLUSTER_MESSAGE, CLUSTER_START } from './clusters.js';
import { DETACHED_CALLBACK, DETACHED_TASK } from './detached-work.js';
import type { Boundary } from './vocabulary.js';
import { COMLINK, JEST_WORKER, PISCINA, POOLIFIER, THREADS, TINYPOOL, WORKERPOOL } from './worker-pools.js';
import { WORKER_LIFECYCLE, WORKER_MESSAGE, WORKER_START } from './worker-threads.js';

export const BOUNDARIES: readonly Boundary[] = [
  WORKER_MESSAGE,
  WORKER_START,
  WORKER_LIFECYCLE,
  PROCESS_MESSAGE,
  PROCESS_START,
  PROCESS_LIFECYCLE,
  CLUSTER_MESSAGE,
  CLUSTER_START,
  CLUSTER_LIFECYCLE,
  OUTPUT,
  DETACHED_TASK,
  DETACHED_CALLBACK,
  PISCINA,
  TINYPOOL,
  POOLIFIER,
  COMLINK,
  WORKERPOOL,
  JEST_WORKER,
  THREADS,
];
