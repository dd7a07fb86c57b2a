/** What the boundaries of Node's event emitters have in common. https://nodejs.org/api/events.html */
import type { Bind, End, EventArgument } from './vocabulary.js';

/** Members that add a listener, the second argument. */
export const ADD_LISTENER = ['on', 'once', 'addListener', 'prependListener', 'prependOnceListener'];
export const MESSAGE: EventArgument = { argument: 0, is: ['message'] };

/** Listeners for these events of these types run in the context of who registered them. */
export function bound(on: readonly string[], events: readonly string[], property?: readonly string[]): End {
  return listened(on, events, { attach: 'registrant' }, property);
}

/** Listeners for these events of these types run in the context that is told. */
export function listened(on: readonly string[], events: readonly string[], how: Pick<Bind, 'attach' | 'lasts'>, property?: readonly string[]): End {
  return {
    at: { site: 'member call', on, ...(property && { property }), member: ADD_LISTENER, event: { argument: 0, is: events } },
    effect: { does: 'bind', argument: 1, ...how, once: { once: 'on', prependOnceListener: 'prependListener' } },
  };
}

/** As {@link listened}, of an `EventTarget`, by its methods and by its `on…` properties. */
export function dispatched(on: readonly string[], events: readonly string[], how: Pick<Bind, 'attach'>, member = ['addEventListener']): readonly End[] {
  const effect: Bind = { does: 'bind', argument: 1, ...how, target: true };
  return [
    { at: { site: 'member call', on, member, event: { argument: 0, is: events } }, effect },
    { at: { site: 'assignment', on, member: events.map((event) => `on${event}`) }, effect },
  ];
}

/** Messages of these types that are waited for, `await once(port, 'message')`, or iterated over, `for await (… of on(port, 'message'))`. */
export function pulled(on: readonly string[]): readonly End[] {
  const pull = (name: string, as: 'awaited' | 'iterated'): End => ({
    at: { site: 'function call', of: [`events#${name}`, `events#EventEmitter.${name}`], target: { argument: 0, on }, event: { argument: 1, is: ['message'] } },
    effect: { does: 'pull', as },
  });
  return [pull('once', 'awaited'), pull('on', 'iterated')];
}
