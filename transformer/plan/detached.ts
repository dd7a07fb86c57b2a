/** Calls whose promise is not awaited, in the functions that have a span started by hand. */
import type { Loose, Node } from '../syntax.js';
import { enter } from './enter-span.js';
import type { Planning } from './planning.js';
import type { Row, RowIndex } from './rows.js';
import { scopeCalls } from './scope-calls.js';
import type { Tree } from './tree.js';

interface DetachedCalls {
  /** `void task()`, `task()`, `task().catch(…)` */
  readonly alone: readonly Loose[];
  /** Elements of what is given to `Promise.all` and its like, with the callee that says so. */
  readonly grouped: readonly { readonly call: Loose; readonly callee: Loose; readonly name: string }[];
}

/** These start nothing. */
const READY = new Set(['resolve', 'reject']);

const FOLLOW_UPS = new Set(['then', 'catch', 'finally']);

function findDetachedCalls(tree: Tree, scopes: ReadonlySet<Node>, index: RowIndex): DetachedCalls {
  const { kinds } = tree;
  const alone = new Set<Loose>();
  const grouped = new Map<Loose, { call: Loose; callee: Loose; name: string }>();

  /** The call that starts the work, and what is chained to its promise, which belongs to it. */
  function chain(node: Loose): readonly Loose[] {
    const call = tree.unwrap(node);
    if (call.kind !== kinds.CallExpression) return [];
    const member = tree.member(tree.unwrap(call.expression));
    if (member?.receiver.text === 'Promise' && READY.has(member.name)) return [];
    return member && FOLLOW_UPS.has(member.name) ? [...chain(tree.unwrap(member.receiver)), call] : [call];
  }

  /** What a statement does last: behind `void`, a condition or a comma. */
  function outcomes(node: Loose): readonly Loose[] {
    const expression = tree.unwrap(node);
    if (expression.kind === kinds.VoidExpression) return outcomes(expression.expression);
    if (expression.kind === kinds.ConditionalExpression) return [...outcomes(expression.whenTrue), ...outcomes(expression.whenFalse)];
    const { AmpersandAmpersandToken, BarBarToken, QuestionQuestionToken, CommaToken } = kinds;
    if (expression.kind !== kinds.BinaryExpression) return [expression];
    const operator = expression.operatorToken.kind as number;
    if (operator === CommaToken) return [...outcomes(expression.left), ...outcomes(expression.right)];
    return [AmpersandAmpersandToken, BarBarToken, QuestionQuestionToken].includes(operator) ? outcomes(expression.right) : [];
  }

  function visit(node: Loose): void {
    if (node.kind === kinds.ExpressionStatement || node.kind === kinds.VoidExpression) {
      for (const outcome of outcomes(node.expression)) chain(outcome).forEach((call) => alone.add(call));
    }
    if (node.kind !== kinds.CallExpression) return;
    const member = tree.member(node.expression);
    const [given] = node.arguments as Loose[];
    if (!member || !given || !index.groups.has(member.name)) return;
    const list = tree.unwrap(given);
    const elements = list.kind === kinds.ArrayLiteralExpression ? (list.elements as Loose[]) : [list];
    for (const call of elements.flatMap(chain)) grouped.set(call, { call, callee: node.expression, name: member.name });
  }

  const walk = (child: Node): undefined => {
    visit(child as Loose);
    child.forEachChild(walk);
    return undefined;
  };
  for (const scope of scopes) scope.forEachChild(walk);
  return { alone: [...alone].filter((call) => !grouped.has(call)), grouped: [...grouped.values()] };
}

/** Make the calls that nobody awaits in the context of the span that is open there. */
export function planDetached(planning: Planning): void {
  const { tree, index, options, resolver, spans, found, nameOf } = planning;
  if (!spans.scopes.size) return;
  const taken = new Set(found.filter((each) => each.form === 'same isolate' || each.form === 'environment').map((each) => each.node as Loose));
  const { alone, grouped } = findDetachedCalls(tree, spans.scopes, index);
  const groupNames = resolver.valuesOf(grouped.map((each) => each.callee));
  const inGroup = grouped.flatMap(({ call, name }, i) => {
    const row = index.groups.get(name)?.find((each) => each.at.in.some((of) => groupNames[i]?.includes(of)));
    return row ? [{ row: row as Row, call }] : [];
  });
  const thenable = resolver.areThenable(alone);
  const loose = alone.flatMap((call, i) => (thenable[i] ? index.detached.map((row) => ({ row: row as Row, call })) : []));
  const everything = options.manualSpans === 'scope' ? scopeCalls(tree, spans, resolver, index) : [];
  for (const { row, call } of [...inGroup, ...loose, ...everything]) {
    if (taken.has(call)) continue;
    taken.add(call);
    enter(planning, { row, node: call, end: `${nameOf(call.expression)}()`, verdict: 'certain' });
  }
}
