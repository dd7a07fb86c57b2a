/** The files of the user's own that a file imports, for hosts that see one file after another. */
import type ts from 'typescript';
import type { Modules } from './resolve/syntax/modules.js';
import { OWN_MODULE } from './resolve/syntax/externals.js';
import type { SourceFile } from './syntax.js';

type Compiler = typeof ts;

/**
 * Find modules as bundlers do, by the compiler's own means. Each file is read when it is first asked for,
 * and kept.
 *
 * @param options Of the project: `paths`, `baseUrl`, `customConditions`.
 * @param mayTell Files that are worth reading; of what others declare, nothing is asked.
 */
export function createModules(compiler: Compiler, options: ts.CompilerOptions, mayTell: (fileName: string) => boolean = () => true): Modules {
  const { sys } = compiler;
  const settings: ts.CompilerOptions = { ...options, allowJs: true, module: compiler.ModuleKind.ESNext, moduleResolution: compiler.ModuleResolutionKind.Bundler };
  const cache = compiler.createModuleResolutionCache(sys.getCurrentDirectory(), (name) => name, settings);
  /** As they are on the disk. */
  const files = new Map<string, SourceFile | undefined>();
  const parsed = new Map<string, SourceFile>();

  function read(fileName: string): SourceFile | undefined {
    const text = sys.readFile(fileName);
    const isCode = text !== undefined && !/\.d\.[cm]?ts$|\.json$/.test(fileName);
    return isCode ? parse(fileName, text) : undefined;
  }

  function parse(fileName: string, text: string): SourceFile {
    const known = parsed.get(fileName);
    if (known?.text === text) return known;
    const file = compiler.createSourceFile(fileName, text, compiler.ScriptTarget.Latest, /*setParentNodes*/ true) as unknown as SourceFile;
    parsed.set(fileName, file);
    return file;
  }

  return {
    find(specifier, from) {
      if (!OWN_MODULE.test(specifier)) return undefined;
      const found = compiler.resolveModuleName(specifier, from, settings, sys, cache).resolvedModule;
      if (!found || found.isExternalLibraryImport) return undefined;
      const { resolvedFileName: fileName } = found;
      if (!files.has(fileName)) files.set(fileName, mayTell(fileName) ? read(fileName) : undefined);
      return files.get(fileName);
    },
    parse,
  };
}
