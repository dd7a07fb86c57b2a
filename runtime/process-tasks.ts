/** Inside one isolate: queues whose tasks are pushed by many and processed by one function. */
import { context, type Context } from './api.js';
import { handOver } from './hand-over.js';
import { hasContext, type Callable } from './in-context.js';
import { firstOf, withRelation } from './links.js';
import type { Arrive } from './observer.js';
import { shared } from './shared.js';

type Queue = Record<string, Callable | undefined>;

/** The context of who pushed a task. */
interface Pushed {
  readonly context: Context;
  /** Where somebody observes. */
  readonly arrives: Arrive | undefined;
}

function push(): Pushed {
  const active = context.active();
  return { context: active, arrives: shared.observer?.leaves('task of a queue', active) };
}

/** A task that waits, and who pushed it; both are gone when the queue lets go of it. */
class Waiting {
  readonly pushed = push();
  constructor(readonly task: unknown) {}
}

const taskOf = (value: unknown): unknown => (value instanceof Waiting ? value.task : value);

type Make = (wrap: (worker: Callable) => Callable) => Queue;

/** A queue that keeps what is pushed as it is: it is given more than that, and shows what was pushed. */
function ofValues(make: Make, relation: string | undefined): Queue {
  const queue = make(
    (worker) =>
      function (this: unknown, value, ...rest) {
        if (!(value instanceof Waiting)) return worker.call(this, value, ...rest);
        const { context: own, arrives } = value.pushed;
        // What is linked leaves the trace.
        if (!relation) arrives?.(own);
        return context.with(withRelation(own, relation), worker, this, value.task, ...rest);
      },
  );
  const { push, unshift, getQueue, error } = queue;
  if (!push || !unshift || !getQueue || !error) return queue;
  const pushing = (add: Callable): Callable => (task, done) => add.call(queue, hasContext() ? new Waiting(task) : task, handOver(done));
  queue.push = pushing(push);
  queue.unshift = pushing(unshift);
  queue.getQueue = () => (getQueue.call(queue) as unknown[]).map(taskOf);
  queue.error = (handler) =>
    error.call(queue, typeof handler === 'function' ? (failure: unknown, value: unknown) => (handler as Callable)(failure, taskOf(value)) : handler);
  return queue;
}

/** A queue that makes an item of what is pushed: its worker finds the items that it works at last in a list. */
function ofItems(make: Make, relation: string | undefined, inBatches: boolean): Queue {
  const items = new WeakMap<object, Pushed>();

  /** The context to process what the worker is called with in. */
  function contextOf(given: unknown): Context | undefined {
    const worked = (queue.workersList?.() ?? []) as object[];
    const pushed = worked.slice(inBatches ? -(given as unknown[]).length : -1).flatMap((item) => items.get(item) ?? []);
    const contexts = pushed.map((each) => each.context);
    if (!contexts.length) return undefined;
    const own = inBatches ? firstOf(contexts, relation === 'link') : withRelation(contexts[0], relation);
    // The others are linked, and leave the trace.
    pushed.find((each) => each.context === own)?.arrives?.(own as Context);
    return own;
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
    if (hasContext()) items.set(item, push());
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
