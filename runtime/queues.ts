/** Inside one isolate: queues whose tasks are pushed by many and processed by one function. */
import { context, type Context } from './api.js';
import { handOver } from './hand-over.js';
import { hasContext, type Callable } from './in-context.js';
import { firstOf } from './links.js';

type Queue = Record<string, Callable | undefined>;

/** A task that waits, and the context of who pushed it; both are gone when the queue lets go of it. */
class Waiting {
  readonly context = context.active();
  constructor(readonly task: unknown) {}
}

const taskOf = (value: unknown): unknown => (value instanceof Waiting ? value.task : value);

/** A queue that keeps what is pushed as it is: it is given more than that, and shows what was pushed. */
function ofValues(make: (worker: (given: Callable) => Callable) => Queue): Queue {
  const queue = make((worker) =>
    new Proxy(worker, {
      apply(target, self, [value, ...rest]: unknown[]) {
        const run = (): unknown => Reflect.apply(target, self, [taskOf(value), ...rest]);
        return value instanceof Waiting ? context.with(value.context, run) : run();
      },
    }),
  );
  const { push, unshift, getQueue, error } = queue;
  const pushing = (add: Callable): Callable => (task, ...done) => add.call(queue, hasContext() ? new Waiting(task) : task, ...done.map((each) => handOver(each)));
  if (!push || !unshift || !getQueue || !error) return queue;
  queue.push = pushing(push);
  queue.unshift = pushing(unshift);
  queue.getQueue = () => (getQueue.call(queue) as unknown[]).map(taskOf);
  queue.error = (handler) =>
    error.call(queue, typeof handler === 'function' ? (failure: unknown, value: unknown) => (handler as Callable)(failure, taskOf(value)) : handler);
  return queue;
}

/** A queue that makes an item of what is pushed: its worker finds the items that it works at last in a list. */
function ofItems(make: (worker: (given: Callable) => Callable) => Queue, relation: string): Queue {
  const contexts = new WeakMap<object, Context>();
  const queue: Queue = make((worker) =>
    new Proxy(worker, {
      apply(target, self, args: unknown[]) {
        const [task] = args;
        const count = (queue['payload'] as unknown) !== 1 && Array.isArray(task) ? task.length : 1;
        const items = ((queue.workersList?.() ?? []) as object[]).slice(-count);
        const pushers = items.flatMap((item) => contexts.get(item) ?? []);
        const run = (): unknown => Reflect.apply(target, self, args);
        return pushers.length ? context.with(firstOf(pushers, relation === 'link'), run) : run();
      },
    }),
  );
  const create = queue['_createTaskItem'];
  if (!create || !queue.workersList) return queue;
  queue['_createTaskItem'] = (data, callback, ...rest) => {
    const item = create.call(queue, data, handOver(callback), ...rest) as object;
    if (hasContext()) contexts.set(item, context.active());
    return item;
  };
  return queue;
}

/**
 * Stand in for a function that makes a queue: each task is processed in the context of who pushed
 * it, and so is the callback given with it.
 *
 * @param kind How the queue keeps what is pushed: `of values`, `of items`.
 * @param relation What those are who pushed the others of several tasks that are processed at once: with `link`, links.
 */
export function processTasks(callee: Callable, kind: string, relation: string): Callable {
  return function (this: unknown, ...args) {
    const at = args.findIndex((argument) => typeof argument === 'function');
    if (at < 0) return callee.apply(this, args);
    const make = (worker: (given: Callable) => Callable): Queue => callee.apply(this, args.with(at, worker(args[at] as Callable))) as Queue;
    return kind === 'of values' ? ofValues(make) : ofItems(make, relation);
  };
}
