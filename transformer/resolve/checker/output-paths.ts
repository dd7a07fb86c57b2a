/** Where a program's files are emitted, and those of the projects it references. */
import { join, relative } from 'node:path';
import { isOurPlugin } from '../../plugin-entry.js';
import type { Compiler, Program, ProjectReference } from './host.js';

/** The name of the emitted file without its extension, which may be `.js`, `.jsx`, `.mjs` or `.cjs`. */
export function outputStem(program: Program): (fileName: string) => string {
  const options = program.getCompilerOptions();
  const rootDir = options.rootDir ?? program.getCommonSourceDirectory?.() ?? program.getCurrentDirectory();
  return (fileName) => withoutExtension(options.outDir === undefined ? fileName : join(options.outDir, relative(rootDir, fileName)));
}

export function withoutExtension(path: string): string {
  return path.replace(/\.[cm]?[jt]sx?$/, '');
}

/** Stems of what referenced projects emit, if their tsconfig says that we compile them too. */
export function outputStemsOfReferences(compiler: Compiler, program: Program): ReadonlySet<string> {
  const stems = new Set<string>();
  const seen = new Set<ProjectReference>();
  const visit = (reference: ProjectReference | undefined): void => {
    if (!reference || seen.has(reference)) return;
    seen.add(reference);
    const { commandLine, references } = reference;
    const plugins = (commandLine.options['plugins'] ?? []) as readonly { readonly transform?: string }[];
    if (plugins.some(isOurPlugin)) {
      const sources = commandLine.fileNames.filter((fileName) => !/\.d\.[cm]?ts$/.test(fileName));
      for (const fileName of sources) {
        for (const output of compiler.getOutputFileNames(commandLine, fileName, !compiler.sys.useCaseSensitiveFileNames)) stems.add(withoutExtension(output));
      }
    }
    references?.forEach(visit);
  };
  program.getResolvedProjectReferences()?.forEach(visit);
  return stems;
}
