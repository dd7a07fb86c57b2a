/** Functions that are given to something which calls them later: they run in the context of who gave them. */
import type { HandOver, HandOverCalls, Position, ProcessTasks } from '../boundaries/vocabulary.js';
import type { Loose } from '../syntax.js';
import type { Matched, Planning } from './planning.js';
import type { Argument } from './rewrite.js';
import type { Row } from './rows.js';

/** The `first` function is an argument with one of these indices: options may stand before it. */
const FIRST = [0, 1];

const isLinked = ({ boundary }: Row): boolean => boundary.relation === 'link';

/** Hand over the arguments that the row tells, as far as they are or may be functions. */
export function handOver(planning: Planning, matched: Matched, effect: HandOver): void {
  const { row, node, end, verdict } = matched;
  const chosen = handedOver(planning, node, effect);
  if (!chosen.length) return;
  // What the receiver may be instead could look at the function, or call it at once.
  if (verdict === 'guarded') return planning.skipped(row, node, end, 'BATON1010');
  const span = planning.spans.at(node);
  const helper = effect.each ? 'handOverEach' : 'handOver';
  const after: readonly Argument[] = isLinked(row) ? [span ?? { nothing: true }, { text: 'link' }] : span ? [span] : [];
  planning.carried(matched, chosen.map((argument) => ({ edit: 'wrap', node: argument, helper, after })), 'same isolate');
}

/** The arguments of a call that are handed over. */
export function handedOver({ tree, kinds, resolver }: Planning, node: Loose, { arguments: positions, from = 0, each }: HandOver): readonly Loose[] {
  const given = (node.arguments ?? []) as readonly Loose[];
  const firstSpread = given.findIndex((argument) => argument.kind === kinds.SpreadElement);
  return [...new Set(positions.flatMap(chosenAt))];

  function chosenAt(position: Position): readonly Loose[] {
    if (position === 'first') return firstFunction();
    const index = position === 'last' ? given.length - 1 : position;
    const argument = given[index];
    const isAfterSpread = firstSpread >= 0 && (position === 'last' ? argument?.kind === kinds.SpreadElement : index >= firstSpread);
    if (!argument || isAfterSpread || index < from) return [];
    if (each) return [argument];
    const isWanted = isFunction(argument);
    // Who awaits the call wants its promise, so it has no callback.
    const isAwaited = position === 'last' && isWanted === undefined && tree.outer(node).kind === kinds.AwaitExpression;
    return isWanted === false || isAwaited ? [] : [argument];
  }

  /** Where the first may be one, the next is one only if that is plain to see. */
  function firstFunction(): readonly Loose[] {
    const found: Loose[] = [];
    for (const index of FIRST) {
      const argument = given[index];
      if (!argument || argument.kind === kinds.SpreadElement) break;
      const known = found.length ? isFunctionLiteral(argument) : isFunction(argument);
      if (known !== false) found.push(argument);
      if (known === true) break;
    }
    return found;
  }

  function isFunction(argument: Loose): boolean | undefined {
    const inner = tree.unwrap(argument);
    return isFunctionLiteral(inner) || (isLiteralOfAnotherKind(inner) ? false : resolver.areFunctions([inner])[0]);
  }

  function isFunctionLiteral(argument: Loose): boolean {
    const { kind } = tree.unwrap(argument);
    return kind === kinds.ArrowFunction || kind === kinds.FunctionExpression;
  }

  function isLiteralOfAnotherKind({ kind }: Loose): boolean {
    return [
      kinds.StringLiteral, kinds.NoSubstitutionTemplateLiteral, kinds.TemplateExpression, kinds.NumericLiteral, kinds.ObjectLiteralExpression,
      kinds.ArrayLiteralExpression, kinds.NewExpression, kinds.NullKeyword, kinds.TrueKeyword, kinds.FalseKeyword,
    ].includes(kind);
  }
}

/** Let each call of the function that the member makes hand over by itself. */
export function handOverCalls({ tree, kinds, carried, skipped }: Planning, matched: Matched, { by, configured }: HandOverCalls): void {
  const { row, node, end, verdict } = matched;
  const access = tree.unwrap(node.expression);
  if (verdict === 'guarded') return skipped(row, node, end, 'BATON1010');
  // An inherited method cannot be named beside its object, and one behind a `?.` may have none.
  if (access.expression.kind === kinds.SuperKeyword || tree.isOptional(node)) return;
  carried(matched, [{ edit: 'wrap member', node: access, helper: 'handOverCalls', after: [{ text: by }, { text: configured }] }], 'same isolate');
}

/** Let the queue that the function makes remember who pushed each task. */
export function processTasks({ tree, carried }: Planning, matched: Matched, { queue }: ProcessTasks): void {
  const { row, node } = matched;
  if (tree.isOptional(node)) return;
  carried(matched, [{ edit: 'wrap', node: node.expression, helper: 'processTasks', after: [{ text: queue }, ...(isLinked(row) ? [{ text: 'link' }] : [])] }], 'same isolate');
}
