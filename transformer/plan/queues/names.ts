/** What a name, a field or a function of this file is, by its declaration. */
import { createNodeReader } from '../../resolve/syntax/nodes.js';
import { createScopes } from '../../resolve/syntax/scopes.js';
import type { Loose, Node } from '../../syntax.js';
import type { Tree } from '../tree.js';

export interface Names {
  /** The declaration of a name, of `this.x` in a class or object literal, of `object.x` in a literal, of `Class.x`; `undefined` where it is not in this file. */
  declarationOf(expression: Loose): Loose | undefined;
  /** Where these names stand in the file, whatever they are there. */
  occurrences(names: ReadonlySet<string>): ReadonlyMap<string, readonly Loose[]>;
  /** Those of the occurrences of its name that refer to the declaration, as expressions. */
  references(declaration: Loose, occurrences: readonly Loose[]): readonly Loose[];
  /** Every expression below a node that refers to the declaration. */
  referencesTo(declaration: Loose, within: Loose): readonly Loose[];
  /** The function that an expression names or is; `undefined` where it cannot be told. */
  functionOf(expression: Loose): Loose | undefined;
  /** The nearest function around a node, or the file. */
  enclosing(node: Loose): Loose;
}

export function createNames(tree: Tree): Names {
  const { kinds, sourceFile } = tree;
  const source = { kinds, sourceFile };
  const scopes = createScopes(source, createNodeReader(source));
  const OWN_THIS = new Set([kinds.FunctionDeclaration, kinds.FunctionExpression]);
  const MEMBERS = new Set([
    kinds.MethodDeclaration, kinds.Constructor, kinds.GetAccessor, kinds.SetAccessor, kinds.PropertyDeclaration, kinds.ClassStaticBlockDeclaration,
  ]);
  const FUNCTIONS = new Set([kinds.FunctionDeclaration, kinds.FunctionExpression, kinds.ArrowFunction, kinds.MethodDeclaration]);

  /** The class or object literal whose member the node stands in. */
  function ownerOfThis(node: Loose): Loose | undefined {
    for (let at = node.parent as Loose | undefined; at; at = at.parent as Loose | undefined) {
      if (OWN_THIS.has(at.kind)) return undefined;
      if (MEMBERS.has(at.kind)) return at.parent as Loose;
    }
    return undefined;
  }

  function memberOf(owner: Loose | undefined, name: string): Loose | undefined {
    const members = (owner?.members ?? owner?.properties ?? []) as Loose[];
    const own = members.find((each) => each.name?.text === name);
    if (own) return own;
    const constructor = members.find((each) => each.kind === kinds.Constructor);
    return ((constructor?.parameters ?? []) as Loose[]).find((each) => each.modifiers?.length && each.name.text === name);
  }

  /** Also of a private name, which has no key of its own in a {@link Tree.member}. */
  function access(node: Loose): { readonly object: Loose; readonly name: string } | undefined {
    if (node.kind === kinds.PropertyAccessExpression) return { object: tree.unwrap(node.expression), name: node.name.text as string };
    const member = tree.member(node);
    return member && { object: tree.unwrap(member.receiver), name: member.name };
  }

  function declarationOf(expression: Loose): Loose | undefined {
    const node = tree.unwrap(expression);
    if (node.kind === kinds.Identifier) return scopes.lookup(node.text as string, node, 'values')?.declarations[0];
    const read = access(node);
    if (!read) return undefined;
    if (read.object.kind === kinds.ThisKeyword) return memberOf(ownerOfThis(read.object), read.name);
    const holder = read.object.kind === kinds.Identifier ? declarationOf(read.object) : undefined;
    if (holder?.kind === kinds.ClassDeclaration) return memberOf(holder, read.name);
    const literal = holder?.kind === kinds.VariableDeclaration && holder.initializer ? tree.unwrap(holder.initializer) : undefined;
    return literal?.kind === kinds.ObjectLiteralExpression ? memberOf(literal, read.name) : undefined;
  }

  /** Whether a name is one that is looked up, and no key of a property. */
  function isLookedUp(node: Loose): boolean {
    const holder = node.parent as Loose;
    if (holder.kind === kinds.ShorthandPropertyAssignment) return true;
    return holder.name !== node && holder.propertyName !== node && holder.kind !== kinds.QualifiedName;
  }

  /** The expression that a name stands in: itself, or the access whose last name it is. */
  function expressionOf(name: Loose): Loose | undefined {
    const { parent } = name as { parent: Loose };
    if (parent.kind === kinds.PropertyAccessExpression && parent.name === name) return parent;
    return name.kind === kinds.Identifier && isLookedUp(name) ? name : undefined;
  }

  const reads = (declaration: Loose, name: Loose): readonly Loose[] => {
    const expression = expressionOf(name);
    return expression && declarationOf(expression) === declaration ? [expression] : [];
  };

  return {
    declarationOf,

    occurrences(names) {
      const found = new Map<string, Loose[]>();
      const NAMES: ReadonlySet<number> = new Set([kinds.Identifier, kinds.PrivateIdentifier]);
      const visit = (child: Node): undefined => {
        if (!NAMES.has(child.kind)) child.forEachChild(visit);
        else if (names.has((child as Loose).text as string)) {
          const { text } = child as Loose & { text: string };
          const known = found.get(text);
          if (known) known.push(child as Loose);
          else found.set(text, [child as Loose]);
        }
        return undefined;
      };
      sourceFile.forEachChild(visit);
      return found;
    },

    references: (declaration, occurrences) => occurrences.flatMap((each) => reads(declaration, each)),

    referencesTo(declaration, within) {
      const text = declaration.name?.text as string | undefined;
      const found: Loose[] = [];
      const visit = (child: Node): undefined => {
        if ((child as Loose).text === text && (child.kind === kinds.Identifier || child.kind === kinds.PrivateIdentifier)) found.push(...reads(declaration, child as Loose));
        else child.forEachChild(visit);
        return undefined;
      };
      if (text !== undefined) within.forEachChild(visit);
      return found;
    },

    functionOf(expression) {
      const node = tree.unwrap(expression);
      if (FUNCTIONS.has(node.kind)) return node;
      const declaration = declarationOf(node);
      if (!declaration) return undefined;
      if (FUNCTIONS.has(declaration.kind)) return declaration.body ? declaration : undefined;
      const value = declaration.initializer && tree.unwrap(declaration.initializer);
      return value && FUNCTIONS.has(value.kind) ? value : undefined;
    },

    enclosing(node) {
      let at = node.parent as Loose;
      while (at.kind !== kinds.SourceFile && !tree.isFunction(at)) at = at.parent as Loose;
      return at;
    },
  };
}
