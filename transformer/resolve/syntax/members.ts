/** Members: which type declares one, and of what type it is. */
import { BASES, ELEMENTS, PROPERTIES } from '../../boundaries/known.js';
import type { Loose, Node } from '../../syntax.js';
import { named, objectType, typeOfSpec, union, UNKNOWN, type ObjectType, type SyntaxContext, type Type, type Types } from './types.js';

type Members = Pick<Types, 'ofMember' | 'hasMember' | 'ofElement' | 'lineage'>;

export function createMembers({ kinds, read, types, once }: SyntaxContext): Members {
  const methods = new Set([kinds.MethodDeclaration, kinds.MethodSignature]);

  /** The declarations of a member in this file: overloads, or a pair of accessors, are several. */
  function declarationsOf(type: ObjectType, member: string): readonly Loose[] {
    const isStatic = type.side === 'static';
    return type.declarations
      .flatMap(membersOf)
      .filter((each) => read.nameOf(each.name) === member && read.hasModifier(each, kinds.StaticKeyword) === isStatic);
  }

  function membersOf(declaration: Loose): readonly Loose[] {
    const members: readonly Loose[] = declaration.members ?? declaration.properties ?? [];
    return members.flatMap((member) => (member.kind === kinds.Constructor ? parameterProperties(member) : [member]));
  }

  function parameterProperties(constructor: Loose): readonly Loose[] {
    return (constructor.parameters as readonly Loose[]).filter((parameter) =>
      (parameter.modifiers as readonly Node[] | undefined)?.some((modifier) => modifier.kind !== kinds.Decorator),
    );
  }

  function memberOf(type: ObjectType, member: string): Type | undefined {
    const spec = PROPERTIES[`${type.name}.${member}`];
    if (spec !== undefined) return typeOfSpec(spec, type);
    const declarations = declarationsOf(type, member);
    if (declarations.length > 0) return ofDeclarations(declarations);
    for (const base of type.bases) {
      const inherited = base && memberOf(base, member);
      if (inherited) return inherited;
    }
    return undefined;
  }

  /** What an object of the file, or a collection, has under names that are not declared. */
  function indexed(type: ObjectType, member: string): Type {
    const signature = type.declarations.flatMap(membersOf).find((each) => each.kind === kinds.IndexSignature);
    if (signature) return types.ofTypeNode(signature.type);
    const spec = PROPERTIES[`${type.name}.*`];
    return spec === undefined ? (/^\d+$/.test(member) ? elementOf(type) : UNKNOWN) : typeOfSpec(spec, type);
  }

  function ofDeclarations(declarations: readonly Loose[]): Type {
    const getter = declarations.find((each) => each.kind === kinds.GetAccessor);
    if (getter) return types.ofReturn(objectType({ declarations: [getter] }));
    const [first] = declarations;
    if (!first || first.kind === kinds.SetAccessor) return UNKNOWN;
    if (methods.has(first.kind)) return [objectType({ declarations })];
    return first.kind === kinds.Parameter ? types.ofDeclaration(declarations) : once(first, () => ofProperty(first));
  }

  function ofProperty(property: Loose): Type {
    if (property.kind === kinds.ShorthandPropertyAssignment) return types.ofExpression(property.name);
    if (property.type) return types.ofTypeNode(property.type);
    if (!property.initializer) return property.kind === kinds.PropertyDeclaration ? ofAssignments(property) : UNKNOWN;
    const type = types.ofExpression(property.initializer);
    // A property that starts as `null` is given its value elsewhere.
    return type.length > 0 ? type : UNKNOWN;
  }

  /** A property that neither annotation nor initialiser tells is what the constructor assigns to it. */
  function ofAssignments(property: Loose): Type {
    const name = read.nameOf(property.name);
    const assigned: Type[] = [];
    const visit = (each: Node): undefined => {
      const node = each as Loose;
      if (node.kind === kinds.BinaryExpression && node.operatorToken.kind === kinds.EqualsToken) {
        const target = read.memberAccess(node.left);
        if (target?.object.kind === kinds.ThisKeyword && target.name === name) assigned.push(types.ofExpression(node.right));
      }
      node.forEachChild(visit);
      return undefined;
    };
    (property.parent as Loose).members.find((each: Loose) => each.kind === kinds.Constructor)?.forEachChild(visit);
    const type = union(assigned);
    return type.length > 0 ? type : UNKNOWN;
  }

  function declares(type: ObjectType, member: string): boolean {
    const isConstructor = (each: Loose): boolean => each.kind === kinds.Constructor;
    if (member === 'constructor') return type.declarations.some((each) => (each.members as readonly Loose[] | undefined)?.some(isConstructor));
    return declarationsOf(type, member).length > 0;
  }

  function lineage(type: ObjectType, member?: string): readonly ObjectType[] | undefined {
    if (type.side === 'static' || (member !== undefined && declares(type, member))) return [type];
    const line = [type];
    for (const base of type.bases) {
      const above = base && lineage(base, member);
      if (!above) return undefined;
      line.push(...above);
    }
    // The member of a well-known type is taken for its own: each declares those that the tables ask for.
    if (member === undefined) for (const base of BASES[`${type.name}`] ?? []) line.push(named(base));
    return line;
  }

  function elementOf(type: ObjectType): Type {
    for (const collection of lineage(type) ?? []) {
      const spec = ELEMENTS[`${collection.name}`];
      if (spec !== undefined) return typeOfSpec(spec, collection);
    }
    return UNKNOWN;
  }

  return {
    lineage,
    ofMember: (type, member) => union(type.map((each) => (each ? (memberOf(each, member) ?? indexed(each, member)) : UNKNOWN))),
    hasMember: (type, member) => memberOf(type, member) !== undefined,
    ofElement: (type) => union(type.map((each) => (each ? elementOf(each) : UNKNOWN))),
  };
}
