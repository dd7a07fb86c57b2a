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
import { withWorkersToFind } from './plan/workers-to-find.js';
import type { Compiler as AnyCompiler } from './resolve/checker/host.js';
import { sessionOf, type SessionHost } from './session.js';
import type { SourceFile } from './syntax.js';

type Compiler = typeof ts;

export interface TransformedText {
  readonly code: string;
  /** From the code to the text that was given. */
  readonly map: SourceMap;
}

/** What reads texts in place of a compiler that can: TypeScript 7 parses in a process of its own. */
export interface TextParser {
  readonly compiler: AnyCompiler;
  /** Every node of the tree knows its parent. */
  parse(fileName: string, text: string): SourceFile;
}

export interface TextHost extends SessionHost {
  /** The host's TypeScript; without it, the project's. */
  readonly compiler?: Compiler;
  /** In place of a compiler. */
  readonly parser?: TextParser;
  /** Files that it holds with this very text are judged with types, all others by their syntax. */
  readonly program?: ts.Program;
  /** `new Worker(new URL('./worker.ts', import.meta.url))` must stay to be seen by a bundler, which makes the worker's file of it. */
  readonly findsWorkers?: boolean;
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
export function createTextTransform(config: Readonly<Record<string, unknown>> = {}, { compiler: given, parser, program, findsWorkers = false, ...host }: TextHost = {}): TextTransform {
  const { compiler, parse } = parser ?? parserOf(compilerOf(given));
  const { options, errors } = readOptions(config);
  if (errors.length) throw new BatonError(`otel-baton: ${errors.map(({ message }) => message).join('\n')}`);
  const { session } = sessionOf(compiler, program, options, host);
  if (session.own.faults.length) throw new BatonError(`otel-baton: ${session.own.faults.map((fault) => `BATON2005: ${fault}`).join('\n')}`);

  function sourceFileOf(code: string, fileName: string): ts.SourceFile {
    const known = program?.getSourceFile(fileName);
    return known?.text === code ? known : (parse(fileName, code) as unknown as ts.SourceFile);
  }

  return (code, fileName, format) => {
    if (!session.mayConcern({ fileName, text: code })) return undefined;
    const parsed = sourceFileOf(code, fileName);
    const sourceFile = parsed as unknown as SourceFile;
    if (parsed.isDeclarationFile || isFaulty(parsed) || importsRuntime(session.kinds, sourceFile)) return undefined;
    const planned = session.plan(sourceFile).flatMap((found) => found.edits);
    const edits = findsWorkers ? withWorkersToFind(session.kinds, planned) : planned;
    return edits.length ? applyText(session.kinds, sourceFile, edits, { format: format ?? sourceFormatOf(compiler, parsed) }) : undefined;
  };
}

const parserOf = (compiler: Compiler): TextParser => ({
  compiler,
  parse: (fileName, text) => compiler.createSourceFile(fileName, text, compiler.ScriptTarget.Latest, /*setParentNodes*/ true) as unknown as SourceFile,
});

/** Whoever compiles it will say what is wrong, and is to quote the user's own text. JavaScript may be looser than TypeScript reads it. */
function isFaulty(file: ts.SourceFile): boolean {
  const { parseDiagnostics } = file as { readonly parseDiagnostics?: readonly unknown[] };
  return !!parseDiagnostics?.length && /\.[cm]?tsx?$/.test(file.fileName);
}
