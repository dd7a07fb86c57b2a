/** Tasks of worker pools, which travel inside the messages of a library: what is sent, and the functions that the library calls with it. */
import { context, type Span } from './api.js';
import { CARRIER, extractCarrier, isCarrier, PAYLOAD } from './carrier.js';
import { envelope } from './envelope.js';
import { unpack, type Received } from './receive.js';
import { shared } from './shared.js';
import { withSidecar } from './sidecar.js';

const TASK = 'worker pool task';

type Marked = Readonly<Record<symbol, unknown>>;

/** The index of the parameter that takes the task; `last`: the carrier comes as one argument more; `either`: one of both, the first. */
type Place = number | 'last' | 'either';

/** The symbols of a library, once they are known. */
const LIBRARIES = new Map<string, { readonly moved: symbol; readonly value: symbol; readonly queued: symbol }>();

function marksOf(library: string): { readonly moved: symbol; readonly value: symbol; readonly queued: symbol } {
  let marks = LIBRARIES.get(library);
  if (!marks) {
    const mark = (name: string): symbol => Symbol.for(`${library}.${name}`);
    LIBRARIES.set(library, (marks = { moved: mark('transferable'), value: mark('valueOf'), queued: mark('queueOptions') }));
  }
  return marks;
}

/**
 * Change what a pool is given for a task without losing what the library itself reads of it: that it
 * moves, and where in the queue it stands. https://piscinajs.dev/api-reference/Static%20Property%20and%20Methods
 *
 * @param marks The library's symbols are `Symbol.for('<marks>.transferable')` and its like.
 */
function changed<T>(task: T, marks: string | undefined, change: (value: unknown) => unknown): T {
  if (marks === undefined || typeof task !== 'object' || !task) return change(task) as T;
  const marked = task as Marked;
  const { moved, value, queued } = marksOf(marks);
  if (moved in task && value in task) {
    // The symbol that says whether it moves is the library's own.
    if (!Object.getOwnPropertySymbols(task).some(({ description }) => description === `${marks}.kMovable`)) return task;
    const given = marked[value];
    const sent = change(given);
    return sent === given ? task : (Object.create(task, { [moved]: { value: marked[moved] }, [value]: { value: sent } }) as T);
  }
  const sent = change(task);
  if (sent !== task && queued in task) Object.defineProperty(sent, queued, { get: () => marked[queued] });
  return sent as T;
}

/**
 * Put a task into an envelope beside the carrier. Called with the task that is given to a pool whose
 * worker file is known to be compiled. Inverse: {@link receiveTask}.
 *
 * @param isObject Where no task is given, the library makes an empty object of it.
 */
export function encloseTask<T>(task: T, span?: Span, marks?: string, isObject?: boolean): T {
  return changed(task, marks, (value) => {
    if (!isObject || (value ?? undefined) !== undefined) return envelope(value, span, TASK);
    const sent = withSidecar({}, span, undefined, TASK);
    return CARRIER in sent ? sent : value;
  });
}

/** As {@link encloseTask}, for each of many. What the library refuses is left to it. */
export function encloseTasks<T>(tasks: T, span?: Span, marks?: string, isObject?: boolean): T {
  const list: unknown = tasks;
  if (typeof (list as Partial<Iterable<unknown>> | null | undefined)?.[Symbol.iterator] !== 'function') return tasks;
  return Array.from(list as Iterable<unknown>, (task) => encloseTask(task, span, marks, isObject)) as T;
}

/** As {@link encloseTask}, where the worker file is not known to be compiled: only a plain object carries, and never one that moves. */
export function injectTask<T>(task: T, span?: Span, marks?: string): T {
  return changed(task, marks, (value) => (value === task ? withSidecar(value, span, undefined, TASK) : value));
}

