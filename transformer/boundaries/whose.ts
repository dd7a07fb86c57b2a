/** In whose context an end's work is done, in words, where no carrier brings one. */
import type { Effect } from './vocabulary.js';

export interface Whose {
  /** `none`, or whose. */
  readonly context: string;
  /** The policy decides at each call. */
  readonly isConditional?: true;
}

/** @returns `undefined` where it is that of who sends. */
export function whose(effect: Effect): Whose | undefined {
  switch (effect.does) {
    case 'bind':
      return {
        registrant: { context: 'of who adds the listener' },
        auto: { context: 'of who adds the listener', isConditional: true as const },
        caller: { context: 'of who emits' },
        root: { context: 'none' },
      }[effect.attach];
    case 'hand over':
    case 'hand over calls':
      return { context: 'of who hands it over' };
    case 'process tasks':
      return { context: 'of who pushes the task' };
    case 'process batch':
      return { context: 'of the first who asks, linked to the others' };
    case 'enqueue':
    case 'dequeue':
      return { context: 'of who puts it in' };
    case 'enter span':
      return { context: 'of the span started by hand' };
    case 'detach':
      return { context: effect.from ? 'none, where it is that of the start' : 'none' };
    default:
      return undefined;
  }
}
