/** The compiler we run in: handed over by the host, or found. */
import type ts from 'typescript';
import { BatonError } from './option-errors.js';

type Compiler = typeof ts;

const CURE = 'Compile with npx otel-baton tsc, which rewrites what TypeScript 7 emits, or install TypeScript 5.4 to 6.x beside ts-patch: npm install --save-dev typescript@6 ts-patch';

/**
 * Use the host's compiler, because nodes of one copy of TypeScript are not those of another.
 *
 * @throws BatonError where there is none, or it has no transformers: TypeScript 7 is native and ignores plugins.
 */
export function compilerOf(given: Compiler | undefined): Compiler {
  const compiler = given ?? find();
  const major = Number.parseInt(String((compiler as { versionMajorMinor?: string }).versionMajorMinor ?? compiler.version), 10);
  if (major >= 7 || !compiler.factory) {
    throw new BatonError(`otel-baton: TypeScript ${compiler.version} was found, which runs no transformers, so no context would be carried. ${CURE}`);
  }
  return compiler;
}

/**
 * Whether it is a file, and not a bundle of files (`outFile`).
 *
 * @throws BatonError where another copy of TypeScript has parsed it, whose nodes mean something else in ours.
 */
export function isSourceFileOf(compiler: Compiler, node: ts.SourceFile): boolean {
  if (compiler.isSourceFile(node)) return true;
  if (!('statements' in node)) return false;
  throw new BatonError(`otel-baton: ${String((node as { fileName?: string }).fileName)} was parsed by another copy of TypeScript than ${compiler.version}, which was found, so it cannot be transformed. Hand the host's own over: transformer(program, options, { ts })`);
}

function find(): Compiler {
  try {
    // The host's own copy is asked for first; this is the one of the project.
    return require('typescript') as Compiler;
  } catch {
    throw new BatonError(`otel-baton: TypeScript was not found. ${CURE}`);
  }
}
