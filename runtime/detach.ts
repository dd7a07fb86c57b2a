/** Work that lasts longer than what is active where it starts. */
import { context, ROOT_CONTEXT, type Context } from './api.js';

type Method = (this: unknown, ...args: unknown[]) => unknown;

/** As far as is needed of `net.Server`. */
interface Server {
  emit: Method;
}

const isServer = (value: unknown): value is Server =>
  typeof value === 'object' && value !== null && 'listening' in value && typeof (value as Partial<Server>).emit === 'function';

/**
 * What a server emits when it starts to listen, or fails to, is meant for who made it listen.
 *
 * @returns Takes it back.
 */
function answer(server: Server, active: Context): () => void {
  const own = Object.getOwnPropertyDescriptor(server, 'emit');
  const inherited = (): Method => own?.value ?? (Object.getPrototypeOf(server) as Server).emit;
  let isOver = false;
  function restore(): void {
    isOver = true;
    if (server.emit !== emit) return;
    if (own) Object.defineProperty(server, 'emit', own);
    else delete (server as Partial<Server>).emit;
  }
  function emit(this: unknown, event: unknown, ...args: unknown[]): unknown {
    if (isOver || (event !== 'listening' && event !== 'error' && event !== 'close')) return inherited().call(this, event, ...args);
    restore();
    // An event that is emitted by hand is its emitter's.
    return context.with(context.active() === ROOT_CONTEXT ? active : context.active(), inherited(), this, event, ...args);
  }
  Object.defineProperty(server, 'emit', { configurable: true, writable: true, value: emit });
  return restore;
}

/**
 * Stand in for a method that keeps the context in which it is called, `server.listen` for all its
 * connections, so that it keeps none. What it calls back runs where it was called.
 *
 * @param recurs What it calls back recurs, and runs in no context either.
 */
export function detachMember(target: Readonly<Record<PropertyKey, Method>>, key: PropertyKey, recurs?: boolean): Method {
  return (...args) => {
    const active = context.active();
    const method = target[key] as Method;
    if (active === ROOT_CONTEXT) return method.apply(target, args);
    const restore = isServer(target) ? answer(target, active) : undefined;
    const given = restore || recurs ? args : args.map((each) => (typeof each === 'function' ? context.bind(active, each) : each));
    try {
      const result = context.with(ROOT_CONTEXT, method, target, ...given);
      // `listen` of a framework makes the server and returns it.
      if (!restore && isServer(result)) answer(result, active);
      return result;
    } catch (error) {
      restore?.();
      throw error;
    }
  };
}

/** Stand in for the class in `new CronJob(…)`, and its like, whose timer keeps the context in which it is made. */
export function detachConstructor<T>(type: T): T {
  return context.bind(ROOT_CONTEXT, function (...args: unknown[]) {
    return new (type as new (...args: unknown[]) => unknown)(...args);
  }) as T;
}
