/** What annotations mean. */
import { UTILITY_TYPES } from '../../boundaries/known.js';
import type { Loose } from '../../syntax.js';
import { nameOfDeclaration, typeOfValue } from './externals.js';
import type { Binding, External } from './scopes.js';
import { named, NOTHING, objectType, PLAIN, typeOfSpec, union, UNKNOWN, type SyntaxContext, type Type, type Types } from './types.js';

type TypeNodes = Pick<Types, 'ofTypeNode' | 'ofReference'>;

export function createTypeNodes({ kinds, read, scopes, externalOf, types, once }: SyntaxContext): TypeNodes {
  const plain = [
    kinds.StringKeyword, kinds.NumberKeyword, kinds.BooleanKeyword, kinds.BigIntKeyword, kinds.SymbolKeyword, kinds.VoidKeyword,
    kinds.ObjectKeyword, kinds.TemplateLiteralType,
  ];

  const meanings = new Map<number, (node: Loose) => Type>([
    ...plain.map((kind) => [kind, () => PLAIN] as const),
    [kinds.UndefinedKeyword, () => NOTHING],
    [kinds.NeverKeyword, () => NOTHING],
    [kinds.LiteralType, (node) => (node.literal.kind === kinds.NullKeyword ? NOTHING : PLAIN)],
    [kinds.ParenthesizedType, (node) => ofTypeNode(node.type)],
    [kinds.TypeOperator, (node) => (node.operator === kinds.ReadonlyKeyword ? ofTypeNode(node.type) : PLAIN)],
    [kinds.UnionType, (node) => union((node.types as readonly Loose[]).map(ofTypeNode))],
    [kinds.IntersectionType, (node) => ofIntersection((node.types as readonly Loose[]).map(ofTypeNode))],
    [kinds.TypeReference, (node) => ofReference(node.typeName, node.typeArguments)],
    [kinds.TypeQuery, (node) => types.ofExpression(node.exprName)],
    [kinds.ImportType, ofImportType],
    [kinds.ThisType, (node) => types.ofThis(node)],
    [kinds.ArrayType, (node) => [named('#Array', [ofTypeNode(node.elementType)])]],
    [kinds.TupleType, (node) => [named('#Tuple', (node.elements as readonly Loose[]).map(ofTupleElement))]],
    [kinds.FunctionType, (node) => [objectType({ declarations: [node] })]],
    [kinds.TypeLiteral, (node) => [objectType({ declarations: [node], structural: true })]],
    [kinds.MappedType, () => [objectType({ structural: true })]],
    [kinds.IndexedAccessType, ofIndexedAccess],
  ]);

  function ofTypeNode(node: Loose): Type {
    return meanings.get(node.kind)?.(node) ?? UNKNOWN;
  }

  /** Also `name: T` and `T?`, which hold their type in `type`. */
  function ofTupleElement(element: Loose): Type {
    return element.kind === kinds.NamedTupleMember || element.kind === kinds.OptionalType ? ofTypeNode(element.type) : ofTypeNode(element);
  }

  /** An object that is of all these types at once. A union among them cannot be told apart here. */
  function ofIntersection(parts: readonly Type[]): Type {
    const bases = parts.map((part) => (part.length === 1 ? part[0] : undefined));
    return bases.includes(undefined) ? UNKNOWN : [objectType({ bases, structural: bases.every((base) => base?.structural) })];
  }

  /** `import('m').Name`, `typeof import('m').name` */
  function ofImportType(node: Loose): Type {
    const external = externalOf(node, 'types');
    if (!external) return UNKNOWN;
    if (!node.isTypeOf) return ofExternal(external, node.typeArguments ?? []);
    const spec = typeOfValue(external);
    return spec === undefined ? UNKNOWN : typeOfSpec(spec);
  }

  function ofIndexedAccess(node: Loose): Type {
    const object = ofTypeNode(node.objectType);
    const index: Loose = node.indexType;
    const member = index.kind === kinds.LiteralType ? read.literal(index.literal) : undefined;
    if (member !== undefined) return types.ofMember(object, member);
    return index.kind === kinds.NumberKeyword ? types.ofElement(object) : UNKNOWN;
  }

  const ofReference: Types['ofReference'] = (name, typeArguments = []) => {
    const external = externalOf(name, 'types');
    if (external) return ofExternal(external, typeArguments);
    const binding = name.kind === kinds.Identifier ? scopes.lookup(name.text, name, 'types') : undefined;
    return binding ? ofBinding(binding) : UNKNOWN;
  };

  function ofExternal(external: External, typeArguments: readonly Loose[]): Type {
    const name = nameOfDeclaration(external);
    const meaning = UTILITY_TYPES[name];
    const [argument] = typeArguments;
    if (meaning === undefined) return [named(name, typeArguments.map(ofTypeNode))];
    switch (meaning) {
      case 'argument':
        return argument ? ofTypeNode(argument) : UNKNOWN;
      case 'awaited':
        return argument ? types.ofAwaited(ofTypeNode(argument)) : UNKNOWN;
      case 'instance':
        return argument?.kind === kinds.TypeQuery ? types.ofConstructed(argument.exprName) : UNKNOWN;
      case 'returned':
        return argument ? union(ofTypeNode(argument).map(types.ofReturn)) : UNKNOWN;
      case 'shape':
        return [objectType({ structural: true })];
      case 'unknown':
        return UNKNOWN;
    }
  }

  function ofBinding({ declarations }: Binding): Type {
    const [declaration] = declarations;
    if (!declaration) return UNKNOWN;
    if (read.isClass(declaration) || declaration.kind === kinds.InterfaceDeclaration) return types.ofClass(declaration, 'instance');
    if (declaration.kind === kinds.EnumDeclaration) return PLAIN;
    const meaning: Loose | undefined = declaration.kind === kinds.TypeParameter ? declaration.constraint : declaration.type;
    return meaning ? once(declaration, () => ofTypeNode(meaning)) : UNKNOWN;
  }

  return { ofTypeNode, ofReference };
}
