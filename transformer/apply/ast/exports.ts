/** What is exported as a constant of ours, under the name that the source gives it. */
import type ts from 'typescript';
import type { WrapExport } from '../../plan/rewrite.js';
import type { Places } from './places.js';

type Compiler = typeof ts;

/** Calls the edit's helper with a value, and with what else the edit gives it. */
type Called = (value: ts.Expression, more?: readonly ts.Expression[]) => ts.Expression;

export interface Exports {
  /** @returns What stands in the place of the node. */
  wrap(node: ts.Node, edit: WrapExport, called: Called): ts.Node;
  /** Statements to stand before the file's own. */
  readonly constants: readonly ts.Statement[];
  /** Statements to stand after the file's own. */
  specifiers(): readonly ts.Statement[];
}

/** @param text Of the file, which holds every name that is used in it. */
export function createExports(compiler: Compiler, factory: ts.NodeFactory, { located }: Places, text: string): Exports {
  const names = new Map<string, ts.Identifier>();
  const constants: ts.Statement[] = [];
  const specifiers: ts.ExportSpecifier[] = [];

  /** A name that the file has not. The compiler exports no generated ones from CommonJS. */
  const unused = (name: string): string => (text.includes(name) ? unused(`${name}_`) : name);

  function constantOf(local: string, called: Called): ts.Identifier {
    let constant = names.get(local);
    if (!constant) {
      names.set(local, (constant = factory.createIdentifier(unused(`baton_export_${local}`))));
      const declaration = factory.createVariableDeclaration(constant, undefined, undefined, called(factory.createIdentifier(local)));
      constants.push(factory.createVariableStatement(undefined, factory.createVariableDeclarationList([declaration], compiler.NodeFlags.Const)));
    }
    return constant;
  }

  function unnamed(node: ts.FunctionDeclaration, { name, keepsName }: WrapExport, called: Called): ts.Node {
    const { asteriskToken, typeParameters, parameters, type, body } = node;
    const modifiers = node.modifiers?.filter((each) => each.kind === compiler.SyntaxKind.AsyncKeyword) as ts.Modifier[] | undefined;
    const value = factory.createFunctionExpression(modifiers, asteriskToken, undefined, typeParameters, parameters, type, body as ts.Block);
    return compiler.setTextRange(factory.createExportDefault(called(value, keepsName ? [factory.createStringLiteral(name)] : [])), node);
  }

  function declaration(node: ts.FunctionDeclaration, local: ts.Identifier, constant: ts.Identifier, { name }: WrapExport): ts.Node {
    // In CommonJS it is assigned where the function stands.
    const named = compiler.setEmitFlags(compiler.setTextRange(factory.createIdentifier(name), node), compiler.EmitFlags.NoComments);
    specifiers.push(factory.createExportSpecifier(false, constant, named));
    const { modifiers, asteriskToken, typeParameters, parameters, type, body } = node;
    const kept = modifiers?.filter((each) => each.kind !== compiler.SyntaxKind.ExportKeyword && each.kind !== compiler.SyntaxKind.DefaultKeyword);
    return factory.updateFunctionDeclaration(node, kept, asteriskToken, local, typeParameters, parameters, type, body);
  }

  return {
    constants,
    specifiers: () => (specifiers.length ? [factory.createExportDeclaration(undefined, false, factory.createNamedExports(specifiers))] : []),
    wrap(node, edit, called) {
      if (compiler.isFunctionDeclaration(node)) return node.name ? declaration(node, node.name, constantOf(node.name.text, called), edit) : unnamed(node, edit, called);
      if (compiler.isExportSpecifier(node)) {
        const local = (node.propertyName ?? node.name) as ts.Identifier;
        return factory.updateExportSpecifier(node, node.isTypeOnly, located(constantOf(local.text, called), local), node.name);
      }
      const { name } = node as ts.ShorthandPropertyAssignment;
      return located(factory.createPropertyAssignment(factory.createIdentifier(name.text), constantOf(name.text, called)), node);
    },
  };
}
