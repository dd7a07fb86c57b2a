/** Listeners that run in the context which a policy tells. */
import { callIn, type Call, type Listener, type Policy } from './policy.js';
import { standInFor } from './stand-in.js';

const AS_IT_IS: Call = (listener, self, args) => listener.apply(self, args);

/**
 * Make an `EventEmitter` listener run in the context that the policy tells.
 *
 * @param once The event's name, where the listener is to be called once.
 * @returns The listener itself where it is to be called as it is.
 */
export function bindAs<T>(policy: Policy, listener: T, once?: string): T {
  const call = typeof listener === 'function' && callIn(policy);
  if (typeof listener !== 'function' || !(call || once !== undefined)) return listener;
  return standInFor(listener as unknown as Listener, call || AS_IT_IS, once) as T;
}

interface HandlerObject {
  handleEvent(event: unknown): unknown;
}

/** What stands for a listener at a target, for events of one type. */
interface Entry {
  /** As who added it last has it called. */
  call: Call | undefined;
  readonly standIn: Listener | HandlerObject;
}

type Entries = WeakMap<object, Map<unknown, Entry>>;

type Target = Record<PropertyKey, unknown>;

/** By target, by listener. */
const targets = new WeakMap<object, Entries>();
/** The handlers of `on…` properties, by what stands for them. */
const handlers = new WeakMap<object, unknown>();
const watched = new WeakMap<object, Set<PropertyKey>>();

const ADD = new Set<PropertyKey>(['addEventListener', 'addListener', 'on', 'once']);

const isListener = (value: unknown): value is object => typeof value === 'function' || (typeof value === 'object' && value !== null);

/** Listeners of a target that are removed by what they stand for, by whomever. */
function entriesOf(target: Target): Entries {
  const known = targets.get(target);
  if (known) return known;
  const entries: Entries = new WeakMap();
  targets.set(target, entries);
  const remove = target['removeEventListener'] as Listener;
  Object.defineProperty(target, 'removeEventListener', {
    configurable: true,
    writable: true,
    value(this: unknown, type: unknown, listener: unknown, ...rest: unknown[]) {
      const entry = isListener(listener) && entries.get(listener)?.get(type);
      if (entry) {
        entry.call = undefined;
        remove.call(this, type, entry.standIn, ...rest);
      }
      return remove.call(this, type, listener, ...rest);
    },
  });
  return entries;
}

function entryFor(listener: object, call: Call | undefined): Entry {
  const entry: Entry = {
    call,
    standIn:
      typeof listener === 'function'
        ? function (this: unknown, ...args) {
            return entry.call ? entry.call(listener as Listener, this, args) : (listener as Listener).apply(this, args);
          }
        : {
            handleEvent(event) {
              const handle: Listener = (each) => (listener as HandlerObject).handleEvent(each);
              return entry.call ? entry.call(handle, listener, [event]) : handle(event);
            },
          },
  };
  return entry;
}

function add(target: Target, member: PropertyKey, call: Call | undefined, [type, listener, ...rest]: unknown[]): unknown {
  const native = target[member] as Listener;
  if (!isListener(listener)) return native.call(target, type, listener, ...rest);
  const known = targets.get(target)?.get(listener)?.get(type);
  if (!known && !call) return native.call(target, type, listener, ...rest);
  // A target takes the same listener once only, and so it does what stands for it.
  const entry = known ?? entryFor(listener, call);
  entry.call = call;
  const entries = entriesOf(target);
  entries.set(listener, (entries.get(listener) ?? new Map<unknown, Entry>()).set(type, entry));
  return native.call(target, type, entry.standIn, ...rest);
}

/** Set an `on…` property, and have it read as it was set. */
function assign(target: Target, key: PropertyKey, call: Call | undefined, value: unknown): void {
  let owner: object | null = target;
  while (owner && !Object.hasOwn(owner, key)) owner = Object.getPrototypeOf(owner) as object | null;
  const { get, set } = (owner && Object.getOwnPropertyDescriptor(owner, key)) ?? {};
  if (typeof value !== 'function' || !call || !get || !set) {
    target[key] = value;
    return;
  }
  const known = watched.get(target) ?? new Set();
  watched.set(target, known);
  if (!known.has(key)) {
    known.add(key);
    Object.defineProperty(target, key, {
      configurable: true,
      get: () => {
        const current: unknown = get.call(target);
        return isListener(current) && handlers.has(current) ? handlers.get(current) : current;
      },
      set: (given) => set.call(target, given),
    });
  }
  const { standIn } = entryFor(value, call);
  handlers.set(standIn, value);
  target[key] = standIn;
}

/**
 * Stand in for an `EventTarget` where a listener is added to it, or a handler set, so that the
 * listener runs in the context that the policy tells. It stays removable by itself, from any code,
 * and a handler is read as it was set.
 * https://dom.spec.whatwg.org/#interface-eventtarget
 *
 * @returns The target itself where listeners are to be called as they are.
 */
export function listensAs<T>(policy: Policy, target: T): T {
  if (typeof target !== 'object' || !target || typeof (target as Target)['removeEventListener'] !== 'function' || !Object.isExtensible(target)) return target;
  const call = callIn(policy);
  if (!call && !targets.has(target)) return target;
  return new Proxy(target, {
    get(_, key) {
      const value: unknown = (target as Target)[key];
      return ADD.has(key) && typeof value === 'function' ? (...args: unknown[]) => add(target as Target, key, call, args) : value;
    },
    set(_, key, value) {
      assign(target as Target, key, call, value);
      return true;
    },
  });
}
