/** Which modules hold the functions that a pool calls by what its worker file exports. */
import type ts from 'typescript';
import type { Checker, Compiler } from './host.js';

/**
 * Follow what a worker file exports again to the modules of the program that declare it.
 *
 * @returns `undefined` where a function may be exported that the planner does not see, so that the
 * file may be sent nothing that only a function of ours understands.
 */
export function taskModules(compiler: Compiler, checker: Checker, entry: ts.SourceFile, isOwn: (file: ts.SourceFile) => boolean): ReadonlySet<ts.SourceFile> | undefined {
  const found = new Set<ts.SourceFile>();
  return follow(entry) ? found : undefined;

  function follow(file: ts.SourceFile): boolean {
    if (found.has(file)) return true;
    found.add(file);
    const declared = new Set(file.statements.flatMap((statement) => namesOf(statement)));
    const assigned = file.statements.reduce((sum, statement) => sum + assignments(statement), 0);
    return mentions(file) === assigned && file.statements.every((statement) => isSeen(statement, declared));
  }

  /** Functions, and values of one name; what is only a type, or a class, is no task. */
  function namesOf(statement: ts.Statement): readonly string[] {
    if (compiler.isVariableStatement(statement)) {
      const isConstant = (statement.declarationList.flags & compiler.NodeFlags.Const) !== 0;
      return statement.declarationList.declarations.flatMap(({ name }) => (isConstant && compiler.isIdentifier(name) ? [name.text] : []));
    }
    const isNamed =
      compiler.isFunctionDeclaration(statement) || compiler.isClassDeclaration(statement) || compiler.isInterfaceDeclaration(statement) ||
      compiler.isTypeAliasDeclaration(statement) || compiler.isEnumDeclaration(statement);
    return isNamed && statement.name ? [statement.name.text] : [];
  }

  /** How often `exports` and `module.exports` stand in the code. */
  function mentions(file: ts.SourceFile): number {
    if (!file.text.includes('exports')) return 0;
    let count = 0;
    const visit = (node: ts.Node): void => {
      const isMember = compiler.isPropertyAccessExpression(node.parent) && node.parent.name === node;
      if (compiler.isIdentifier(node) && node.text === 'exports' && (!isMember || node.parent.expression.getText() === 'module')) count++;
      compiler.forEachChild(node, visit);
    };
    compiler.forEachChild(file, visit);
    return count;
  }

  /** `module.exports = …`, `exports.name = …` */
  function assignments(statement: ts.Statement): number {
    if (!compiler.isExpressionStatement(statement) || !compiler.isBinaryExpression(statement.expression)) return 0;
    const { left, operatorToken, right } = statement.expression;
    const isPlain = operatorToken.kind === compiler.SyntaxKind.EqualsToken && !compiler.isBinaryExpression(right);
    return isPlain && /^(?:module\.exports|(?:module\.)?exports\.\w+)$/.test(left.getText()) ? 1 : 0;
  }

  /** Whether a name, or one of those in a pattern, may stand for a function. */
  function mayBeCalled(name: ts.BindingName | ts.ModuleExportName): boolean {
    if (compiler.isObjectBindingPattern(name) || compiler.isArrayBindingPattern(name)) return name.elements.some((each) => compiler.isBindingElement(each) && !!(each as { name?: ts.BindingName }).name && mayBeCalled(each.name));
    const type = checker.getTypeAtLocation(name);
    return (type.isUnion() ? type.types : [type]).some((each) => (each.flags & (compiler.TypeFlags.Any | compiler.TypeFlags.Unknown)) !== 0 || each.getCallSignatures().length > 0);
  }

  function isSeen(statement: ts.Statement, declared: ReadonlySet<string>): boolean {
    if (compiler.isVariableStatement(statement)) {
      const isExported = statement.modifiers?.some(({ kind }) => kind === compiler.SyntaxKind.ExportKeyword);
      const isConstant = (statement.declarationList.flags & compiler.NodeFlags.Const) !== 0;
      return !isExported || statement.declarationList.declarations.every(({ name }) => (isConstant && compiler.isIdentifier(name)) || !mayBeCalled(name));
    }
    if (!compiler.isExportDeclaration(statement) || statement.isTypeOnly) return true;
    const { moduleSpecifier, exportClause } = statement;
    if (moduleSpecifier) {
      const module = checker.getSymbolAtLocation(moduleSpecifier)?.valueDeclaration;
      return !!module && compiler.isSourceFile(module) && isOwn(module) && !(exportClause && compiler.isNamespaceExport(exportClause)) && follow(module);
    }
    return !exportClause || !compiler.isNamedExports(exportClause) || exportClause.elements.every((each) => each.isTypeOnly || declared.has((each.propertyName ?? each.name).text) || !mayBeCalled(each.name));
  }
}
