/** Classes and interfaces of this file: their bases, and what `new` makes. */
import type { Loose } from '../syntax.js';
import { nameOfDeclaration } from './syntax-externals.js';
import { named, objectType, union, UNKNOWN, type SyntaxContext, type Type, type Types } from './syntax-types.js';

type Classes = Pick<Types, 'ofClass' | 'ofConstructed'>;

export function createClasses({ kinds, sourceFile, read, externalOf, types, once }: SyntaxContext): Classes {
  const ofClass: Types['ofClass'] = (declarations, side) => {
    const [first] = declarations;
    if (!first) return UNKNOWN;
    const name = first.name ? `${sourceFile.fileName}#${first.name.text}` : undefined;
    if (side === 'static') return [objectType({ name, declarations, side })];
    const structural = !declarations.some(read.isClass);
    return once(first, () => [objectType({ name, declarations, structural, bases: declarations.flatMap(basesOf) })]);
  };

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
      return union(types.ofExpression(callee).map((type) => (type?.side === 'static' ? ofClass(type.declarations, 'instance') : UNKNOWN)));
    },
  };
}
