/** Whether a container is a queue: what shows that its elements are work that somebody else asked for. */
import type { Loose } from '../../syntax.js';
import type { Tree } from '../tree.js';
import type { Names } from './names.js';
import type { Put, Take } from './takes.js';
import type { Path, Use, Uses } from './uses.js';

export type Verdict =
  | { readonly is: 'proven'; readonly because: string }
  /** It is filled and drained, but its elements may be anything. */
  | { readonly is: 'open' }
  /** Its elements are no work: settled promises, resources, entries of a cache. */
  | { readonly is: 'none' };

/** Calls that send a payload to another execution unit, and the other calls that a boundary was found at. */
export interface Ends {
  readonly sends: ReadonlySet<Loose>;
  readonly others: ReadonlySet<Loose>;
}

const SETTLERS: ReadonlySet<string> = new Set(['resolve', 'reject']);

export function judge(tree: Tree, names: Names, uses: Uses, ends: Ends, puts: readonly Put[], takes: readonly Take[]): Verdict {
  const { kinds } = tree;
  const calls = new Map(puts.map((put) => [put.call, put]));

  function usesOf({ taken }: Take): readonly Use[] {
    switch (taken.as) {
      case 'element':
        return uses.ofExpression(taken.node);
      case 'first': {
        const [first] = (tree.outer(taken.node).name?.elements ?? []) as Loose[];
        return first?.kind === kinds.BindingElement ? uses.ofBinding(first.name as Loose) : [];
      }
      case 'loop':
      case 'entries': {
        const [declaration] = (taken.loop.initializer.declarations ?? []) as Loose[];
        if (!declaration) return [];
        const name = declaration.name as Loose;
        if (taken.as === 'loop') return uses.ofBinding(name);
        const value = name.kind === kinds.ArrayBindingPattern ? (name.elements as Loose[])[1] : undefined;
        return value?.kind === kinds.BindingElement && value.name ? uses.ofBinding(value.name as Loose) : [];
      }
      case 'callback': {
        const [parameter] = (names.functionOf(taken.node)?.parameters ?? []) as Loose[];
        return parameter ? uses.ofBinding(parameter.name as Loose) : [];
      }
    }
  }

  function isWithin(node: Loose, block: Loose): boolean {
    for (let at: Loose | undefined = node; at; at = at.parent as Loose | undefined) if (at === block) return true;
    return false;
  }

  /** Where reading does not remove, only what is used where it is removed was taken out. */
  function isTakenOut(take: Take, use: Use): boolean {
    if (!take.removal || isWithin(use.node, take.removal)) return true;
    return 'loop' in take.taken && take.removal === take.taken.loop.statement;
  }

  /** Put back on every way: a cache that is refreshed, a ring, a resource that is released. */
  function isPutBack(take: Take, use: Use): boolean {
    const put = use.is === 'given' && !use.path.length ? calls.get(use.call) : undefined;
    if (!put?.elements.includes(use.node) && !put?.elements.some((each) => isWithin(use.node, each))) return false;
    let at: Loose = put.call;
    const block = (take.taken.as === 'loop' || take.taken.as === 'entries' ? take.taken.loop.statement : listOf(take.taken.node)) as Loose;
    for (; at !== block; at = at.parent as Loose) {
      if (at.kind === kinds.SourceFile) return false;
      const parent = at.parent as Loose;
      if (parent.kind === kinds.TryStatement && parent.finallyBlock === at) return true;
      if (parent.kind === kinds.IfStatement || parent.kind === kinds.CatchClause || tree.isFunction(parent)) return false;
    }
    return true;
  }

  function listOf(node: Loose): Loose {
    let at = node.parent as Loose;
    while (!tree.isStatementList(at)) at = at.parent as Loose;
    return at;
  }

  /** What is sent to, or listened to, is a resource and no job. */
  const isResource = (use: Use): boolean => use.is === 'receiver' && (ends.sends.has(use.call) || ends.others.has(use.call));

  const declarationOf = (value: Loose): Loose | undefined => (value.kind === kinds.Identifier ? names.declarationOf(value) : undefined);

  function isOfExecutor(value: Loose): boolean {
    const declaration = declarationOf(value);
    const call = declaration?.kind === kinds.Parameter ? tree.outer(declaration.parent as Loose) : undefined;
    return call?.kind === kinds.NewExpression && call.expression.text === 'Promise';
  }

  /** `resolve = settle`, in the executor of a promise. */
  function isGivenSettler(reference: Loose): boolean {
    const { parent } = reference as { parent: Loose };
    return parent.kind === kinds.BinaryExpression && parent.operatorToken.kind === kinds.EqualsToken && parent.left === reference && isOfExecutor(tree.unwrap(parent.right));
  }

  /** A promise's own functions need no context: who awaits it keeps theirs. */
  function isSettler(value: Loose): boolean {
    const declaration = declarationOf(value);
    // `const { promise, resolve } = Promise.withResolvers()`, and what stands in for it.
    if (declaration?.kind === kinds.BindingElement) return SETTLERS.has((declaration.propertyName ?? declaration.name).text as string);
    const isLate = declaration?.kind === kinds.VariableDeclaration && !declaration.initializer;
    return isLate ? names.referencesTo(declaration, names.enclosing(declaration)).some(isGivenSettler) : isOfExecutor(value);
  }

  /** What an element is made by: a literal, or a class of this file. */
  function madeBy(element: Loose): Loose {
    const value = tree.unwrap(element);
    const declaration = value.kind === kinds.Identifier ? names.declarationOf(value) : undefined;
    const isOwn = declaration?.kind === kinds.VariableDeclaration && declaration.initializer && tree.outer(value).kind !== kinds.SpreadElement;
    return isOwn ? tree.unwrap(declaration.initializer) : value;
  }

  /** Whether each element has a function of its own under the name, as a literal's property or a class's field. */
  function holdsFunction(element: Loose, name: string): boolean {
    const made = madeBy(element);
    if (made.kind === kinds.ObjectLiteralExpression) {
      const property = (made.properties as Loose[]).find((each) => each.name?.text === name);
      const value = property?.kind === kinds.ShorthandPropertyAssignment ? property.name : property?.initializer;
      return property?.kind === kinds.MethodDeclaration || (value !== undefined && !isSettler(tree.unwrap(value)));
    }
    const type = made.kind === kinds.NewExpression ? names.declarationOf(made.expression) : undefined;
    const members = (type?.members ?? []) as Loose[];
    const parameters = members.flatMap((each) => (each.kind === kinds.Constructor ? (each.parameters as Loose[]) : []));
    return [...members, ...parameters.filter((each) => each.modifiers?.length)].some((each) => each.kind !== kinds.MethodDeclaration && each.name?.text === name);
  }

  const used = takes.flatMap((take) => usesOf(take).filter((use) => isTakenOut(take, use)).map((use) => ({ take, use })));
  if (used.some(({ take, use }) => isResource(use) || isPutBack(take, use))) return { is: 'none' };
  const isTakenItself = (element: Loose): boolean => used.some(({ use }) => use.is === 'given' && !use.path.length && use.node === element);
  const elements = puts.flatMap((put) => put.elements).filter((element) => !isTakenItself(element));

  const called = (path: Path): string | undefined => {
    if (!path.length) return elements.every((each) => isSettler(madeBy(each))) ? undefined : 'its elements are functions, which are called after they are taken out';
    const [name = ''] = path;
    const isWork = path.length === 1 && elements.length > 0 && elements.every((each) => holdsFunction(each, name));
    return isWork ? `its elements hold a function, "${name}", which is called after they are taken out` : undefined;
  };
  for (const { use } of used) {
    const because = use.is === 'called' ? called(use.path) : use.is === 'given' && ends.sends.has(use.call) ? 'its elements are sent to another execution unit after they are taken out' : undefined;
    if (because) return { is: 'proven', because };
  }
  const isUsed = used.some(({ use }) => use.is !== 'returned' && !(use.is === 'called' && use.path.length));
  return isUsed && elements.some((each) => !isSettler(madeBy(each))) ? { is: 'open' } : { is: 'none' };
}
