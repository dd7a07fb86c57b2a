/** What becomes of a value: followed through names, patterns, properties and functions of the same file. */
import type { Loose } from '../../syntax.js';
import type { Tree } from '../tree.js';
import type { Names } from './names.js';

/** Read from the value, from the outside in: `job.task` is `['task']` of `job`. */
export type Path = readonly string[];

export type Use =
  /** `value()`, or handed to something that calls it. */
  | { readonly is: 'called'; readonly path: Path; readonly node: Loose }
  /** An argument, or part of one, of a call. */
  | { readonly is: 'given'; readonly path: Path; readonly node: Loose; readonly call: Loose }
  /** `value.member(…)`, of any depth. */
  | { readonly is: 'receiver'; readonly path: Path; readonly node: Loose; readonly call: Loose }
  | { readonly is: 'returned'; readonly path: Path; readonly node: Loose };

/** Functions that are passed on are not followed further. */
const DEPTH = 3;
/** Nor is what is read from further in. */
const LENGTH = 5;
/** They call the functions that they are given, so many of their arguments. */
const CALLERS: ReadonlyMap<string | undefined, number> = new Map([
  ['setTimeout', 1], ['setImmediate', 1], ['queueMicrotask', 1], ['nextTick', 1], ['then', 2], ['catch', 1], ['finally', 1],
]);

export interface Uses {
  /** Where an expression's value is used; `path` is what the expression reads of the value that is asked for. */
  ofExpression(expression: Loose, path?: Path): readonly Use[];
  /** Where what a name or a pattern is bound to is used. */
  ofBinding(name: Loose, path?: Path): readonly Use[];
}

export function createUses(tree: Tree, names: Names): Uses {
  const { kinds } = tree;
  /** Names and assignments that are being followed: what goes in a circle is followed once. */
  const followed = new Set<Loose>();

  function once(node: Loose, follow: () => readonly Use[]): readonly Use[] {
    if (followed.has(node)) return [];
    followed.add(node);
    const uses = follow();
    followed.delete(node);
    return uses;
  }

  function ofBinding(name: Loose, path: Path, depth: number): readonly Use[] {
    if (path.length > LENGTH) return [];
    if (name.kind === kinds.Identifier) {
      const declaration = name.parent as Loose;
      return once(declaration, () => names.referencesTo(declaration, names.enclosing(declaration)).flatMap((each) => ofExpression(each, path, depth)));
    }
    return (name.elements as Loose[]).flatMap((element, i) => {
      if (element.kind !== kinds.BindingElement || !element.name || element.dotDotDotToken) return [];
      const key = name.kind === kinds.ObjectBindingPattern ? ((element.propertyName ?? element.name).text as string | undefined) : String(i);
      return key === undefined ? [] : ofBinding(element.name, [...path, key], depth);
    });
  }

  /** Of a value that is assigned: in the same function, by what it is assigned to. */
  function ofTarget(target: Loose, path: Path, depth: number): readonly Use[] {
    const declaration = names.declarationOf(target);
    if (!declaration) return [];
    const later = names.referencesTo(declaration, names.enclosing(target)).filter((each) => each !== tree.unwrap(target) && each.pos > target.pos);
    return once(target, () => later.flatMap((each) => ofExpression(each, path, depth)));
  }

  function ofArgument(call: Loose, argument: Loose, path: Path, depth: number): readonly Use[] {
    const given: Use = { is: 'given', path, node: argument, call };
    const callee = tree.unwrap(call.expression);
    const name = (tree.member(callee)?.name ?? callee.text) as string | undefined;
    const at = (call.arguments as Loose[]).indexOf(argument);
    if (at < (CALLERS.get(name) ?? 0)) return [given, { is: 'called', path, node: argument }];
    const target = depth < DEPTH ? names.functionOf(callee) : undefined;
    const parameter = (target?.parameters as Loose[] | undefined)?.[at];
    return [given, ...(parameter && !parameter.dotDotDotToken ? ofBinding(parameter.name, path, depth + 1) : [])];
  }

  function ofExpression(expression: Loose, path: Path, depth: number): readonly Use[] {
    let node = expression;
    while (tree.outer(node) !== node.parent) node = node.parent as Loose;
    const parent = node.parent as Loose;
    const { AmpersandAmpersandToken, BarBarToken, QuestionQuestionToken, EqualsToken, QuestionQuestionEqualsToken } = kinds;
    switch (parent.kind) {
      case kinds.CallExpression: {
        if (parent.expression !== node) return ofArgument(parent, node, path, depth);
        const called: Use = { is: 'called', path, node: parent };
        return path.length ? [called, { is: 'receiver', path, node, call: parent }] : [called];
      }
      case kinds.PropertyAccessExpression:
      case kinds.ElementAccessExpression: {
        if (parent.expression !== node) return [];
        const name = (tree.member(parent)?.name ?? parent.name?.text) as string | undefined;
        if (name === undefined) return [];
        const isCalled = tree.outer(parent).kind === kinds.CallExpression && (tree.outer(parent).expression as Loose) === parent;
        if (isCalled && (name === 'call' || name === 'apply')) return [{ is: 'called', path, node: tree.outer(parent) }];
        return ofExpression(parent, [...path, name], depth);
      }
      case kinds.VariableDeclaration:
        return parent.initializer === node ? ofBinding(parent.name, path, depth) : [];
      case kinds.BinaryExpression: {
        const operator = parent.operatorToken.kind as number;
        if ([AmpersandAmpersandToken, BarBarToken, QuestionQuestionToken].includes(operator)) return ofExpression(parent, path, depth);
        const isAssigned = (operator === EqualsToken || operator === QuestionQuestionEqualsToken) && parent.right === node;
        return isAssigned ? [...ofTarget(parent.left, path, depth), ...ofExpression(parent, path, depth)] : [];
      }
      case kinds.ConditionalExpression:
        return parent.condition === node ? [] : ofExpression(parent, path, depth);
      case kinds.ReturnStatement:
        return [{ is: 'returned', path, node }];
      case kinds.ArrowFunction:
        return parent.body === node ? [{ is: 'returned', path, node }] : [];
      case kinds.PropertyAssignment:
      case kinds.ShorthandPropertyAssignment:
      case kinds.SpreadAssignment:
      case kinds.SpreadElement:
      case kinds.ObjectLiteralExpression:
      case kinds.ArrayLiteralExpression:
        return partOfArgument(parent, path);
      default:
        return [];
    }
  }

  /** Of what stands in a literal: whom that is given to. */
  function partOfArgument(literal: Loose, path: Path): readonly Use[] {
    let node = literal;
    const LITERALS = [kinds.PropertyAssignment, kinds.ShorthandPropertyAssignment, kinds.SpreadAssignment, kinds.SpreadElement, kinds.ObjectLiteralExpression, kinds.ArrayLiteralExpression];
    while (LITERALS.includes(node.kind) || tree.outer(node) !== node.parent) {
      const parent = node.parent as Loose;
      if (parent.kind === kinds.CallExpression) return [{ is: 'given', path, node, call: parent }];
      node = parent;
    }
    return [];
  }

  return {
    ofExpression: (expression, path = []) => ofExpression(expression, path, 0),
    ofBinding: (name, path = []) => ofBinding(name, path, 0),
  };
}
