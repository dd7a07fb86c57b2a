/** What reads the files of a project: TypeScript 5 or 6 in this thread, else TypeScript 7 in a process of its own. */
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type ts from 'typescript';
import { BatonError } from '../../option-errors.js';
import type { TextCompiler } from '../../text-transform.js';
import { findTypeScript7, loadTypeScript7, type TypeScript7 } from '../../typescript-7/find.js';
import { textCompilerOf7 } from '../../typescript-7/text-compiler.js';

type Compiler = typeof ts;

/** Beside TypeScript 7 a project may have an older one for what asks for its API. */
const COMPILERS = ['typescript', '@typescript/typescript6', 'typescript-6'];

/** @throws BatonError where the project has no TypeScript, or one that is not known. */
export function readerFor(file: string): Compiler | TextCompiler {
  const compiler = findCompiler(file);
  if (compiler) return compiler;
  const folder = dirname(file);
  if (findTypeScript7(folder)) return textCompilerOf(loadTypeScript7(folder));
  throw new BatonError(`otel-baton: otel-baton/register reads files by the project's TypeScript, and found none, so ${file} was not loaded. Install it: npm install --save-dev typescript`);
}

function findCompiler(file: string): Compiler | undefined {
  const load = createRequire(file);
  for (const name of COMPILERS) {
    try {
      const compiler = load(name) as Compiler;
      if (typeof compiler.createSourceFile === 'function') return compiler;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    }
  }
  return undefined;
}

/** By the package's folder: a process each, which ends with this thread. */
const compilers = new Map<string, TextCompiler>();

function textCompilerOf(typescript7: TypeScript7): TextCompiler {
  const compiler = compilers.get(typescript7.folder) ?? textCompilerOf7(typescript7);
  compilers.set(typescript7.folder, compiler);
  return compiler;
}
