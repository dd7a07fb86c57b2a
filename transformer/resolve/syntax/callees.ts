/** How the declaration that a callee refers to is called. */
import { GLOBAL_SCOPES } from '../../boundaries/known.js';
import type { Loose } from '../../syntax.js';
import { nameOfValue } from './externals.js';
import type { ObjectType, SyntaxContext, Type } from './types.js';

type Names = readonly string[] | undefined;

/** Name callees; `undefined` where what is called is not known. */
export function createCallees({ kinds, read, scopes, externalOf, types }: SyntaxContext): (callee: Loose) => Names {
  /** The member as each type declares it, from the object's own up to the one where it stops. */
  function namesOfMember(type: Type, member: string): Names {
    const lines = type.map((each) => each && types.lineage(each, member));
    return lines.includes(undefined) ? undefined : lines.flatMap((line) => (line ?? []).flatMap((owner) => namesIn(owner, member)));
  }

  function namesIn({ name }: ObjectType, member: string): readonly string[] {
    if (name === undefined) return [];
    return GLOBAL_SCOPES.has(name) ? [`${name}.${member}`, `#${member}`] : [`${name}.${member}`];
  }

  function namesOfDeclaration(declaration: Loose | undefined): Names {
    if (!declaration) return undefined;
    if (declaration.kind === kinds.BindingElement) {
      const key = read.nameOf(declaration.propertyName ?? declaration.name);
      const isMember = declaration.parent.kind === kinds.ObjectBindingPattern && !declaration.initializer && !declaration.dotDotDotToken;
      return isMember && key !== undefined ? namesOfMember(types.ofDeclaration([declaration.parent.parent as Loose]), key) : undefined;
    }
    const isConstant = declaration.kind === kinds.VariableDeclaration && read.isConst(declaration);
    const value: Loose | undefined = isConstant ? declaration.initializer : declaration;
    return value && (read.isFunction(value) || read.isClass(value)) ? [`${read.fileOf(declaration).fileName}#${declaration.name.text}`] : undefined;
  }

  return (node) => {
    const callee = read.unwrap(node);
    const external = externalOf(callee, 'values');
    if (external) return [nameOfValue(external)];
    if (callee.kind === kinds.Identifier) return namesOfDeclaration(scopes.lookup(callee.text, callee, 'values')?.declarations[0]);
    const access = read.memberAccess(callee);
    return access && namesOfMember(types.ofExpression(access.object), access.name);
  };
}
