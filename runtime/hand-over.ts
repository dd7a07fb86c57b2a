/** Inside one isolate: functions that something calls later, in the context of who handed them over. */
import { context, trace, type Span } from './api.js';
import { hasContext, inContext, type Callable } from './in-context.js';
import { withRelation } from './links.js';
import { shared } from './shared.js';

/**
 * Make a function run in the context in which it is handed over, also where that is none: a task of
 * nobody must not become part of the request that happens to make room for it. Called with the
 * callbacks and tasks that are given to a queue, a connection, a promise that is not a native one.
 *
 * @param span A span that is open but not active, whose context it runs in instead.
 * @param relation `link`: it runs in no context, and its spans are linked to that.
 * @returns What is no function, and everything where no context manager is registered, untouched.
 */
export function handOver<T>(task: T, span?: Span, relation?: 'link'): T {
  if (typeof task !== 'function' || !hasContext()) return task;
  const active = context.active();
  const given = span ? trace.setSpan(active, span) : active;
  // What is linked leaves the trace.
  const arrives = relation ? undefined : shared.observer?.leaves('callback handed over', given);
  return inContext(task as unknown as Callable, withRelation(given, relation), arrives) as T;
}

/** As {@link handOver}, for each of the functions in an array, in a copy. */
export function handOverEach<T>(tasks: T, span?: Span, relation?: 'link'): T {
  return Array.isArray(tasks) && hasContext() ? (tasks.map((task: unknown) => handOver(task, span, relation)) as T) : tasks;
}

/**
 * Stand in for a member that makes a function of the one given, each call of which is to run in the
 * context of its own caller: `limiter.wrap(task)` and its like.
 *
 * @param by The member that a single call is handed over by: `limiter.schedule(task, …)`.
 * @param configured The property of the function made that takes options before the arguments.
 */
export function handOverCalls(object: Readonly<Record<PropertyKey, Callable>>, key: PropertyKey, by: string, configured: string): Callable {
  const make = object[key] as Callable;
  return (...args) => {
    const made = make.apply(object, args) as Callable & Record<string, Callable>;
    const [task] = args;
    if (typeof task !== 'function') return made;
    const call = (object[by] as Callable).bind(object);
    made[configured] = (options, ...rest) => call(options, handOver(task), ...rest);
    return new Proxy(made, { apply: (_, self, rest: unknown[]) => call(handOver(task.bind(self)), ...rest) });
  };
}
