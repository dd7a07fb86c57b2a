/** What a name, a field or a function of this file is, by its declaration. */
import { createNodeReader } from '../../resolve/syntax/nodes.js';
import { createScopes } from '../../resolve/syntax/scopes.js';
import type { Loose, Node } from '../../syntax.js';
import type { Tree } from '../tree.js';

export interface Names {
  /** The declaration of a name, of `this.x` in a class or object literal, of `object.x` in a literal, of `Class.x`; `undefined` where it is not in this file. */
  declarationOf(expression: Loose): Loose | undefined;
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
    return holder.name !== node && holder.propertyName !== node && holder.right?.parent?.kind !== kinds.QualifiedName;
  }

  return {
    declarationOf,

    referencesTo(declaration, within) {
      const name = declaration.name?.text as string | undefined;
      const found: Loose[] = [];
      const visit = (child: Node): undefined => {
        const node = child as Loose;
        const isNamed = node.kind === kinds.Identifier ? node.text === name && isLookedUp(node) : node.name?.text === name && access(node) !== undefined;
        if (isNamed && declarationOf(node) === declaration) found.push(node);
        node.forEachChild(visit);
        return undefined;
      };
      if (name !== undefined) within.forEachChild(visit);
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
