/** Containers that the file declares, that outlive the functions which use them: fields and outer variables. */
import type { InferredQueue } from '../../boundaries/vocabulary.js';
import type { Loose, Node } from '../../syntax.js';
import type { Tree } from '../tree.js';
import type { Names } from './names.js';

export interface Container {
  /** As it is told: `jobs`, `Pool.jobs`. */
  readonly name: string;
  readonly kind: InferredQueue['on'];
  /** Every expression that names it, inside the functions that use it. */
  readonly references: readonly Loose[];
  /** The outermost function around a node that does not hold the declaration. */
  unitOf(node: Loose): Loose | undefined;
}

/** @param fills The members by which something is put into a container. */
export function findContainers(tree: Tree, names: Names, fills: ReadonlySet<string>): readonly Container[] {
  const { kinds, sourceFile } = tree;
  const declarations = new Set<Loose>();
  const visit = (child: Node): undefined => {
    const node = child as Loose;
    if (node.kind === kinds.CallExpression) {
      const member = tree.member(tree.unwrap(node.expression));
      const declaration = member && fills.has(member.name) ? names.declarationOf(member.receiver) : undefined;
      if (declaration) declarations.add(declaration);
    }
    node.forEachChild(visit);
    return undefined;
  };
  sourceFile.forEachChild(visit);

  const BY_NAME: Readonly<Record<string, Container['kind']>> = { Array: 'array', ReadonlyArray: 'array', Map: 'map', Set: 'set' };

  function kindOfType(type: Loose | undefined): Container['kind'] | undefined {
    if (!type) return undefined;
    if (type.kind === kinds.ArrayType) return 'array';
    if (type.kind === kinds.TypeReference) return BY_NAME[type.typeName.text as string];
    if (type.kind === kinds.TypeOperator || type.kind === kinds.ParenthesizedType) return kindOfType(type.type);
    const parts = type.kind === kinds.UnionType ? (type.types as Loose[]).flatMap((part) => kindOfType(part) ?? []) : [];
    return parts.length === 1 ? parts[0] : undefined;
  }

  function kindOf({ type, initializer }: Loose): Container['kind'] | undefined {
    if (type) return kindOfType(type);
    const value = initializer && tree.unwrap(initializer);
    if (value?.kind === kinds.ArrayLiteralExpression) return 'array';
    return value?.kind === kinds.NewExpression ? BY_NAME[value.expression.text as string] : undefined;
  }

  return [...declarations].flatMap((declaration) => {
    const { parent } = declaration as { parent: Loose };
    const isField = declaration.kind === kinds.PropertyDeclaration || declaration.kind === kinds.PropertyAssignment;
    const isParameterProperty = declaration.kind === kinds.Parameter && declaration.modifiers?.length;
    const isVariable = declaration.kind === kinds.VariableDeclaration && declaration.name.kind === kinds.Identifier;
    const kind = isField || isParameterProperty || isVariable ? kindOf(declaration) : undefined;
    if (!kind) return [];
    const owner = isParameterProperty ? (parent.parent as Loose) : parent;
    const holder = isVariable ? names.enclosing(declaration) : owner;

    function unitOf(node: Loose): Loose | undefined {
      let unit: Loose | undefined;
      for (let at = node.parent as Loose; at !== holder && at.kind !== kinds.SourceFile; at = at.parent as Loose) if (tree.isFunction(at)) unit = at;
      return unit;
    }

    const own = declaration.name.text as string;
    const named = owner.name ? owner : (owner.parent as Loose);
    const name = isVariable ? own : [named.name?.text as string | undefined, own].filter(Boolean).join('.');
    const within = isVariable ? holder : declaration.kind === kinds.PropertyAssignment ? (sourceFile as unknown as Loose) : owner;
    return [{ name, kind, unitOf, references: names.referencesTo(declaration, within).filter((each) => unitOf(each)) }];
  });
}
