/** The project's TypeScript, as far as a host that rewrites texts asks it. */
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type ts from 'typescript';
import { compilerOf } from '../compiler.js';
import { createModules } from '../own-modules.js';
import type { Program } from '../resolve/checker/host.js';
import type { Modules } from '../resolve/syntax/modules.js';
import type { TextCompiler } from '../text-transform.js';
import { findTypeScript7, loadTypeScript7 } from '../typescript-7/find.js';
import { createModules7 } from '../typescript-7/modules.js';
import { textCompilerOf7 } from '../typescript-7/text-compiler.js';
import { typedProgram7 } from '../typescript-7/typed-program.js';
import { optionsOf } from './node/project.js';
import { typedProgram, type TypedProgram } from './typed-program.js';

export interface Language {
  readonly compiler: TextCompiler;
  /** The program of a tsconfig. */
  typed(configFile: string): TypedProgram;
  /**
   * The files of the user's own that files import.
   *
   * @param mayTell Those that are worth reading.
   */
  modules(program: Program | undefined, mayTell?: (fileName: string) => boolean): Modules;
}

/**
 * That of the project, which may be another than the one beside this package.
 *
 * @throws BatonError where there is none, or its version is not known.
 */
export function projectLanguage(): Language {
  const folder = resolve();
  const installed = installedIn(folder);
  if (installed?.createSourceFile || !findTypeScript7(folder)) return language(compilerOf(installed));
  const typescript7 = loadTypeScript7(folder);
  const compiler = textCompilerOf7(typescript7);
  return { compiler, typed: (configFile) => typedProgram7(typescript7, configFile), modules: (_, mayTell) => createModules7(compiler, mayTell) };
}

function language(compiler: typeof ts): Language {
  return { compiler, typed: (configFile) => typedProgram(compiler, configFile), modules: (program, mayTell) => createModules(compiler, projectOptions(compiler, program), mayTell) };
}

/** By what modules are found. */
function projectOptions(compiler: typeof ts, program: Program | undefined): ts.CompilerOptions {
  if (program) return program.getCompilerOptions();
  const configFile = compiler.findConfigFile(process.cwd(), (file) => compiler.sys.fileExists(file));
  return configFile === undefined ? {} : optionsOf(compiler, configFile);
}

/** TypeScript 7 has hardly more to be required than its version. */
function installedIn(folder: string): typeof ts | undefined {
  try {
    return createRequire(resolve(folder, 'package.json'))('typescript') as typeof ts;
  } catch {
    return undefined;
  }
}
