/** Where a node of a source is in what the compiler has made of it. */
import type { Kinds, Loose, Node, SourceFile } from '../syntax.js';
import { isStatement, type EmittedTree } from './emitted-tree.js';
import { createOptionalChains } from './optional-chains.js';
import { innermostBody, samePart } from './roles.js';

/** All give nothing where the place cannot be told beyond doubt. */
export interface Locate {
  node(node: Node): Loose | undefined;
  /** The whole of a value: what may not be there, `a?.b()`, may be emitted as `a === null || … ? void 0 : a.b()`. */
  value(node: Node): Loose | undefined;
  /** What a block is, or the body of a function: an expression may have become a block. */
  block(node: Node): Loose | undefined;
}

export function createLocate(kinds: Kinds, source: SourceFile, emitted: EmittedTree): Locate {
  const known = new Map<Node, Loose | undefined>();
  const chains = createOptionalChains(kinds);
  const OUTER: ReadonlySet<number> = new Set([
    kinds.ParenthesizedExpression, kinds.AsExpression, kinds.NonNullExpression, kinds.SatisfiesExpression, kinds.TypeAssertionExpression,
  ]);
  const CALLS: ReadonlySet<number> = new Set([kinds.CallExpression, kinds.NewExpression]);
  const FUNCTIONS: ReadonlySet<number> = new Set([
    kinds.FunctionDeclaration, kinds.FunctionExpression, kinds.ArrowFunction, kinds.MethodDeclaration, kinds.Constructor, kinds.GetAccessor, kinds.SetAccessor,
  ]);
  const LOOPS: ReadonlySet<number> = new Set([kinds.ForStatement, kinds.ForOfStatement, kinds.ForInStatement, kinds.WhileStatement, kinds.DoStatement]);
  /** What an exported or imported name, a private member or an awaited value may be emitted as. */
  const OTHERWISE: ReadonlyMap<number, readonly number[]> = new Map([
    [kinds.Identifier, [kinds.PropertyAccessExpression, kinds.ElementAccessExpression, kinds.ParenthesizedExpression]],
    [kinds.PropertyAccessExpression, [kinds.CallExpression]],
    [kinds.AwaitExpression, [kinds.YieldExpression]],
    [kinds.ForOfStatement, [kinds.ForStatement]],
    [kinds.FunctionDeclaration, [kinds.ExportAssignment]],
    [kinds.ShorthandPropertyAssignment, [kinds.PropertyAssignment]],
  ]);

  const start = (node: Node): number => node.getStart(source);

  function locate(node: Node): Loose | undefined {
    if (node === source) return emitted.sourceFile as unknown as Loose;
    if (!known.has(node)) {
      // Asked for while it is looked for, it is found by none of what stands around it.
      known.set(node, undefined);
      known.set(node, find(node as Loose));
    }
    return known.get(node);
  }

  const isBody = (node: Loose): boolean => FUNCTIONS.has(node.parent.kind) && (node.parent as Loose).body === node;

  function find(node: Loose): Loose | undefined {
    const parent = node.parent as Loose;
    if (node.kind === kinds.Block && isBody(node)) return bodyOf(parent) ?? byStatements(node);
    if (parent.statement === node && LOOPS.has(parent.kind)) return byPart(node);
    if (isStatement(kinds, node)) return byPlace(node) ?? byWhatIsInIt(node);
    const found = CALLS.has(node.kind) ? (byCallee(node) ?? byPlace(node) ?? byGuard(node)) : byPlace(node);
    return withParentheses(node, found ?? byPart(node) ?? byStatements(node));
  }

  function bodyOf(parent: Loose): Loose | undefined {
    const found = locate(parent);
    return found && innermostBody(kinds, found);
  }

  /** By where it starts and ends. Of what only types it nothing is left but, sometimes, its end. */
  function byPlace(node: Loose): Loose | undefined {
    const core = within(node);
    const starts = new Set([start(core), start(node), ...afterModifiers(core)]);
    const ends = new Set([core.end, node.end, ...around(node).map(({ end }) => end)]);
    const statement = isStatement(kinds, node);
    const candidates = [...starts]
      .flatMap(emitted.startingAt)
      .filter((each) => isStatement(kinds, each) === statement && ends.has(emitted.endOf(each) ?? -1) && isSameCall(core, each));
    const otherwise = OTHERWISE.get(core.kind) ?? [];
    const same = candidates.filter(({ kind }) => kind === core.kind);
    const found = same.length ? same : candidates.filter(({ kind }) => otherwise.includes(kind));
    if (found.length || !statement) return found[0];
    return candidates.length === 1 ? candidates[0] : undefined;
  }

  /** The name by which something is called is emitted wherever the call is. */
  function byCallee(node: Loose): Loose | undefined {
    const callee = within(node.expression);
    const name = (callee.kind === kinds.PropertyAccessExpression ? callee.name : callee.kind === kinds.ElementAccessExpression ? within(callee.argumentExpression) : callee) as Loose;
    if (FUNCTIONS.has(name.kind) || CALLS.has(name.kind)) return undefined;
    const calls = emitted
      .startingAt(start(name))
      .flatMap((each) => calledBy(each) ?? [])
      .filter((each) => each.kind === node.kind && isSameCall(node, each));
    return new Set(calls).size === 1 ? calls[0] : undefined;
  }

  function byGuard(node: Loose): Loose | undefined {
    return node.questionDotToken && emitted.startingAt(start(node)).flatMap((each) => chains.callIn(each, node) ?? [])[0];
  }

  /** The call whose callee is, or ends in, this node. */
  function calledBy(node: Loose): Loose | undefined {
    const parent = node.parent as Loose | undefined;
    if (!parent) return undefined;
    if (CALLS.has(parent.kind) && parent.expression === node) return parent;
    const isLast =
      parent.kind === kinds.ParenthesizedExpression ||
      (parent.kind === kinds.PropertyAccessExpression && parent.name === node) ||
      (parent.kind === kinds.ElementAccessExpression && parent.argumentExpression === node) ||
      (parent.kind === kinds.BinaryExpression && parent.operatorToken.kind === kinds.CommaToken && parent.right === node);
    return isLast ? calledBy(parent) : undefined;
  }

  /** The same member is called with as many arguments. */
  function isSameCall(node: Loose, other: Loose): boolean {
    if (!CALLS.has(node.kind) || node.kind !== other.kind) return true;
    const [callee, called] = [within(node.expression), within(other.expression)];
    const isMember = callee.kind === kinds.PropertyAccessExpression && called.kind === kinds.PropertyAccessExpression;
    return (node.arguments?.length ?? 0) === (other.arguments?.length ?? 0) && (!isMember || callee.name.text === called.name.text);
  }

  /** By the part it has in what it stands in. */
  function byPart(node: Loose): Loose | undefined {
    const parent = node.parent as Loose;
    if (OUTER.has(parent.kind)) return locate(parent);
    const found = locate(parent);
    const part = found && samePart(kinds, node, parent, found);
    // An asynchronous generator yields what another helper makes of what is awaited.
    const isHelped = parent.kind === kinds.AwaitExpression && part?.kind === kinds.CallExpression && /^__await(?:_\d+)?$/.test(part.expression.text ?? '');
    return isHelped ? (part.arguments[0] as Loose) : part;
  }

  /** The block that holds what is found of its statements: a private method or a static block may have become a function. */
  function byStatements(node: Loose): Loose | undefined {
    if (node.kind !== kinds.Block) return undefined;
    const blocks = new Set((node.statements as readonly Loose[]).flatMap((each) => byPlace(each)?.parent ?? []));
    const [block] = blocks;
    return blocks.size === 1 && block?.kind === kinds.Block ? (block as Loose) : undefined;
  }

  /** The statement that holds what is first found of it. */
  function byWhatIsInIt(node: Loose): Loose | undefined {
    let found: Loose | undefined;
    function search(each: Node): true | undefined {
      if (FUNCTIONS.has(each.kind)) return undefined;
      const place = isStatement(kinds, each as Loose) ? undefined : byPlace(each as Loose);
      if (!place) return each.forEachChild(search);
      found = place;
      return true;
    }
    node.forEachChild(search);
    while (found && !isStatement(kinds, found)) found = found.parent as Loose | undefined;
    return found;
  }

  /** What is in parentheses, and in what only types it. */
  function within(node: Loose): Loose {
    return OUTER.has(node.kind) ? within(node.expression) : node;
  }

  function around(node: Loose): readonly Loose[] {
    const parent = node.parent as Loose | undefined;
    return parent && OUTER.has(parent.kind) ? [parent, ...around(parent)] : [];
  }

  /** With its parentheses, where they are still there. */
  function withParentheses(node: Loose, found: Loose | undefined): Loose | undefined {
    const isIn = within(node) !== node && found?.parent.kind === kinds.ParenthesizedExpression;
    return isIn ? withParentheses(node, found.parent as Loose) : found;
  }

  /** In CommonJS what is exported is emitted without that word. */
  function afterModifiers(node: Loose): readonly number[] {
    const modifiers = (node.modifiers ?? []) as readonly Loose[];
    const places = modifiers.map(({ end }) => end + (/^\s*/.exec(source.text.slice(end, end + 80))?.[0].length ?? 0));
    return [...modifiers.map(start), ...places];
  }

  function wholeOf(node: Loose): Loose | undefined {
    const found = locate(node);
    const guard = found && chains.isOptional(within(node)) ? chains.guardOf(found) : undefined;
    return guard ? withParentheses(node, guard) : found;
  }

  return {
    node: locate,
    value: (node) => wholeOf(node as Loose),
    block: (node) => (node !== source && isBody(node as Loose) ? (bodyOf(node.parent as Loose) ?? locate(node)) : locate(node)),
  };
}
