/** What may not be there, `a?.b(c)`, is emitted for older targets as `a === null || … ? void 0 : a.b(c)`. */
import type { Kinds, Loose } from '../syntax.js';

export interface OptionalChains {
  /** Whether a node of the source is a chain in which something may not be there. */
  isOptional(node: Loose): boolean;
  /** The whole of which an emitted node is what follows when all is there. */
  guardOf(emitted: Loose): Loose | undefined;
  /** The call that `node` of the source has become: `a.b?.(c)` may be `(_a = a.b) === null || … ? void 0 : _a.call(a, c)`. */
  callIn(guard: Loose, node: Loose): Loose | undefined;
}

export function createOptionalChains(kinds: Kinds): OptionalChains {
  const LINKS: ReadonlySet<number> = new Set([
    kinds.CallExpression, kinds.PropertyAccessExpression, kinds.ElementAccessExpression, kinds.NonNullExpression,
  ]);

  const isOptional = (node: Loose): boolean => !!node.questionDotToken || (LINKS.has(node.kind) && isOptional(node.expression));

  /** It may be given its `this` first. */
  function isSameCall(call: Loose, node: Loose): boolean {
    if (call.kind !== kinds.CallExpression) return false;
    const { expression, arguments: given } = call;
    const isGivenThis = expression.kind === kinds.PropertyAccessExpression && expression.name.text === 'call';
    return given.length === node.arguments.length + (isGivenThis ? 1 : 0);
  }

  return {
    isOptional,
    guardOf(emitted) {
      let whole = emitted;
      while ((whole.parent as Loose | undefined)?.kind === kinds.ParenthesizedExpression) whole = whole.parent as Loose;
      const guard = whole.parent as Loose | undefined;
      return guard?.kind === kinds.ConditionalExpression && guard.whenFalse === whole && guard.whenTrue.kind === kinds.VoidExpression ? guard : undefined;
    },
    callIn(guard, node) {
      let call = guard.kind === kinds.ConditionalExpression ? (guard.whenFalse as Loose | undefined) : undefined;
      while (call && !isSameCall(call, node)) call = call.expression as Loose | undefined;
      return call;
    },
  };
}
