/** Objects as literals make them. */
import { builtin, hasPlainPrototype } from './platform.js';

/** Whether a value is a Proxy: structured clone refuses one, and a copy of it would be let through. */
export const isProxy: (value: unknown) => boolean = builtin('util')?.types.isProxy ?? (() => false);

/** Whether a value is an object as literals make them, of any realm: its copy is as good as itself. */
export function isPlain(value: object): boolean {
  return !isProxy(value) && hasPlainPrototype(value) && {}.toString.call(value) === '[object Object]';
}
