/** Which expressions are one string, known from the file? */
import type { Loose } from '../../syntax.js';
import type { SyntaxContext } from './types.js';

/** Longest chain of constants that is followed. */
const DEPTH = 10;

/** Tell the text of an expression whose type is one string literal: written out, a constant, or declared to be one. */
export function createLiterals({ kinds, read, scopes }: SyntaxContext): (node: Loose) => string | undefined {
  function literalOf(expression: Loose, depth: number): string | undefined {
    if (depth > DEPTH) return undefined;
    const node = read.unwrap(expression);
    if (read.isAssertion(node)) return ofTypeNode(node.type);
    if (node.kind === kinds.Identifier) return ofVariable(declarationOf(node), depth);
    const access = read.memberAccess(node);
    return access ? ofMember(access.object, access.name, depth) : read.literal(node);
  }

  function declarationOf(name: Loose): Loose | undefined {
    return name.kind === kinds.Identifier ? scopes.lookup(name.text, name, 'values')?.declarations[0] : undefined;
  }

  function ofTypeNode(type: Loose): string | undefined {
    return type.kind === kinds.LiteralType ? read.literal(type.literal) : undefined;
  }

  function ofVariable(variable: Loose | undefined, depth: number): string | undefined {
    if (variable?.kind !== kinds.VariableDeclaration && variable?.kind !== kinds.Parameter) return undefined;
    if (variable.type) return ofTypeNode(variable.type);
    const isConstant = variable.kind === kinds.VariableDeclaration && read.isConst(variable) && variable.initializer;
    return isConstant ? literalOf(variable.initializer, depth + 1) : undefined;
  }

  /** A member of an enumeration, of a constant `{ … } as const`, or a `static readonly` property. */
  function ofMember(object: Loose, name: string, depth: number): string | undefined {
    const holder = declarationOf(object);
    const constant: Loose | undefined = holder?.kind === kinds.VariableDeclaration && read.isConst(holder) ? holder.initializer : undefined;
    const properties = constant && read.isConstAssertion(constant) ? read.unwrap(constant).properties : undefined;
    const members: readonly Loose[] = holder?.members ?? properties ?? [];
    const member = members.find((each) => read.nameOf(each.name) === name);
    if (!member || (member.kind === kinds.PropertyDeclaration && !isConstantProperty(member))) return undefined;
    return member.type ? ofTypeNode(member.type) : member.initializer && literalOf(member.initializer, depth + 1);
  }

  const isConstantProperty = (property: Loose): boolean =>
    read.hasModifier(property, kinds.StaticKeyword) && read.hasModifier(property, kinds.ReadonlyKeyword);

  return (node) => literalOf(node, 0);
}
