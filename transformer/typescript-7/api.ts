/**
 * TypeScript 7 is a native program that JavaScript asks through a pipe: `typescript/unstable/sync`.
 * Here are the few members of that API which we use; a test holds them against the real ones.
 */
import type { Node, SourceFile } from '../syntax.js';

/** Numbers by name, as the API's enumerations are. */
export type Flags = Readonly<Record<string, number | string>>;

/** A node in a file that need not have been fetched yet. */
export interface NodeHandle {
  readonly kind: number;
  /** The file's, in lower case where file names do not differ by case. */
  readonly path: string;
  resolve(): Node | undefined;
}

export interface ApiSymbol {
  readonly id: number;
  readonly name: string;
  readonly escapedName: string;
  readonly flags: number;
  readonly declarations: readonly NodeHandle[];
  readonly valueDeclaration: NodeHandle | undefined;
  getParent(): ApiSymbol | undefined;
  getMembers(): ReadonlyMap<string, ApiSymbol>;
}

export interface ApiType {
  readonly id: number;
  readonly flags: number;
  getSymbol(): ApiSymbol | undefined;
  getAliasSymbol(): ApiSymbol | undefined;
  isUnionType(): boolean;
  isIntersectionType(): boolean;
  isObjectType(): boolean;
  isClassOrInterface(): boolean;
  isTypeReference(): boolean;
  isStringLiteralType(): boolean;
}

/** A member each of the kinds of type that have it. */
export interface ApiTypeParts {
  readonly objectFlags: number;
  readonly value: unknown;
  getTypes(): readonly ApiType[];
  getTarget(): ApiType | undefined;
}

export interface ApiSignature {
  readonly declaration?: NodeHandle | undefined;
}

/** Every call is a trip through the pipe, and so takes as long as some hundred nodes. */
export interface ApiChecker {
  getTypeAtLocation(nodes: readonly Node[]): readonly (ApiType | undefined)[];
  getSymbolAtLocation(nodes: readonly Node[]): readonly (ApiSymbol | undefined)[];
  getAliasedSymbol(symbol: ApiSymbol): ApiSymbol;
  getShorthandAssignmentValueSymbol(node: Node): ApiSymbol | undefined;
  getExportSpecifierLocalTargetSymbol(node: Node): ApiSymbol | undefined;
  getResolvedSignature(node: Node): ApiSignature | undefined;
  getNonNullableType(type: ApiType): ApiType | undefined;
  getBaseConstraintOfType(type: ApiType): ApiType | undefined;
  getBaseTypes(type: ApiType): readonly ApiType[];
  getPropertyOfType(type: ApiType, name: string): ApiSymbol | undefined;
  getPropertiesOfType(type: ApiType): readonly ApiSymbol[];
  getSignaturesOfType(type: ApiType, kind: number): readonly ApiSignature[];
  isArrayType(type: ApiType): boolean;
  isTupleType(type: ApiType): boolean;
  typeToString(type: ApiType): string;
  getAnyType(): ApiType;
}

/** What the program knows of a file beside its syntax. */
export interface ApiFileMetadata {
  readonly isDefaultLibrary: boolean;
  readonly isFromExternalLibrary: boolean;
  readonly impliedNodeFormat: number;
}

/** A file as the API parses it; nodes of one file are the same objects as long as its snapshot lives. */
export interface ApiSourceFile extends SourceFile {
  readonly path: string;
  readonly scriptKind: number;
  readonly imports: readonly Node[];
  readonly ambientModuleNames: readonly string[];
  readonly externalModuleIndicator: Node | true | undefined;
}

export interface ApiProgram {
  getSourceFile(fileName: string): ApiSourceFile | undefined;
  getSourceFileNames(): readonly string[];
  getSourceFileMetadata(fileName: string): ApiFileMetadata | undefined;
  /** What is wrong with its syntax. */
  getSyntacticDiagnostics(fileName: string): readonly unknown[];
}

export interface ApiProject {
  readonly configFileName: string;
  /** Without `plugins` and `references`, which the native compiler does not keep. */
  readonly compilerOptions: object;
  readonly rootFiles: readonly string[];
  readonly program: ApiProgram;
  readonly checker: ApiChecker;
}

/** The projects as they were when it was taken. */
export interface ApiSnapshot {
  getProject(configFileName: string): ApiProject | undefined;
  dispose(): void;
}

export interface ApiChanges {
  readonly openProjects?: string[];
  readonly closeProjects?: string[];
  readonly fileChanges?: { readonly changed?: string[]; readonly created?: string[]; readonly deleted?: string[] } | { readonly invalidateAll: true };
}

/** One native process. */
export interface Api {
  parseConfigFile(fileName: string): { readonly options: Readonly<Record<string, unknown>>; readonly fileNames: readonly string[] };
  updateSnapshot(changes: ApiChanges): ApiSnapshot;
  /** Ends the process; nothing that came from it answers from then on. */
  close(): void;
}

/** What a file system is asked before the real one: `undefined` sends on to that, `null` means that there is none. */
export interface ApiFileSystem {
  readFile?(fileName: string): string | null | undefined;
  fileExists?(fileName: string): boolean | undefined;
}

/** `typescript/unstable/sync` */
export interface SyncModule {
  readonly API: new (options: { cwd?: string; fs?: ApiFileSystem }) => Api;
  readonly TypeFlags: Flags;
  readonly SymbolFlags: Flags;
  readonly ObjectFlags: Flags;
  readonly ModifierFlags: Flags;
  readonly ModuleKind: Flags;
  readonly SignatureKind: Flags;
}

/** `typescript/unstable/ast` */
export interface AstModule {
  readonly SyntaxKind: Flags;
  readonly NodeFlags: Flags;
  readonly ScriptTarget: Flags;
}
