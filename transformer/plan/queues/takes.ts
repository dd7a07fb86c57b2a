/** Where something is put into a container, and where it is taken out. */
import type { Dequeue, Enqueue, InferredQueue } from '../../boundaries/vocabulary.js';
import type { Loose } from '../../syntax.js';
import type { Row } from '../rows.js';
import type { Tree } from '../tree.js';
import type { Container } from './containers.js';
import type { Names } from './names.js';

export interface Put {
  readonly row: Row<InferredQueue>;
  readonly call: Loose;
  readonly container: Loose;
  readonly elements: readonly Loose[];
}

/** How what is taken out is got at. */
export type Taken =
  /** An expression gives the element; `first`: it gives a list of which the first is used. */
  | { readonly as: 'element' | 'first'; readonly node: Loose }
  /** A loop runs over the elements, or over entries of them. */
  | { readonly as: 'loop' | 'entries'; readonly node: Loose; readonly loop: Loose }
  /** A callback is called with each of them. */
  | { readonly as: 'callback'; readonly node: Loose };

export interface Take {
  readonly row: Row<InferredQueue>;
  /** The expression that names the container. */
  readonly container: Loose;
  readonly taken: Taken;
  /** The block whose end is reached only if what is read is removed; `undefined` where reading removes. */
  readonly removal?: Loose;
}

/** Of an array whose elements are visited. */
const CALLBACKS = new Set(['forEach', 'map', 'flatMap']);
/** Give what a container holds as a list of its own. */
const COPIES = new Set(['slice', 'values', 'entries', 'reverse', 'toReversed', 'sort']);

interface MemberCalled {
  readonly call: Loose;
  readonly name: string;
}

/** The call `expression.name(…)` of which an expression is the receiver. */
function calledOn(tree: Tree, expression: Loose): MemberCalled | undefined {
  const access = tree.outer(expression);
  const member = tree.member(access);
  if (!member || tree.unwrap(member.receiver) !== tree.unwrap(expression)) return undefined;
  const call = tree.outer(access);
  return call.kind === tree.kinds.CallExpression && tree.unwrap(call.expression) === access ? { call, name: member.name } : undefined;
}

/** How the elements of a list are got at: by a loop, a callback, an index, or through a constant. */
export function takenFrom(tree: Tree, names: Names, expression: Loose, isOfEntries = false): readonly Taken[] {
  const { kinds } = tree;
  const inner = tree.unwrap(expression);
  const parent = tree.outer(expression);
  const called = calledOn(tree, expression);
  if (called) {
    const { call, name } = called;
    const [callback] = call.arguments as Loose[];
    if (CALLBACKS.has(name)) return callback && callback.kind !== kinds.SpreadElement ? [{ as: 'callback', node: callback }] : [];
    if (name === 'next') return tree.member(tree.outer(call))?.name === 'value' ? [{ as: 'element', node: tree.outer(call) }] : [];
    if (COPIES.has(name)) return takenFrom(tree, names, call, isOfEntries);
    return name === 'shift' || name === 'pop' ? [{ as: 'element', node: call }] : [];
  }
  switch (parent.kind) {
    case kinds.ForOfStatement:
      return !parent.awaitModifier && tree.unwrap(parent.expression) === inner ? [{ as: isOfEntries ? 'entries' : 'loop', node: parent.expression, loop: parent }] : [];
    // `list ?? []`
    case kinds.BinaryExpression: {
      const isElse = parent.operatorToken.kind === kinds.QuestionQuestionToken || parent.operatorToken.kind === kinds.BarBarToken;
      return isElse && tree.unwrap(parent.left) === inner ? takenFrom(tree, names, parent, isOfEntries) : [];
    }
    case kinds.ElementAccessExpression:
      return tree.unwrap(parent.expression) === inner ? [{ as: 'element', node: parent }] : [];
    case kinds.SpreadElement: {
      const copy = parent.parent as Loose;
      return copy.kind === kinds.ArrayLiteralExpression && copy.elements.length === 1 ? takenFrom(tree, names, copy, isOfEntries) : [];
    }
    case kinds.VariableDeclaration: {
      const { name, initializer } = parent;
      if (!initializer || tree.unwrap(initializer) !== inner) return [];
      if (name.kind === kinds.ArrayBindingPattern) return [{ as: 'first', node: initializer }];
      // One that is read in its own initializer would go in a circle.
      const later = name.kind === kinds.Identifier ? names.referencesTo(parent, names.enclosing(parent)).filter((each) => each.pos >= parent.end) : [];
      return later.flatMap((each) => takenFrom(tree, names, each, isOfEntries));
    }
    default:
      return [];
  }
}

