/** Calls whose promise is not awaited, in the functions that have a span started by hand. */
import type { Loose, Node } from '../syntax.js';
import type { RowIndex } from './rows.js';
import type { Tree } from './tree.js';

export interface DetachedCalls {
  /** `void task()`, `task()`, `task().catch(…)` */
  readonly alone: readonly Loose[];
  /** Elements of what is given to `Promise.all` and its like, with the callee that says so. */
  readonly grouped: readonly { readonly call: Loose; readonly callee: Loose; readonly name: string }[];
}

/** These start nothing. */
const READY = new Set(['resolve', 'reject']);

const FOLLOW_UPS = new Set(['then', 'catch', 'finally']);

export function findDetachedCalls(tree: Tree, scopes: ReadonlySet<Node>, index: RowIndex): DetachedCalls {
  const { kinds } = tree;
  const alone = new Set<Loose>();
  const grouped = new Map<Loose, { call: Loose; callee: Loose; name: string }>();

  /** The call that starts the work, before what is chained to its promise. */
  function first(node: Loose): Loose | undefined {
    const call = tree.unwrap(node);
    if (call.kind !== kinds.CallExpression) return undefined;
    const member = tree.member(tree.unwrap(call.expression));
    if (member?.receiver.text === 'Promise' && READY.has(member.name)) return undefined;
    if (!member || !FOLLOW_UPS.has(member.name)) return call;
    return first(member.receiver) ?? call;
  }

  function visit(node: Loose): void {
    if (node.kind === kinds.ExpressionStatement) {
      const expression = tree.unwrap(node.expression);
      const call = first(expression.kind === kinds.VoidExpression ? expression.expression : expression);
      if (call) alone.add(call);
    }
    if (node.kind !== kinds.CallExpression) return;
    const member = tree.member(node.expression);
    const [given] = node.arguments as Loose[];
    if (!member || !given || !index.groups.has(member.name)) return;
    const list = tree.unwrap(given);
    const elements = list.kind === kinds.ArrayLiteralExpression ? (list.elements as Loose[]) : [list];
    for (const element of elements) {
      const call = first(element);
      if (call) grouped.set(call, { call, callee: node.expression, name: member.name });
    }
  }

  const walk = (child: Node): undefined => {
    visit(child as Loose);
    child.forEachChild(walk);
    return undefined;
  };
  for (const scope of scopes) scope.forEachChild(walk);
  return { alone: [...alone].filter((call) => !grouped.has(call)), grouped: [...grouped.values()] };
}
