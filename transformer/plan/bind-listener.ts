/** A listener that runs in the context which a row tells. */
import type { Bind } from '../boundaries/vocabulary.js';
import type { Node } from '../syntax.js';
import type { Wrap } from './rewrite.js';

/** As the runtime calls it. */
export const policyOf = ({ attach, lasts }: Bind): string => (attach === 'auto' && lasts ? lasts : attach);

/** @param once The event's name, where the listener is to be called once. */
export function bindListener(effect: Bind, listener: Node, once?: string): Wrap {
  const after = once === undefined ? [] : [{ text: once }];
  if (effect.attach === 'registrant') return { edit: 'wrap', node: listener, helper: 'bind', after };
  return { edit: 'wrap', node: listener, helper: 'bindAs', before: [{ text: policyOf(effect) }], after };
}
