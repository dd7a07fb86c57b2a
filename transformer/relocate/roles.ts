/** What a node is to the one it stands in, and what has that part in another tree. */
import type { Kinds, Loose } from '../syntax.js';

const NAMED = ['expression', 'left', 'right', 'initializer', 'body', 'whenTrue', 'whenFalse', 'statement', 'thenStatement', 'elseStatement', 'argumentExpression', 'operand', 'tryBlock', 'finallyBlock', 'block', 'name'] as const;
const LISTED = ['arguments', 'elements', 'properties'] as const;

/** The node with the part in `emitted` that `node` has in its parent; nothing where the two are not made alike. */
export function samePart(kinds: Kinds, node: Loose, parent: Loose, emitted: Loose): Loose | undefined {
  if (!areAlike(kinds, parent, emitted)) return undefined;
  for (const name of NAMED) if (parent[name] === node) return emitted[name] as Loose | undefined;
  for (const name of LISTED) {
    const [ours, theirs] = [parent[name], emitted[name]] as readonly (readonly Loose[] | undefined)[];
    const index = ours?.indexOf(node) ?? -1;
    const added = name === 'arguments' ? addedArguments(parent, emitted) : 0;
    if (index >= 0) return theirs?.length === (ours?.length ?? 0) + added ? theirs[index + added] : undefined;
  }
  return undefined;
}

/** How many arguments the compiler has put before those of a call: a function may be given its `this`. */
export function addedArguments({ arguments: ours }: Loose, { arguments: theirs }: Loose): number {
  return ours && theirs ? (theirs.length as number) - (ours.length as number) : 0;
}

/** Generators stand for asynchronous functions, and `for` for `for await`, in older targets. */
function areAlike(kinds: Kinds, parent: Loose, emitted: Loose): boolean {
  if (parent.kind === kinds.AwaitExpression) return emitted.kind === kinds.AwaitExpression || emitted.kind === kinds.YieldExpression;
  if (parent.kind === kinds.ForOfStatement) return emitted.kind === kinds.ForOfStatement || emitted.kind === kinds.ForStatement;
  return parent.kind === emitted.kind && parent.operatorToken?.kind === emitted.operatorToken?.kind;
}

/** The body that a function's own statements stand in: that of the generator, where it is emitted as one that a helper runs. */
export function innermostBody(kinds: Kinds, emitted: Loose): Loose | undefined {
  const body = emitted.body as Loose | undefined;
  const last = body?.kind === kinds.Block ? ((body.statements as readonly Loose[]).at(-1) as Loose | undefined) : undefined;
  const value = last?.kind === kinds.ReturnStatement ? (last.expression as Loose | undefined) : body;
  const isRun = value?.kind === kinds.CallExpression && value.expression.kind === kinds.Identifier && /^__(?:awaiter|asyncGenerator)(?:_\d+)?$/.test(value.expression.text);
  const generator = isRun ? ((value.arguments as readonly Loose[]).at(-1) as Loose | undefined) : undefined;
  return generator?.kind === kinds.FunctionExpression ? (generator.body as Loose) : body;
}
