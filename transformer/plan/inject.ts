/** Which form a payload travels in, and what is written for it. */
import type { Inject } from '../boundaries/vocabulary.js';
import type { MessageCode } from '../messages.js';
import type { Options } from '../options.js';
import type { Peer } from '../resolve/resolver.js';
import type { Loose } from '../syntax.js';
import type { Argument, Edit, Form, Helper } from './rewrite.js';
import type { Tree } from './tree.js';

export interface Sending {
  readonly call: Loose;
  readonly argument: number;
  /** Where the payload goes to another process. */
  readonly to?: Inject['to'];
  readonly peer: Peer;
  readonly isNeverPlain: (payload: Loose) => boolean;
  /** The receiver, where only the runtime can tell whether it is a port. */
  readonly guard?: Loose;
  /** The receiver, if it can be written once more. */
  readonly target?: Loose;
  readonly span: Argument | undefined;
}

export type InjectPlan = { readonly edits: readonly Edit[]; readonly form: Form } | { readonly code: MessageCode };

/** What encloses a payload, by where it goes. */
const ENCLOSE = { thread: 'enclose', child: 'encloseToChild', worker: 'injectToPeer', parent: 'injectToParent' } as const satisfies Record<string, Helper>;

export function planInject(tree: Tree, options: Options, { call, argument, to, peer, isNeverPlain, guard, target, span }: Sending): InjectPlan | undefined {
  const { kinds } = tree;
  const given = call.arguments as Loose[];
  if (given.slice(0, argument + 1).some((each) => each.kind === kinds.SpreadElement)) return { code: 'BATON1005' };
  const payload = given[argument];
  if (!payload) return undefined;
  if (peer === 'foreign') return { code: 'BATON1001' };

  const literal = tree.unwrap(payload);
  const mayEnclose = options.envelope !== 'never' && !guard;
  const own: readonly Argument[] = span ? [span] : [];
  if (mayEnclose && to === 'parent' && options.envelope !== 'always') return { edits: [{ edit: 'wrap', node: payload, helper: ENCLOSE.parent, after: own }], form: 'as the parent reads' };
  if (mayEnclose && (peer === 'compiled' || options.envelope === 'always')) {
    const helper = to === 'parent' ? ENCLOSE.child : ENCLOSE[to ?? 'thread'];
    return { edits: [{ edit: 'wrap', node: payload, helper, after: own }], form: 'envelope' };
  }
  if (isLiteralOfAnotherKind(literal) || isNeverPlain(payload)) return { code: 'BATON1002' };
  const receiver = guard ?? (to && target);
  // Whether something is in flight to it cannot be asked, and who holds the payload may still change it.
  if (to && !receiver && !isFresh(literal)) return { code: 'BATON1004' };
  const after: readonly Argument[] = receiver ? [span ?? { nothing: true }, { repeat: receiver }] : own;
  if (isFresh(literal) && !to) return { edits: [{ edit: 'wrap', node: payload, helper: 'injectFresh', after }], form: 'sidecar' };
  const helper = to ? 'injectToProcess' : 'inject';
  // A copy is made of what the payload is when it is sent, which a later argument may still change.
  const mayChange = given.slice(argument + 1).some(doesSomething);
  const edit: Edit = mayChange ? { edit: 'wrap late', node: call, index: argument, helper, after } : { edit: 'wrap', node: payload, helper, after };
  return { edits: [edit], form: 'sidecar' };

  function doesSomething(node: Loose): boolean {
    let found = [kinds.CallExpression, kinds.NewExpression].includes(node.kind);
    tree.walkFunction(node, (child) => {
      if (child.kind === kinds.CallExpression || child.kind === kinds.NewExpression) found = true;
    });
    return found;
  }

  /** A literal without `__proto__` is a plain object that nobody else holds. */
  function isFresh(node: Loose): boolean {
    return node.kind === kinds.ObjectLiteralExpression && !(node.properties as Loose[]).some((each) => each.name?.text === '__proto__');
  }

  /** A getter may hand out the object itself, of which no copy can be sent. */
  function hasAccessor(node: Loose): boolean {
    return node.kind === kinds.ObjectLiteralExpression && (node.properties as Loose[]).some((each) => each.kind === kinds.GetAccessor);
  }

  function isLiteralOfAnotherKind(node: Loose): boolean {
    return [
      kinds.StringLiteral, kinds.NoSubstitutionTemplateLiteral, kinds.TemplateExpression, kinds.NumericLiteral, kinds.BigIntLiteral,
      kinds.TrueKeyword, kinds.FalseKeyword, kinds.NullKeyword, kinds.ArrayLiteralExpression, kinds.PrefixUnaryExpression,
      kinds.VoidExpression, kinds.TypeOfExpression,
    ].includes(node.kind) || hasAccessor(node) || (node.kind === kinds.Identifier && node.text === 'undefined');
  }
}
