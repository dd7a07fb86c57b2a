/** Which module syntax a file is emitted in, by public means only. */
import type ts from 'typescript';
import type { Compiler } from '../resolve/checker/host.js';

/** `lowered`: an import that the compiler turns into AMD, UMD or System; `none`: a classic script, which cannot import. */
export type Format = 'commonjs' | 'esm' | 'lowered' | 'none';

export function formatOf(compiler: Compiler, sourceFile: ts.SourceFile, options: ts.CompilerOptions): Format {
  const { ModuleKind } = compiler;
  const isModule = compiler.isExternalModule(sourceFile);
  const isCommonJsSource = !isModule && !!(sourceFile as { commonJsModuleIndicator?: unknown }).commonJsModuleIndicator;
  const module = moduleKind(compiler, sourceFile, options);
  if (module === ModuleKind.Preserve) return preserved(compiler, sourceFile, isModule, isCommonJsSource);
  if (module === ModuleKind.CommonJS || module === ModuleKind.None) return 'commonjs';
  if (module === ModuleKind.AMD || module === ModuleKind.UMD || module === ModuleKind.System) return isModule ? 'lowered' : 'none';
  if (isModule) return 'esm';
  return isCommonJsSource ? 'commonjs' : 'none';
}

function moduleKind(compiler: Compiler, sourceFile: ts.SourceFile, options: ts.CompilerOptions): ts.ModuleKind {
  const { ModuleKind } = compiler;
  const [major = 0, minor = 0] = compiler.versionMajorMinor.split('.').map(Number);
  // TypeScript 6 emits for the present day where nothing is said, older ones for ES5.
  const byTarget = (options.target ?? (major >= 6 ? compiler.ScriptTarget.ES2022 : 0)) >= compiler.ScriptTarget.ES2015 ? ModuleKind.ES2015 : ModuleKind.CommonJS;
  const module = options.module ?? byTarget;
  if (module >= ModuleKind.Node16 && module <= ModuleKind.NodeNext) return sourceFile.impliedNodeFormat ?? ModuleKind.CommonJS;
  // https://www.typescriptlang.org/docs/handbook/release-notes/typescript-5-6.html
  const isToldByName = module !== ModuleKind.Preserve && (major > 5 || minor >= 6);
  if (!isToldByName) return module;
  if (/\.c[jt]s$/.test(sourceFile.fileName)) return ModuleKind.CommonJS;
  return /\.m[jt]s$/.test(sourceFile.fileName) ? ModuleKind.ESNext : module;
}

/** `preserve` emits each file in the syntax it is written in. */
function preserved(compiler: Compiler, sourceFile: ts.SourceFile, isModule: boolean, isCommonJsSource: boolean): Format {
  const isCommonJs = (statement: ts.Statement): boolean =>
    (compiler.isImportEqualsDeclaration(statement) && compiler.isExternalModuleReference(statement.moduleReference)) ||
    (compiler.isExportAssignment(statement) && !!statement.isExportEquals);
  if (sourceFile.statements.some((statement) => isEsmSyntax(compiler, statement))) return 'esm';
  if (sourceFile.statements.some(isCommonJs) || isCommonJsSource || /\.c[jt]s$/.test(sourceFile.fileName)) return 'commonjs';
  return isModule ? 'esm' : 'none';
}

function isEsmSyntax(compiler: Compiler, statement: ts.Statement): boolean {
  return (
    compiler.isImportDeclaration(statement) ||
    compiler.isExportDeclaration(statement) ||
    (compiler.isExportAssignment(statement) && !statement.isExportEquals) ||
    ((statement as { modifiers?: readonly ts.ModifierLike[] }).modifiers ?? []).some((each) => each.kind === compiler.SyntaxKind.ExportKeyword)
  );
}

/** What in a file without imports and exports is only in CommonJS. */
const COMMONJS = /\brequire\s*\(|\bmodule\s*\.\s*exports\b|(?<![.\w$])exports\s*[.[]|\bimport\s+\w+\s*=\s*require\b|^\s*export\s*=/m;

/** The module syntax that a source is written in, for hosts that go on with it as it is; a file that could be either is taken for an ES module. */
export function sourceFormatOf(compiler: Compiler, sourceFile: ts.SourceFile): 'esm' | 'commonjs' {
  if (/\.c[jt]s$/.test(sourceFile.fileName)) return 'commonjs';
  if (/\.m[jt]s$/.test(sourceFile.fileName)) return 'esm';
  if (sourceFile.statements.some((statement) => isEsmSyntax(compiler, statement))) return 'esm';
  return COMMONJS.test(sourceFile.text) ? 'commonjs' : 'esm';
}
