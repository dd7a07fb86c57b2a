/** A project of TypeScript 7, as a program. */
import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, resolve } from 'node:path';
import type ts from 'typescript';
import type { Checker, Program, ProgramFile, ProjectReference } from '../resolve/checker/host.js';
import type { ApiFileSystem, ApiProject, ApiSourceFile } from './api.js';
import { checkerOf7 } from './checker.js';
import { isCommonJsSource } from './compiler.js';
import type { TypeScript7 } from './find.js';

const isDeclaration = (fileName: string): boolean => /\.d\.(?:[^./]+\.)?[cm]?ts$/.test(fileName);

/** A file of declarations, of which hardly ever more is asked than its name: its tree is not fetched. */
class DeclarationFile implements ProgramFile {
  readonly isDeclarationFile = true;
  private read: string | undefined;

  constructor(readonly fileName: string, private readonly fs: ApiFileSystem | undefined) {}

  get text(): string {
    return (this.read ??= this.fs?.readFile?.(this.fileName) ?? readFileSync(this.fileName, 'utf8'));
  }

  /** Those that it adds to are among them: they are declared elsewhere in the program, or it would not compile. */
  get ambientModuleNames(): readonly string[] {
    return [...this.text.matchAll(/^[ \t]*declare\s+module\s+(["'])(.+?)\1/gm)].map((match) => match[2] as string);
  }
}

/**
 * @param references Projects that it references; their sources stand in the program where TypeScript 5
 * and 6 have what they emit.
 * @param folder Where relative paths start.
 * @param fs That of the API, if it has one of its own.
 */
export function programOf7(typescript7: TypeScript7, project: ApiProject, references: readonly ProjectReference[], folder: string, fs?: ApiFileSystem): Program {
  const { program } = project;
  const roots = new Set(project.rootFiles);
  const foreign = new Set(references.flatMap(({ commandLine }) => commandLine.fileNames));
  const files = new Map<string, ProgramFile | undefined>(program.getSourceFileNames().map((fileName) => [fileName, undefined]));
  let checker: Checker | undefined;

  function load(fileName: string): ProgramFile | undefined {
    if (isDeclaration(fileName) || foreign.has(fileName)) return new DeclarationFile(fileName, fs);
    const file = program.getSourceFile(fileName);
    return file && complete(file);
  }

  /** With what TypeScript 5 and 6 write down in the file. */
  function complete(file: ApiSourceFile): ApiSourceFile & ProgramFile {
    return Object.defineProperties(file, {
      impliedNodeFormat: { configurable: true, get: () => program.getSourceFileMetadata(file.fileName)?.impliedNodeFormat },
      commonJsModuleIndicator: { configurable: true, get: () => isCommonJsSource(file) || undefined },
    });
  }

  const isLibrary = (path: string): boolean => /\/lib\.[^/]*$/.test(path) && program.getSourceFileMetadata(path)?.isDefaultLibrary === true;

  function fileOf(fileName: string): ProgramFile | undefined {
    let file = files.get(fileName);
    if (!file && files.has(fileName)) files.set(fileName, (file = load(fileName)));
    return file;
  }

  return {
    getTypeChecker: () => (checker ??= checkerOf7(typescript7, project.checker, isLibrary)),
    getSourceFiles: () => [...files.keys()].flatMap((fileName) => fileOf(fileName) ?? []),
    getSourceFile(fileName) {
      const file = fileOf(isAbsolute(fileName) ? fileName : resolve(folder, fileName).replaceAll('\\', '/'));
      return file?.isDeclarationFile ? undefined : (file as ts.SourceFile | undefined);
    },
    // A file that the tsconfig names is the user's own, wherever it lies.
    isSourceFileFromExternalLibrary: ({ fileName }) => !roots.has(fileName) && (program.getSourceFileMetadata(fileName)?.isFromExternalLibrary ?? false),
    getCompilerOptions: () => project.compilerOptions as ts.CompilerOptions,
    getCurrentDirectory: () => folder,
    getCommonSourceDirectory: () => dirname(project.configFileName),
    getResolvedProjectReferences: () => references,
  };
}
