/** Classes and interfaces of this file: their bases, and what `new` makes. */
import type { Loose } from '../../syntax.js';
import { nameOfDeclaration } from './externals.js';
import { named, objectType, union, UNKNOWN, type SyntaxContext, type Type, type Types } from './types.js';

type Classes = Pick<Types, 'ofClass' | 'ofConstructed'>;

export function createClasses({ kinds, read, scopes, externalOf, types, once }: SyntaxContext): Classes {
  const ofClass: Types['ofClass'] = (declaration, side) => {
    const name = declaration.name ? `${read.fileOf(declaration).fileName}#${declaration.name.text}` : undefined;
    if (side === 'static') return [objectType({ name, declarations: [declaration], side })];
    const declarations = merged(declaration);
    const structural = !declarations.some(read.isClass);
    return once(declarations[0] ?? declaration, () => [objectType({ name, declarations, structural, bases: declarations.flatMap(basesOf) })]);
  };

  /** A class and the interfaces of its name and scope. */
  function merged(declaration: Loose): readonly Loose[] {
    const binding = declaration.name && scopes.lookup(declaration.name.text, declaration, 'types');
    const declarations: readonly Loose[] = binding?.declarations ?? [];
    if (!declarations.includes(declaration)) return [declaration];
    return declarations.filter((each) => read.isClass(each) || each.kind === kinds.InterfaceDeclaration);
  }

  function basesOf(declaration: Loose): Type {
    const clauses: readonly Loose[] = declaration.heritageClauses ?? [];
    const extended = clauses.filter((clause) => clause.token === kinds.ExtendsKeyword).flatMap((clause) => clause.types as readonly Loose[]);
    return extended.flatMap(({ expression, typeArguments }) => {
      const base = read.isClass(declaration) ? types.ofConstructed(expression, typeArguments) : types.ofReference(expression, typeArguments);
      // A union cannot be extended, so it is one base that cannot be told.
      return base.length > 1 ? UNKNOWN : base;
    });
  }

  return {
    ofClass,
    ofConstructed(callee, typeArguments = []) {
      const external = externalOf(callee, 'values');
      if (external) return [named(nameOfDeclaration(external), typeArguments.map(types.ofTypeNode))];
      return union(
        types.ofExpression(callee).map((type) => {
          const declaration = type?.side === 'static' ? type.declarations[0] : undefined;
          return declaration ? ofClass(declaration, 'instance') : UNKNOWN;
        }),
      );
    },
  };
}
