/** How the syntax resolver reads nodes: literals, member accesses, modifiers. */
import type { Kinds, Loose, Node, SourceFile } from '../../syntax.js';
import type { Modules } from './modules.js';

/** The file a syntax resolver answers for, and the kinds of its nodes. */
export interface Source {
  readonly kinds: Kinds;
  readonly sourceFile: SourceFile;
  /** Without it, what other files declare is unknown. */
  readonly modules?: Modules | undefined;
}

/** `object.name`, `object?.name`, `object['name']`, `object[0]`; in types, `object.name`. */
export interface MemberAccess {
  readonly object: Loose;
  readonly name: string;
}

export interface NodeReader {
  /** The text of a string literal or of a template without substitutions. */
  literal(node: Loose | undefined): string | undefined;
  /** The text of a property's name; `undefined` for one that is computed from anything but a literal. */
  nameOf(name: Loose | undefined): string | undefined;
  memberAccess(node: Loose): MemberAccess | undefined;
  /** What stands inside parentheses, `!`, `satisfies` and `as const`; of a comma, the last operand. */
  unwrap(node: Loose): Loose;
  /** Whether the assertion is `as const`. */
  isConstAssertion(node: Loose): boolean;
  /** Whether the variable is declared with `const`. */
  isConst(variable: Loose): boolean;
  /** Whether a list of declarations starts with `var`, whose names belong to the whole function. */
  isVar(list: Loose): boolean;
  isClass(node: Loose): boolean;
  isAssertion(node: Loose): boolean;
  isFunction(node: Loose): boolean;
  hasModifier(node: Loose, kind: number): boolean;
  /** The file that a node stands in: that which is asked about, or one that it imports from. */
  fileOf(node: Node): SourceFile;
  /** Visit the statements below a node and the heads of its loops, but nothing in functions of their own. */
  visitStatements(node: Loose, visit: (statement: Loose) => void): void;
}

export function createNodeReader({ kinds, sourceFile, modules }: Source): NodeReader {
  const literals = new Set([kinds.StringLiteral, kinds.NoSubstitutionTemplateLiteral]);
  const names = new Set([kinds.Identifier, kinds.PrivateIdentifier, ...literals]);
  const transparent = new Set([kinds.ParenthesizedExpression, kinds.NonNullExpression, kinds.SatisfiesExpression]);

  const containers = new Set([
    kinds.SourceFile, kinds.ModuleBlock, kinds.Block, kinds.VariableStatement, kinds.IfStatement, kinds.LabeledStatement, kinds.ForStatement,
    kinds.ForInStatement, kinds.ForOfStatement, kinds.WhileStatement, kinds.DoStatement, kinds.TryStatement, kinds.CatchClause,
    kinds.SwitchStatement, kinds.CaseBlock, kinds.CaseClause, kinds.DefaultClause,
  ]);

  const reader: NodeReader = {
    literal: (node) => (node && literals.has(node.kind) ? (node.text as string) : undefined),

    nameOf(name) {
      if (!name) return undefined;
      return names.has(name.kind) ? (name.text as string) : reader.literal(name.expression);
    },

    memberAccess(node) {
      if (node.kind === kinds.PropertyAccessExpression) return access(node.expression, reader.nameOf(node.name));
      if (node.kind === kinds.ElementAccessExpression) return access(node.expression, indexOf(node.argumentExpression));
      return node.kind === kinds.QualifiedName ? access(node.left, reader.nameOf(node.right)) : undefined;
    },

    unwrap(node) {
      let inner = node;
      for (;;) {
        if (transparent.has(inner.kind) || reader.isConstAssertion(inner)) inner = inner.expression;
        else if (inner.kind === kinds.BinaryExpression && inner.operatorToken.kind === kinds.CommaToken) inner = inner.right;
        else return inner;
      }
    },

    isConstAssertion(node) {
      if (!reader.isAssertion(node)) return false;
      const { type } = node;
      return type.kind === kinds.TypeReference && type.typeName.text === 'const';
    },

    isConst: (variable) => keyword(variable.parent) === 'const',
    isVar: (list) => keyword(list) === 'var',
    isClass: (node) => node.kind === kinds.ClassDeclaration || node.kind === kinds.ClassExpression,
    isAssertion: (node) => node.kind === kinds.AsExpression || node.kind === kinds.TypeAssertionExpression,
    isFunction: (node) => node.parameters !== undefined && node.kind !== kinds.IndexSignature,
    hasModifier: (node, kind) => (node.modifiers as readonly Node[] | undefined)?.some((modifier) => modifier.kind === kind) ?? false,

    fileOf(node) {
      let top = node;
      if (modules) while (top.parent as Node | undefined) top = top.parent;
      return modules ? (top as SourceFile) : sourceFile;
    },

    visitStatements(node, visit) {
      if (!containers.has(node.kind)) return;
      node.forEachChild((child) => {
        visit(child as Loose);
        reader.visitStatements(child as Loose, visit);
      });
    },
  };

  function indexOf(argument: Loose): string | undefined {
    return argument.kind === kinds.NumericLiteral ? (argument.text as string) : reader.literal(argument);
  }

  function access(object: Loose, name: string | undefined): MemberAccess | undefined {
    return name === undefined ? undefined : { object, name };
  }

  // Read from the text, because the flags that tell `const` from `var` are numbered by each compiler.
  function keyword(list: Node): string | undefined {
    if (list.kind !== kinds.VariableDeclarationList) return undefined;
    const file = reader.fileOf(list);
    return /^\w+/.exec(file.text.slice(list.getStart(file), list.end))?.[0];
  }

  return reader;
}
