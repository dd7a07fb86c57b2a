/**
 * Boundaries of worker pools. Their own code is not compiled: a task travels inside their messages,
 * and they call a function of the worker file with it.
 *
 * https://piscinajs.dev · https://github.com/tinylibs/tinypool · https://poolifier.github.io/poolifier ·
 * https://github.com/josdejong/workerpool · https://github.com/jestjs/jest/tree/main/packages/jest-worker ·
 * https://threads.js.org · https://github.com/GoogleChromeLabs/comlink
 */
import type { Boundary, Pool } from './vocabulary.js';

const POOL = { carries: 'payload', relation: 'parent', trust: 'process' } as const;
/** Each call may name a file of its own. */
const FILE_OF_RUN = { argument: 1, property: 'filename' };

const named = (of: string): readonly Pool[] => [{ of: [of], file: { argument: 0, property: 'filename' }, call: { member: 'run', file: FILE_OF_RUN } }];

export const PISCINA: Boundary = {
  ...POOL,
  name: 'piscina task',
  pools: named('piscina#default'),
  ends: [
    { at: { site: 'member call', on: ['piscina#default'], member: ['run'] }, effect: { does: 'send task', argument: 0, as: 'task', marks: 'Piscina' } },
    { at: { site: 'exported function' }, effect: { does: 'receive task', at: 0 } },
  ],
};

export const TINYPOOL: Boundary = {
  ...POOL,
  name: 'tinypool task',
  pools: named('tinypool#Tinypool'),
  ends: [
    { at: { site: 'member call', on: ['tinypool#Tinypool'], member: ['run'] }, effect: { does: 'send task', argument: 0, as: 'task', marks: 'Tinypool' } },
    { at: { site: 'exported function' }, effect: { does: 'receive task', at: 0 } },
  ],
};

const DYNAMIC = ['poolifier#DynamicThreadPool', 'poolifier#DynamicClusterPool'];
const FIXED = ['poolifier#FixedThreadPool', 'poolifier#FixedClusterPool'];
const POOLIFIER_TYPES = ['poolifier#AbstractPool', 'poolifier#IPool'];
const POOLIFIER_POOLS = [...POOLIFIER_TYPES, ...FIXED, ...DYNAMIC];

const POOLIFIER_WORKER = { gives: ['ThreadWorker', 'ClusterWorker'], code: 'addTaskFunction' };
const POOLIFIER_WORKERS = ['poolifier#ThreadWorker', 'poolifier#ClusterWorker'];

export const POOLIFIER: Boundary = {
  ...POOL,
  name: 'poolifier task',
  pools: [
    { of: DYNAMIC, types: POOLIFIER_TYPES, file: { argument: 2 }, ...POOLIFIER_WORKER },
    { of: FIXED, types: POOLIFIER_TYPES, file: { argument: 1 }, ...POOLIFIER_WORKER },
  ],
  ends: [
    { at: { site: 'member call', on: POOLIFIER_POOLS, member: ['execute'] }, effect: { does: 'send task', argument: 0, as: 'task', absent: 'empty object' } },
    { at: { site: 'member call', on: POOLIFIER_POOLS, member: ['mapExecute'] }, effect: { does: 'send task', argument: 0, as: 'tasks', absent: 'empty object' } },
    {
      at: { site: 'construction', of: POOLIFIER_WORKERS },
      effect: { does: 'receive task', at: 0, functions: { argument: 0 } },
    },
    {
      at: { site: 'member call', on: ['poolifier#AbstractWorker', ...POOLIFIER_WORKERS], member: ['addTaskFunction'] },
      effect: { does: 'receive task', at: 0, functions: { argument: 1 } },
    },
  ],
};

export const COMLINK: Boundary = {
  ...POOL,
  name: 'comlink message',
  ends: [{ at: { site: 'function call', of: ['comlink#default'] }, effect: { does: 'carry messages', port: 0 } }],
};

export const WORKERPOOL: Boundary = {
  ...POOL,
  name: 'workerpool call',
  pools: [{ of: ['workerpool#pool'], types: ['workerpool#Pool'], file: { argument: 0 }, gives: ['worker'] }],
  ends: [
    { at: { site: 'member call', on: ['workerpool#Pool'], member: ['exec'] }, effect: { does: 'send task', argument: 1, as: 'arguments', name: 0 } },
    { at: { site: 'member call', on: ['workerpool#Pool'], member: ['proxy'] }, effect: { does: 'carry calls', of: 'receiver' } },
    { at: { site: 'function call', of: ['workerpool#worker'] }, effect: { does: 'receive task', at: 'last', functions: { argument: 0 } } },
  ],
};

/** It is declared as `Worker_2`. */
const FARM = ['jest-worker#Worker', 'jest-worker#Worker_2'];

export const JEST_WORKER: Boundary = {
  ...POOL,
  name: 'jest-worker call',
  pools: [{ of: FARM, file: { argument: 0 } }],
  ends: [
    { at: { site: 'construction', of: FARM }, effect: { does: 'carry calls', of: 'result' } },
    // It chooses a worker by the arguments, of which the carrier is none.
    { at: { site: 'construction', of: FARM }, effect: { does: 'receive task', at: 'last', functions: { argument: 1, property: 'computeWorkerKey' } } },
    { at: { site: 'construction', of: ['jest-worker#PriorityQueue'] }, effect: { does: 'receive task', at: 'last', functions: { argument: 0 } } },
    { at: { site: 'exported function' }, effect: { does: 'receive task', at: 'last' } },
  ],
};

export const THREADS: Boundary = {
  ...POOL,
  name: 'threads call',
  pools: [{ of: ['threads#Worker', 'threads#WorkerImplementation'], file: { argument: 0, from: 'here' }, gives: ['expose'] }],
  ends: [
    { at: { site: 'function call', of: ['threads#spawn'] }, effect: { does: 'carry calls', of: 'promise', worker: 0 } },
    // Called when a thread is free, by whose work frees it.
    { at: { site: 'member call', on: ['threads#Pool', 'threads#WorkerPool'], member: ['queue'] }, effect: { does: 'hand over', arguments: [0] } },
    { at: { site: 'function call', of: ['threads#expose', 'threads/worker#expose'] }, effect: { does: 'receive task', at: 'last', functions: { argument: 0 } } },
  ],
};
