/** What `this` and `super` are. */
import type { Loose } from '../../syntax.js';
import { UNKNOWN, type SyntaxContext, type Types } from './types.js';

export function createThis({ kinds, read, types }: SyntaxContext): Pick<Types, 'ofThis' | 'ofSuper'> {
  const members = new Set([
    kinds.MethodDeclaration, kinds.GetAccessor, kinds.SetAccessor, kinds.Constructor, kinds.PropertyDeclaration,
    kinds.ClassStaticBlockDeclaration, kinds.MethodSignature, kinds.PropertySignature,
  ]);
  const binders = new Set([...members, kinds.FunctionDeclaration, kinds.FunctionExpression]);

  /** The nearest function or member that has a `this` of its own. */
  function binderOf(node: Loose): Loose | undefined {
    let binder: Loose | undefined = node.parent as Loose;
    while (binder && !binders.has(binder.kind)) binder = binder.parent as Loose | undefined;
    return binder;
  }

  const isStatic = (member: Loose): boolean =>
    member.kind === kinds.ClassStaticBlockDeclaration || read.hasModifier(member, kinds.StaticKeyword);

  return {
    ofThis(node) {
      const binder = binderOf(node);
      if (!binder) return UNKNOWN;
      const [parameter]: readonly Loose[] = binder.parameters ?? [];
      if (parameter?.name.text === 'this') return types.ofDeclaration([parameter]);
      if (!members.has(binder.kind)) return UNKNOWN;
      const holder = binder.parent as Loose;
      if (holder.kind === kinds.ObjectLiteralExpression) return types.ofExpression(holder);
      const isNamed = read.isClass(holder) || holder.kind === kinds.InterfaceDeclaration;
      return isNamed ? types.ofClass(holder, isStatic(binder) ? 'static' : 'instance') : UNKNOWN;
    },

    ofSuper(node) {
      const binder = binderOf(node);
      const holder = binder && members.has(binder.kind) && !isStatic(binder) ? (binder.parent as Loose) : undefined;
      const clauses: readonly Loose[] = holder?.heritageClauses ?? [];
      const base: Loose | undefined = clauses.find((clause) => clause.token === kinds.ExtendsKeyword)?.types[0];
      return base ? types.ofConstructed(base.expression, base.typeArguments) : UNKNOWN;
    },
  };
}
