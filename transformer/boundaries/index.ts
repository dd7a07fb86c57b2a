/** Every boundary that is known, in the order of the README's table. A new boundary is a new row in one of these files. */
import { DETACHED_CALLBACK, DETACHED_TASK } from './detached-work.js';
import type { Boundary } from './vocabulary.js';
import { WORKER_LIFECYCLE, WORKER_MESSAGE, WORKER_START } from './worker-threads.js';

export const BOUNDARIES: readonly Boundary[] = [WORKER_MESSAGE, WORKER_START, WORKER_LIFECYCLE, DETACHED_TASK, DETACHED_CALLBACK];
