/** The files of the user's own that a file imports, for hosts that see one file after another. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type ts from 'typescript';
import { OWN_MODULE } from './resolve/syntax/externals.js';
import type { Modules } from './resolve/syntax/modules.js';
import type { SourceFile } from './syntax.js';
import type { TextParser } from './text-transform.js';

type Compiler = typeof ts;
type Find = (specifier: string, from: string) => string | undefined;

const NO_CODE = /\.d\.[cm]?ts$|\.json$/;

/**
 * Find modules as bundlers do, by the compiler's own means. Each file is read when it is first asked for,
 * and kept.
 *
 * @param options Of the project: `paths`, `baseUrl`, `customConditions`.
 */
export function createModules(compiler: Compiler, options: ts.CompilerOptions): Modules {
  const { sys } = compiler;
  const settings: ts.CompilerOptions = { ...options, allowJs: true, module: compiler.ModuleKind.ESNext, moduleResolution: compiler.ModuleResolutionKind.Bundler };
  const cache = compiler.createModuleResolutionCache(sys.getCurrentDirectory(), (name) => name, settings);
  const parse = (fileName: string, text: string): SourceFile =>
    compiler.createSourceFile(fileName, text, compiler.ScriptTarget.Latest, /*setParentNodes*/ true) as unknown as SourceFile;
  return kept(parse, (specifier, from) => {
    const found = OWN_MODULE.test(specifier) ? compiler.resolveModuleName(specifier, from, settings, sys, cache).resolvedModule : undefined;
    return found?.isExternalLibraryImport ? undefined : found?.resolvedFileName;
  });
}

/** What stands in a specifier for what it is compiled from. https://www.typescriptlang.org/docs/handbook/modules/reference.html#file-extension-substitution */
const SOURCES: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.js', '.jsx'], '.jsx': ['.tsx', '.jsx'], '.mjs': ['.mts', '.mjs'], '.cjs': ['.cts', '.cjs'],
};
const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];

/** Find modules by relative paths alone, where no compiler is there to ask. */
export function createRelativeModules({ parse }: TextParser): Modules {
  return kept(parse, (specifier, from) => {
    if (!/^\.{0,2}\//.test(specifier)) return undefined;
    const path = resolve(dirname(from), specifier);
    const [, stem = path, extension = ''] = /^(.*)(\.[cm]?jsx?)$/.exec(path) ?? [];
    const candidates = [...(SOURCES[extension] ?? []).map((each) => stem + each), path, ...EXTENSIONS.map((each) => path + each), ...EXTENSIONS.map((each) => `${path}/index${each}`)];
    return candidates.find((file) => existsSync(file) && statSync(file).isFile())?.replaceAll('\\', '/');
  });
}

function kept(parse: TextParser['parse'], find: Find): Modules {
  const files = new Map<string, SourceFile | undefined>();
  return {
    find(specifier, from) {
      const fileName = find(specifier, from);
      if (fileName === undefined || NO_CODE.test(fileName)) return undefined;
      if (!files.has(fileName)) files.set(fileName, existsSync(fileName) ? parse(fileName, readFileSync(fileName, 'utf8')) : undefined);
      return files.get(fileName);
    },
  };
}
