/**
 * All that this resolver, and what else looks at a whole program, may use of a compiler: the
 * compiler says so when something uses more.
 *
 * TypeScript 5 and 6 satisfy it as they are; `typescript-7/` makes the API of TypeScript 7 look
 * like it. Trees need no adapter but for their functions: nodes have the same properties.
 */
import type ts from 'typescript';

/** Those that tell a node by its kind alone. */
export const BY_KIND = [
  'isArrayBindingPattern', 'isArrowFunction', 'isAsExpression', 'isAwaitExpression', 'isBinaryExpression', 'isBindingElement', 'isCallExpression',
  'isClassDeclaration', 'isElementAccessExpression', 'isEnumDeclaration', 'isExportAssignment', 'isExportDeclaration',
  'isExportSpecifier', 'isExpressionStatement', 'isExternalModuleReference', 'isFunctionDeclaration', 'isFunctionExpression', 'isIdentifier',
  'isImportDeclaration', 'isImportEqualsDeclaration', 'isInterfaceDeclaration', 'isMetaProperty', 'isModuleDeclaration', 'isNamedExports',
  'isNamespaceExport', 'isNewExpression', 'isNonNullExpression', 'isObjectBindingPattern', 'isObjectLiteralExpression', 'isParenthesizedExpression',
  'isPropertyAccessExpression', 'isPropertyAssignment', 'isPropertyDeclaration', 'isSatisfiesExpression', 'isShorthandPropertyAssignment',
  'isSourceFile', 'isStringLiteral', 'isTemplateExpression', 'isTypeAliasDeclaration', 'isVariableDeclaration', 'isVariableStatement',
] as const;

type Table = 'InternalSymbolName' | 'ModifierFlags' | 'ModuleKind' | 'NodeFlags' | 'ObjectFlags' | 'ScriptTarget' | 'SignatureKind' | 'SymbolFlags' | 'SyntaxKind' | 'TypeFlags';
type Function =
  | 'escapeLeadingUnderscores' | 'findAncestor' | 'forEachChild' | 'getCombinedModifierFlags' | 'getCombinedNodeFlags' | 'isClassLike' | 'isConstructorDeclaration' | 'isExternalModule'
  | 'isParameter' | 'isStringLiteralLike';

export interface Compiler extends Pick<typeof ts, Table | Function | (typeof BY_KIND)[number]> {
  readonly versionMajorMinor: string;
  getOutputFileNames(project: ProjectConfig, inputFileName: string, ignoreCase: boolean): readonly string[];
  readonly sys: { readonly useCaseSensitiveFileNames: boolean };
}

export interface Symbol {
  readonly name: string;
  readonly flags: ts.SymbolFlags;
  readonly members?: { has(name: ts.__String): boolean } | undefined;
  readonly declarations?: readonly ts.Declaration[] | undefined;
  readonly valueDeclaration?: ts.Declaration | undefined;
}

export interface Type {
  readonly flags: ts.TypeFlags;
  /** Absent from types that nobody declares. */
  readonly symbol?: Symbol | undefined;
  readonly aliasSymbol?: Symbol | undefined;
  isUnion(): this is Type & { readonly types: readonly Type[] };
  isIntersection(): this is Type & { readonly types: readonly Type[] };
  isClassOrInterface(): this is DeclaredType;
  isClass(): boolean;
  isStringLiteral(): this is Type & { readonly value: string };
  getProperty(name: string): Symbol | undefined;
  getCallSignatures(): readonly unknown[];
}

/** A class or an interface. */
export interface DeclaredType extends Type {
  readonly objectFlags: ts.ObjectFlags;
}

/** An object type, which may be an instance of a generic one. */
export interface ObjectType extends Type {
  readonly objectFlags: ts.ObjectFlags;
  readonly target?: Type | undefined;
}

export interface Checker {
  getTypeAtLocation(node: ts.Node): Type;
  getSymbolAtLocation(node: ts.Node): Symbol | undefined;
  getAliasedSymbol(symbol: Symbol): Symbol;
  getShorthandAssignmentValueSymbol(node: ts.Node): Symbol | undefined;
  getExportSpecifierLocalTargetSymbol(node: ts.ExportSpecifier): Symbol | undefined;
  getResolvedSignature(call: ts.CallLikeExpression): { readonly declaration?: ts.Node } | undefined;
  getNonNullableType(type: Type): Type;
  getBaseConstraintOfType(type: Type): Type | undefined;
  getBaseTypes(type: DeclaredType): readonly Type[];
  getPropertyOfType(type: Type, name: string): Symbol | undefined;
  getPropertiesOfType(type: Type): readonly Symbol[];
  getSignaturesOfType(type: Type, kind: ts.SignatureKind): readonly unknown[];
  isArrayType(type: Type): boolean;
  isTupleType(type: Type): boolean;
  typeToString(type: Type): string;
  /** For a checker behind a pipe: the types, or the symbols, of these nodes will be asked for. */
  willAsk?(what: 'types' | 'symbols', nodes: readonly ts.Node[]): void;
}

/** What is known of every file of a program, declarations of libraries included. */
export interface ProgramFile {
  readonly fileName: string;
  readonly isDeclarationFile: boolean;
  readonly text: string;
}

/** The tsconfig of a project that is referenced. */
export type ProjectConfig = Pick<ts.ParsedCommandLine, 'options' | 'fileNames' | 'errors'>;

export interface ProjectReference {
  readonly commandLine: ProjectConfig;
  readonly references?: readonly (ProjectReference | undefined)[];
}

export interface Program {
  getTypeChecker(): Checker;
  getSourceFiles(): readonly ProgramFile[];
  getSourceFile(fileName: string): ts.SourceFile | undefined;
  isSourceFileFromExternalLibrary(file: ProgramFile): boolean;
  getCompilerOptions(): ts.CompilerOptions;
  getCurrentDirectory(): string;
  /** Where emitted files are laid out from, if `rootDir` does not say it; kept by the compiler for itself. */
  getCommonSourceDirectory?(): string;
  getResolvedProjectReferences(): readonly (ProjectReference | undefined)[] | undefined;
}