export function findPutsAndTakes(tree: Tree, names: Names, rows: readonly Row<InferredQueue>[], container: Container): { readonly puts: readonly Put[]; readonly takes: readonly Take[] } {
  const { kinds } = tree;
  const rowOf = (member: string, does: 'enqueue' | 'dequeue'): Row<InferredQueue> | undefined =>
    rows.find(({ at, effect }) => effect.does === does && at.on === container.kind && at.member.includes(member));

  const callOn = (expression: Loose): MemberCalled | undefined => calledOn(tree, expression);

  const isDropped = (node: Loose): boolean => {
    const parent = tree.outer(node);
    return parent.kind === kinds.ExpressionStatement || parent.kind === kinds.VoidExpression;
  };

  function blockOf(node: Loose): Loose {
    let at = node.parent as Loose;
    while (!tree.isStatementList(at) && at.kind !== kinds.CaseClause && at.kind !== kinds.DefaultClause) at = at.parent as Loose;
    return at;
  }

  /** Removals by the name of the row's vocabulary, with the block that each stands in. */
  const removals: { readonly by: string; readonly unit: Loose | undefined; readonly block: Loose }[] = [];
  for (const reference of container.references) {
    const unit = container.unitOf(reference);
    const parent = tree.outer(reference);
    const called = callOn(reference);
    if (called && (isDropped(called.call) || called.name === 'delete' || called.name === 'clear')) removals.push({ by: called.name, unit, block: blockOf(called.call) });
    const target = tree.member(parent)?.name === 'length' ? tree.outer(parent) : parent;
    const isAssigned = target.kind === kinds.BinaryExpression && target.operatorToken.kind === kinds.EqualsToken && holds(target.left as Loose, reference);
    if (isAssigned) removals.push({ by: target === parent ? '=' : 'length', unit, block: blockOf(reference) });
  }

  function holds(outer: Loose, inner: Loose): boolean {
    return inner.pos >= outer.pos && inner.end <= outer.end;
  }

  /** The removal that goes with reading at a node. */
  function removalFor({ effect }: Row<InferredQueue>, node: Loose): Loose | undefined {
    const { besides = [] } = effect as Dequeue;
    const unit = container.unitOf(node);
    return removals.find((each) => besides.includes(each.by) && each.unit === unit)?.block;
  }

  const puts: Put[] = [];
  const takes: Take[] = [];

  function put(row: Row<InferredQueue>, call: Loose, reference: Loose): void {
    const { argument, andOn } = row.effect as Enqueue;
    const elements = (call.arguments as Loose[]).slice(argument, andOn ? undefined : argument + 1);
    if (elements.length) puts.push({ row, call, container: reference, elements });
  }

  /** What becomes of a list of elements that are taken out. */
  function list(row: Row<InferredQueue>, reference: Loose, expression: Loose, removal: Loose | undefined): void {
    const isOfEntries = (row.effect as Dequeue).gives === 'entries';
    for (const taken of takenFrom(tree, names, expression, isOfEntries)) takes.push({ row, container: reference, taken, ...(removal && { removal }) });
  }

  for (const reference of container.references) {
    const called = callOn(reference);
    const parent = tree.outer(reference);
    if (called) {
      const { call, name } = called;
      const given = (call.arguments as Loose[]).length;
      const filling = rowOf(name, 'enqueue');
      if (filling) put(filling, call, reference);
      const row = rowOf(name, 'dequeue');
      if (!row || (isDropped(call) && !CALLBACKS.has(name)) || (name === 'splice' && given > 2)) continue;
      const { gives, besides } = row.effect as Dequeue;
      const removal = besides && removalFor(row, call);
      if (besides && !removal) continue;
      if (gives === 'element') takes.push({ row, container: reference, taken: { as: 'element', node: call }, ...(removal && { removal }) });
      else list(row, reference, CALLBACKS.has(name) ? reference : call, removal);
      continue;
    }
    const isIndexed = parent.kind === kinds.ElementAccessExpression && tree.unwrap(parent.expression) === tree.unwrap(reference) && tree.literal(parent.argumentExpression) === undefined;
    const row = rowOf(isIndexed ? '[]' : 'for…of', 'dequeue');
    const removal = row && removalFor(row, reference);
    if (!row || !removal) continue;
    if (!isIndexed) list(row, reference, reference, removal);
    else if (!isWritten(parent)) takes.push({ row, container: reference, taken: { as: 'element', node: parent }, removal });
  }

  /** Callers of a function that only hands on what it takes out are who takes it out. */
  function byCallers(take: Take): readonly Take[] {
    const { node } = take.taken;
    const parent = tree.outer(node);
    const isHandedOn = take.taken.as === 'element' && (parent.kind === kinds.ReturnStatement || (parent.kind === kinds.ArrowFunction && tree.unwrap(parent.body) === tree.unwrap(node)));
    if (!isHandedOn) return [take];
    const giver = names.enclosing(node);
    const declaration = tree.outer(giver).kind === kinds.VariableDeclaration || tree.outer(giver).kind === kinds.PropertyDeclaration ? tree.outer(giver) : giver;
    const isPlain = !giver.asteriskToken && !((giver.modifiers ?? []) as Loose[]).some((each) => each.kind === kinds.AsyncKeyword);
    const calls = declaration.name && isPlain ? names.referencesTo(declaration, tree.sourceFile as unknown as Loose).map((each) => tree.outer(each)).filter((each) => each.kind === kinds.CallExpression) : [];
    return calls.length ? calls.map((call) => ({ ...take, taken: { as: 'element', node: call } })) : [take];
  }

  function isWritten(access: Loose): boolean {
    const parent = tree.outer(access);
    return parent.kind === kinds.DeleteExpression || (parent.kind === kinds.BinaryExpression && parent.operatorToken.kind === kinds.EqualsToken && tree.unwrap(parent.left) === access);
  }

  return { puts, takes: takes.flatMap(byCallers) };
}
