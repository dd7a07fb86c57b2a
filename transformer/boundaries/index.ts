/** Every boundary that is known. A new boundary is a new row in one of these files, and a name in a group of the documents (test/docs/boundaries.ts). */
import { BULLMQ_JOB } from './bullmq.js';
import { OUTPUT, PROCESS_LIFECYCLE, PROCESS_MESSAGE, PROCESS_START } from './child-processes.js';
import { CLUSTER_LIFECYCLE, CLUSTER_MESSAGE, CLUSTER_START } from './clusters.js';
import { DETACHED_CALLBACK, DETACHED_TASK } from './detached-work.js';
import { QUEUE } from './queues.js';
import { HANDED_OVER } from './handed-over.js';
import { BATCHED, DATABASE_CALLBACK, QUEUED_TASK, TASK_OF_A_QUEUE } from './libraries.js';
import { ABORT, PORT_CLOSE, WEB_SOCKET } from './event-targets.js';
import { CRON, IMPORTED_MODULE, SIGNAL } from './lasting-work.js';
import { SERVER } from './servers.js';
import { DATAGRAM, FILE_CHANGE, HTTP_MESSAGE, LINE, STREAM } from './streams.js';
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
  QUEUE,
  BULLMQ_JOB,
  DETACHED_TASK,
  DETACHED_CALLBACK,
  HANDED_OVER,
  QUEUED_TASK,
  TASK_OF_A_QUEUE,
  BATCHED,
  DATABASE_CALLBACK,
  HTTP_MESSAGE,
  STREAM,
  DATAGRAM,
  LINE,
  FILE_CHANGE,
  ABORT,
  WEB_SOCKET,
  PORT_CLOSE,
  SERVER,
  SIGNAL,
  IMPORTED_MODULE,
  CRON,
  PISCINA,
  TINYPOOL,
  POOLIFIER,
  COMLINK,
  WORKERPOOL,
  JEST_WORKER,
  THREADS,
];