/** What JSON leaves of an envelope whose payload it cannot say. */
function isEmptyEnvelope(task: unknown): task is Record<string, string> {
  return typeof task === 'object' && task !== null && (task as Readonly<Record<string, unknown>>)[CARRIER] === true && !(PAYLOAD in task) && isCarrier({ [PAYLOAD]: task, ...task }, true);
}

function taskAt(args: unknown[], at: number): Received | undefined {
  const task = args[at];
  const received = unpack(task) ?? (isEmptyEnvelope(task) ? { payload: undefined, carrier: task, context: extractCarrier(task) } : undefined);
  if (received) args[at] = received.payload;
  return received;
}

/** A carrier that comes as one argument more is taken off. */
function lastOf(args: unknown[]): Received | undefined {
  const last = args.at(-1);
  const received = unpack(last);
  // In an envelope there is a task.
  if (!received || (last as Readonly<Record<string, unknown>>)[CARRIER] === true || typeof received.payload !== 'object' || !received.payload || Object.keys(received.payload).length) return undefined;
  args.pop();
  return received;
}

const taskIn = (args: unknown[], at: Place): Received | undefined => (typeof at === 'number' ? taskAt(args, at) : (lastOf(args) ?? (at === 'either' ? taskAt(args, 0) : undefined)));

/** What stands in for a function, and for itself: one function that is exported twice stays one. */
const standIns = { index: new WeakMap<object, object>(), last: new WeakMap<object, object>(), either: new WeakMap<object, object>() };

const isClass = (value: object): boolean => /^class\b/.test(Function.prototype.toString.call(value));

/**
 * Make a function that sees the task as it was sent, and runs in its context. Called with what a
 * task module exports; a function called otherwise, as by the module's own program, is called as it
 * is. Its name, length and other properties are its own.
 *
 * @param name What a function without a name would have been named by its place.
 */
export function receiveTask<T>(given: T, at: Place, name?: string): T {
  if (given instanceof Promise && given.constructor === Promise) return given.then((each) => receiveTask(each as unknown, at)) as T;
  if (typeof given !== 'function' || isClass(given)) return given;
  if (name !== undefined && given.name === '') Reflect.defineProperty(given, 'name', { value: name, configurable: true });
  const known = standIns[typeof at === 'number' ? 'index' : at];
  const made = known.get(given);
  if (made) return made as T;
  const standIn = new Proxy(given, {
    apply(target, self, args: unknown[]) {
      const received = taskIn(args, at);
      const call = (): unknown => Reflect.apply(target, self, args);
      if (received) shared.observer?.received(typeof at === 'number' ? TASK : 'worker pool call', received);
      return received ? context.with(received.context, call) : call();
    },
  });
  known.set(given, standIn).set(standIn, standIn);
  return standIn;
}

/** As {@link receiveTask}, for the functions in a plain object, or in objects in it, as libraries take them: the object is seen as it is at the time. */
export function receiveTasks<T>(given: T, at: Place): T {
  if (typeof given !== 'object' || !given || given instanceof Promise) return receiveTask(given, at);
  const known = standIns[typeof at === 'number' ? 'index' : at];
  const made = known.get(given);
  if (made) return made as T;
  if (Object.getPrototypeOf(given) !== Object.prototype || !holdsFunctions(given, true)) return given;
  const standIn = new Proxy(given, {
    get(target, key, receiver) {
      const value: unknown = Reflect.get(target, key, receiver);
      const property = Reflect.getOwnPropertyDescriptor(target, key);
      // What cannot change must be shown as it is.
      return property && (property.configurable || property.writable) ? receiveTasks(value, at) : value;
    },
  });
  known.set(given, standIn).set(standIn, standIn);
  return standIn;
}

function holdsFunctions(given: unknown, mayNest: boolean): boolean {
  if (typeof given !== 'object' || !given) return false;
  const values = Object.values(Object.getOwnPropertyDescriptors(given)).map(({ value }): unknown => value);
  return values.some((value) => typeof value === 'function' || (mayNest && holdsFunctions(value, false)));
}
