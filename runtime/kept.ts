/**
 * What an object keeps without showing it: a private field, which a constructor puts on any object
 * that its base returns. No key is added, nothing copies or clones it, and it is gone with the
 * object. A `WeakMap` would say the same, and take some twenty times as long.
 * https://tc39.es/ecma262/#sec-privatefieldadd
 */
import type { Context } from './api.js';
import { shared } from './shared.js';

/** Several contexts where one object waits several times, as a function may. */
export type Kept = Context | readonly Context[] | undefined;

export interface Keeper {
  keptBy(object: object): Kept;
  keep(object: object, kept: Kept): void;
}

class Given {
  constructor(object: object) {
    return object;
  }
}

class Marked extends Given {
  #kept: Kept;

  constructor(object: object, kept: Kept) {
    super(object);
    this.#kept = kept;
  }

  static keptBy(object: object): Kept {
    return #kept in object ? (object as Marked).#kept : undefined;
  }

  static keep(object: object, kept: Kept): void {
    if (#kept in object) (object as Marked).#kept = kept;
    else if (kept) {
      try {
        new Marked(object, kept);
      } catch {
        // An engine may refuse what is frozen, which then keeps nothing.
      }
    }
  }
}

/** One for all copies of the runtime in a thread. */
export const { keptBy, keep } = (shared.keeper ??= Marked as Keeper);
