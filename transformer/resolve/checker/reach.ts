/** The files that run where a module runs: itself, and what it imports. */
import type ts from 'typescript';
import type { Checker, Compiler } from './host.js';

/** @param reached Files that are known to be; those that are reached are added. */
export function reachedFrom(compiler: Compiler, checker: Checker, file: ts.SourceFile, reached = new Set<ts.SourceFile>()): ReadonlySet<ts.SourceFile> {
  if (reached.has(file) || file.isDeclarationFile) return reached;
  reached.add(file);
  for (const statement of file.statements) {
    const specifier = compiler.isImportDeclaration(statement) || compiler.isExportDeclaration(statement) ? statement.moduleSpecifier : undefined;
    const imported = specifier && checker.getSymbolAtLocation(specifier)?.valueDeclaration;
    if (imported && compiler.isSourceFile(imported)) reachedFrom(compiler, checker, imported, reached);
  }
  return reached;
}
