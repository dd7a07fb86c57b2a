/** Which module of the runtime has which helper. */
import type { Helper } from '../plan/rewrite.js';

export const RUNTIME = 'otel-baton/runtime';

/** Helpers that not every program needs, in modules of their own. */
const PARTS: Readonly<Record<string, readonly Helper[]>> = {
  batches: ['processBatch'],
  calls: ['carryCalls', 'carryMessages', 'carryPool', 'carryPromised', 'withCarrier'],
  task: ['encloseTask', 'encloseTasks', 'injectTask', 'receiveTask', 'receiveTasks'],
  bind: ['bind', 'detach', 'detachStarted', 'openSpan', 'withSpan'],
  'hand-over': ['handOver', 'handOverCalls', 'handOverEach'],
  detach: ['detachConstructor', 'detachMember'],
  listen: ['bindAs', 'listensAs'],
  job: ['jobOptions', 'jobs', 'receiveJob', 'sender'],
  process: ['encloseToChild', 'injectToParent', 'injectToPeer', 'injectToProcess', 'startProcess', 'withEnvironment'],
  sidecar: ['inject', 'injectFresh'],
  start: ['attachStarted', 'start', 'started', 'starting'],
  pull: ['pull', 'tap'],
  queue: ['dequeue', 'dequeueFirst', 'drain', 'enqueue', 'enqueueEach', 'inTurn', 'takeTurn'],
  scope: ['attachNext', 'close', 'open', 'resume', 'suspend'],
  'process-tasks': ['processTasks'],
};

/** `undefined`: the runtime's index. */
export const partOf = (helper: Helper): string | undefined => Object.keys(PARTS).find((part) => PARTS[part]?.includes(helper));

export function moduleOf(helper: Helper): string {
  const part = partOf(helper);
  return part === undefined ? RUNTIME : `${RUNTIME}/${part}`;
}
