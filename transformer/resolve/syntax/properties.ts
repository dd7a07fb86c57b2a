/** Which property an expression reads: itself, or through the constant or the pattern that its name was declared by. */
import type { Loose } from '../../syntax.js';
import type { PropertyRead } from '../resolver.js';
import type { SyntaxContext } from './types.js';

/** Longest chain of constants that is followed. */
const DEPTH = 10;

export function createProperties({ kinds, read, scopes }: SyntaxContext): (node: Loose, depth?: number) => PropertyRead | undefined {
  return function propertyOf(node, depth = 0): PropertyRead | undefined {
    const expression = read.unwrap(node);
    const access = read.memberAccess(expression);
    if (access || expression.kind !== kinds.Identifier || depth > DEPTH) return access;
    const declaration = scopes.lookup(expression.text, expression, 'values')?.declarations[0];
    if (declaration?.kind === kinds.VariableDeclaration) {
      return read.isConst(declaration) && declaration.initializer ? propertyOf(declaration.initializer, depth + 1) : undefined;
    }
    if (declaration?.kind !== kinds.BindingElement || declaration.initializer || declaration.dotDotDotToken) return undefined;
    const name = read.nameOf(declaration.propertyName ?? declaration.name);
    const holder = declaration.parent.parent as Loose;
    const isWhole = declaration.parent.kind === kinds.ObjectBindingPattern && holder.kind === kinds.VariableDeclaration;
    return isWhole && holder.initializer && name !== undefined ? { object: holder.initializer as Loose, name } : undefined;
  };
}
