/** Which form a payload travels in, and what is written for it. */
import type { MessageCode } from '../messages.js';
import type { Options } from '../options.js';
import type { Peer } from '../resolve/resolver.js';
import type { Loose } from '../syntax.js';
import type { Argument, Edit, Form } from './rewrite.js';
import type { Tree } from './tree.js';

export interface Sending {
  readonly call: Loose;
  readonly argument: number;
  readonly peer: Peer;
  readonly isNeverPlain: (payload: Loose) => boolean;
  /** The receiver, where only the runtime can tell whether it is a port. */
  readonly guard?: Loose;
  readonly span: Argument | undefined;
}

export type InjectPlan = { readonly edits: readonly Edit[]; readonly form: Form } | { readonly code: MessageCode };

export function planInject(tree: Tree, options: Options, { call, argument, peer, isNeverPlain, guard, span }: Sending): InjectPlan | undefined {
  const { kinds } = tree;
  const given = call.arguments as Loose[];
  if (given.slice(0, argument + 1).some((each) => each.kind === kinds.SpreadElement)) return { code: 'BATON1005' };
  const payload = given[argument];
  if (!payload) return undefined;
  if (peer === 'foreign') return { code: 'BATON1001' };

  const literal = tree.unwrap(payload);
  const isCompiled = options.envelope !== 'never' && (peer === 'compiled' || options.envelope === 'always');
  const extra: Argument[] = [];
  if (span || guard) extra.push(span ?? { nothing: true });
  if (isCompiled && !guard) return { edits: [{ edit: 'wrap', node: payload, helper: 'enclose', after: extra }], form: 'envelope' };
  if (isLiteralOfAnotherKind(literal) || isNeverPlain(payload)) return { code: 'BATON1002' };
  if (guard) extra.push({ repeat: guard });
  if (isFresh(literal)) return { edits: [{ edit: 'wrap', node: payload, helper: 'injectFresh', after: extra }], form: 'sidecar' };
  // A copy is made of what the payload is when it is sent, which a later argument may still change.
  const mayChange = given.slice(argument + 1).some(doesSomething);
  const edit: Edit = mayChange
    ? { edit: 'wrap late', node: call, index: argument, helper: 'inject', after: extra }
    : { edit: 'wrap', node: payload, helper: 'inject', after: extra };
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
