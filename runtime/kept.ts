/**
 * What an object keeps without showing it: a private field, which a constructor puts on any object
 * that its base returns. No key is added, nothing copies or clones it, and it is gone with the
 * object. A `WeakMap` would say the same, and take some twenty times as long.
 * https://tc39.es/ecma262/#sec-privatefieldadd
 */
import type { Context } from './api.js';
import type { Arrive } from './observer.js';
import { shared } from './shared.js';

/** The context in which an object was put somewhere, and where that is. */
export interface Kept {
  readonly context: Context;
  readonly container: unknown;
  /** Where somebody observes. */
  readonly arrives: Arrive | undefined;
}

export interface Keeper {
  /** In the order in which they were kept; a function, for one, may wait in several places. */
  keptBy(object: object): Kept | readonly Kept[] | undefined;
  keep(object: object, kept: Kept | readonly Kept[] | undefined): void;
}

class Given {
  constructor(object: object) {
    return object;
  }
}

class Marked extends Given {
  #kept: ReturnType<Keeper['keptBy']>;

  constructor(object: object, kept: ReturnType<Keeper['keptBy']>) {
    super(object);
    this.#kept = kept;
  }

  static keptBy(object: object): ReturnType<Keeper['keptBy']> {
    return #kept in object ? (object as Marked).#kept : undefined;
  }

  static keep(object: object, kept: ReturnType<Keeper['keptBy']>): void {
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
