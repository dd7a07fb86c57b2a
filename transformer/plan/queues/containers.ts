/** Containers that the file declares, that outlive the functions which use them: fields and outer variables. */
import type { InferredQueue } from '../../boundaries/vocabulary.js';
import type { Loose } from '../../syntax.js';
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

/** @param candidates Names of what may be filled and drained. */
export function findContainers(tree: Tree, names: Names, candidates: ReadonlySet<string>): readonly Container[] {
  const { kinds } = tree;
  const DECLARATIONS: ReadonlySet<number> = new Set([kinds.VariableDeclaration, kinds.PropertyDeclaration, kinds.PropertyAssignment, kinds.Parameter]);
  const occurrences = names.occurrences(candidates);
  const isDeclaration = (name: Loose): boolean => DECLARATIONS.has(name.parent.kind) && (name.parent as Loose).name === name;
  const declarations = [...occurrences.values()].flatMap((each) => each.filter(isDeclaration).map((name) => name.parent as Loose));

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

  return declarations.flatMap((declaration) => {
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
    return [{ name, kind, unitOf, references: names.references(declaration, occurrences.get(own) ?? []).filter((each) => unitOf(each)) }];
  });
}
