/** Rewrites sources as text, for hosts that run no transformers: bundlers, loaders, module hooks. */
import type { SourceMap } from 'magic-string';
import type ts from 'typescript';
import { sourceFormatOf } from './apply/format.js';
import { importsRuntime } from './apply/prologue.js';
import { applyText } from './apply/text/index.js';
import type { TextFormat } from './apply/text/runtime-import.js';
import { compilerOf } from './compiler.js';
import { BatonError } from './option-errors.js';
import { readOptions } from './options.js';
import { faultLine } from './own-rows.js';
import type { Found } from './plan/rewrite.js';
import { withWorkersToFind } from './plan/workers-to-find.js';
import type { Compiler, Program } from './resolve/checker/host.js';
import { sessionOf, type SessionHost } from './session.js';
import type { SourceFile } from './syntax.js';

/** TypeScript 5 or 6 as it is, or what `typescript-7/text-compiler.ts` makes of TypeScript 7. */
export interface TextCompiler extends Compiler {
  createSourceFile(fileName: string, text: string, languageVersion: ts.ScriptTarget, setParentNodes: boolean): ts.SourceFile;
}

export interface TransformedText {
  readonly code: string;
  /** From the code to the text that was given. */
  readonly map: SourceMap;
}

export interface TextHost extends SessionHost {
  /** The host's TypeScript; without it, the project's. */
  readonly compiler?: TextCompiler;
  /** Files that it holds with this very text are judged with types, all others by their syntax. */
  readonly program?: Program;
  /** `new Worker(new URL('./worker.ts', import.meta.url))` must stay to be seen by a bundler, which makes the worker's file of it. */
  readonly findsWorkers?: boolean;
  /** Is told what becomes of each file. */
  readonly planned?: (sourceFile: SourceFile, found: readonly Found[]) => void;
}

/**
 * @param format How the file is loaded, where the host knows; else what its syntax says.
 * @returns `undefined` where nothing is to be rewritten.
 */
export type TextTransform = (code: string, fileName: string, format?: TextFormat) => TransformedText | undefined;

/**
 * @param config What the plugin's entry in a tsconfig can say.
 * @throws BatonError where an option cannot be, or there is no TypeScript.
 */
export function createTextTransform(config: Readonly<Record<string, unknown>> = {}, { compiler: given, program, findsWorkers = false, planned, ...host }: TextHost = {}): TextTransform {
  const compiler: TextCompiler = typeof given?.createSourceFile === 'function' ? given : compilerOf(given as typeof ts | undefined);
  const { options, errors } = readOptions(config);
  if (errors.length) throw new BatonError(`otel-baton: ${errors.map(({ message }) => message).join('\n')}`);
  const { session } = sessionOf(compiler, program, options, host);
  if (session.own.faults.length) throw new BatonError(`otel-baton: ${session.own.faults.map(faultLine).join('\n')}`);

  function sourceFileOf(code: string, fileName: string): ts.SourceFile {
    const known = program?.getSourceFile(fileName);
    if (known?.text === code) return known;
    return (host.modules?.parse?.(fileName, code) as ts.SourceFile | undefined) ?? compiler.createSourceFile(fileName, code, compiler.ScriptTarget.Latest, /*setParentNodes*/ true);
  }

  return (code, fileName, format) => {
    if (!session.mayConcern({ fileName, text: code })) return undefined;
    const parsed = sourceFileOf(code, fileName);
    const sourceFile = parsed as unknown as SourceFile;
    if (parsed.isDeclarationFile || isFaulty(parsed) || importsRuntime(session.kinds, sourceFile)) return undefined;
    const found = session.plan(sourceFile);
    planned?.(sourceFile, found);
    const listed = found.flatMap((each) => each.edits);
    const edits = findsWorkers ? withWorkersToFind(session.kinds, listed) : listed;
    return edits.length ? applyText(session.kinds, sourceFile, edits, { format: format ?? sourceFormatOf(compiler, parsed) }) : undefined;
  };
}

/** Whoever compiles it will say what is wrong, and is to quote the user's own text. JavaScript may be looser than TypeScript reads it. */
function isFaulty(file: ts.SourceFile): boolean {
  const { parseDiagnostics } = file as { readonly parseDiagnostics?: readonly unknown[] };
  return !!parseDiagnostics?.length && /\.[cm]?tsx?$/.test(file.fileName);
}
