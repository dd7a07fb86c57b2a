/** Inside one isolate: queues whose tasks are pushed by many and processed by one function. */
import { context, type Context } from './api.js';
import { handOver } from './hand-over.js';
import { hasContext, type Callable } from './in-context.js';
import { firstOf, withRelation } from './links.js';

type Queue = Record<string, Callable | undefined>;

/** A task that waits, and the context of who pushed it; both are gone when the queue lets go of it. */
class Waiting {
  readonly context: Context;
  constructor(readonly task: unknown, relation: string | undefined) {
    this.context = withRelation(context.active(), relation);
  }
}

const taskOf = (value: unknown): unknown => (value instanceof Waiting ? value.task : value);

type Make = (wrap: (worker: Callable) => Callable) => Queue;

/** A queue that keeps what is pushed as it is: it is given more than that, and shows what was pushed. */
function ofValues(make: Make, relation: string | undefined): Queue {
  const queue = make(
    (worker) =>
      function (this: unknown, value, ...rest) {
        return value instanceof Waiting ? context.with(value.context, worker, this, value.task, ...rest) : worker.call(this, value, ...rest);
      },
  );
  const { push, unshift, getQueue, error } = queue;
  if (!push || !unshift || !getQueue || !error) return queue;
  const pushing = (add: Callable): Callable => (task, done) => add.call(queue, hasContext() ? new Waiting(task, relation) : task, handOver(done));
  queue.push = pushing(push);
  queue.unshift = pushing(unshift);
  queue.getQueue = () => (getQueue.call(queue) as unknown[]).map(taskOf);
  queue.error = (handler) =>
    error.call(queue, typeof handler === 'function' ? (failure: unknown, value: unknown) => (handler as Callable)(failure, taskOf(value)) : handler);
  return queue;
}

/** A queue that makes an item of what is pushed: its worker finds the items that it works at last in a list. */
function ofItems(make: Make, relation: string | undefined, inBatches: boolean): Queue {
  const contexts = new WeakMap<object, Context>();

  /** The context to process what the worker is called with in. */
  function contextOf(given: unknown): Context | undefined {
    const items = (queue.workersList?.() ?? []) as object[];
    if (!inBatches) return withRelation(contexts.get(items[items.length - 1] ?? contexts), relation);
    const pushers = items.slice(-(given as unknown[]).length).flatMap((item) => contexts.get(item) ?? []);
    return pushers.length ? firstOf(pushers, relation === 'link') : undefined;
  }

  const queue: Queue = make((worker) =>
    // A Proxy, because it matters whether the worker is `async`.
    new Proxy(worker, {
      apply(target, self, args: unknown[]) {
        const given = contextOf(args[0]);
        return given ? context.with(given, target, self, ...args) : Reflect.apply(target, self, args);
      },
    }),
  );
  const create = queue['_createTaskItem'];
  if (!create || !queue.workersList) return queue;
  queue['_createTaskItem'] = (data, callback) => {
    const item = create.call(queue, data, handOver(callback)) as object;
    if (hasContext()) contexts.set(item, context.active());
    return item;
  };
  return queue;
}

/**
 * Stand in for a function that makes a queue: each task is processed in the context of who pushed
 * it, and so is the callback given with it.
 *
 * @param kind How the queue keeps what is pushed: `of values`, `of items`, `of batches`.
 * @param relation `link`: a task is processed in no context, and linked to who pushed it; of a batch, the others are.
 */
export function processTasks(callee: Callable, kind: string, relation?: string): Callable {
  return function (this: unknown, ...args) {
    const at = args.findIndex((argument) => typeof argument === 'function');
    if (at < 0) return callee.apply(this, args);
    const make: Make = (wrap) => callee.apply(this, args.with(at, wrap(args[at] as Callable))) as Queue;
    return kind === 'of values' ? ofValues(make, relation) : ofItems(make, relation, kind === 'of batches');
  };
}
