/**
 * `otel-baton/transformer`, one CommonJS module for every host of TypeScript 5 and 6:
 *
 * - ts-patch: `{ "transform": "otel-baton/transformer" }`, the default export
 * - Nest CLI: `"plugins": ["otel-baton/transformer"]` in `nest-cli.json`, the export `before`
 * - ts-jest: `astTransformers.before`, the exports `name`, `version` and `factory`
 * - ts-loader: `getCustomTransformers: (program, getProgram) => ({ before: [transformer(getProgram)] })`
 * - `@rollup/plugin-typescript`: `transformers: { before: [{ type: 'program', factory: (program, getProgram) => transformer(getProgram) }] }`
 */
import type ts from 'typescript';
import { applyAst } from './apply/ast/index.js';
import { importsRuntime } from './apply/prologue.js';
import { compilerOf, isSourceFileOf } from './compiler.js';
import { BatonError, optionDiagnostics } from './option-errors.js';
import { readOptions, type OptionError, type Options } from './options.js';
import { faultLine } from './own-rows.js';
import type { Found } from './plan/rewrite.js';
import { withWorkersToFind } from './plan/workers-to-find.js';
import { checkOutput } from './report/stale-output.js';
import { tellUnmatched } from './report/unmatched.js';
import { writeReport } from './report/write-report.js';
import { sessionOf, type Session } from './session.js';
import type { SourceFile } from './syntax.js';
import { VERSION } from './version.js';

type Compiler = typeof ts;
type Config = Readonly<Record<string, unknown>>;

/** What ts-patch hands over beside the program. */
export interface Extras {
  readonly ts?: Compiler;
  addDiagnostic?(diagnostic: ts.Diagnostic): number | void;
}

/** What ts-jest hands over. */
interface JestCompiler {
  readonly program?: ts.Program;
  readonly _languageService?: ts.LanguageService;
  readonly configSet?: { readonly compilerModule?: Compiler };
}

/** A host that watches makes a new program for each change, and tells us how to get the current one. */
export type ProgramSource = ts.Program | (() => ts.Program | undefined);

/**
 * Make the transformer of a program.
 *
 * @param source Without it, or with a program that does not hold a file, that file is judged by its syntax alone.
 * @param config The plugin's entry in the tsconfig.
 * @throws BatonError where an option cannot be and the host takes no diagnostics.
 */
export default function transformer(source?: ProgramSource, config: Config = {}, extras: Extras = {}): ts.TransformerFactory<ts.SourceFile> {
  const compiler = compilerOf(extras.ts);
  const { options, errors } = readOptions(config);
  const programNow = typeof source === 'function' ? source : () => source;
  if (errors.length) refuse(compiler, programNow(), extras, errors);
  // What could not be read is not acted on.
  const readable = errors.length ? { ...options, boundaries: [] } : options;
  // Who makes one program after another hands what we emit to a bundler.
  const isBundling = typeof source === 'function';
  let session = begin(compiler, programNow(), readable, extras);

  return (context) => (sourceFile) => {
    if (!isSourceFileOf(compiler, sourceFile) || sourceFile.isDeclarationFile) return sourceFile;
    if (isBundling) session = begin(compiler, programNow(), readable, extras);
    if (importsRuntime(session.kinds, sourceFile as unknown as SourceFile)) return sourceFile;
    try {
      const original = compiler.getOriginalNode(sourceFile) as ts.SourceFile;
      const planned = session.plan(original as unknown as SourceFile, context.getCompilerOptions()).flatMap((found) => found.edits);
      const edits = isBundling ? withWorkersToFind(session.kinds, planned) : planned;
      return edits.length ? applyAst(compiler, context, sourceFile, edits) : sourceFile;
    } catch (error) {
      throw new Error(`otel-baton: ${sourceFile.fileName} could not be transformed`, { cause: error });
    }
  };
}

/** What is said of a program is said once. */
function begin(compiler: Compiler, program: ts.Program | undefined, options: Options, extras: Extras): Session {
  const { session, isNew } = sessionOf(compiler, program, options);
  if (!isNew) return session;
  const faults = session.own.faults.map((fault) => ({ option: '', message: faultLine(fault) }));
  if (faults.length) refuse(compiler, program, extras, faults);
  if (!program) return session;
  const planOf = (sourceFile: SourceFile): readonly Found[] => session.plan(sourceFile, program.getCompilerOptions());
  // Other hosts emit to where the tsconfig does not say.
  if (extras.addDiagnostic && isIncremental(program)) checkOutput(program, planOf);
  if (options.report !== undefined || options.verbose) writeReport(program, options, planOf);
  if (extras.addDiagnostic && session.own.added.length) tellUnmatched(program, session.own, planOf);
  return session;
}

/** Fail the build. */
function refuse(compiler: Compiler, program: ts.Program | undefined, { addDiagnostic }: Extras, errors: readonly OptionError[]): void {
  if (!addDiagnostic) throw new BatonError(`otel-baton: ${errors.map((error) => error.message).join('\n')}`);
  const diagnostics = optionDiagnostics(compiler, program?.getCompilerOptions(), errors);
  if (program && isIncremental(program)) failNow(compiler, diagnostics);
  for (const diagnostic of diagnostics) addDiagnostic(diagnostic);
}

/** An incremental build would write the error down, and repeat it after it is mended. */
function failNow(compiler: Compiler, diagnostics: readonly ts.Diagnostic[]): void {
  const { sys } = compiler;
  sys.write(
    compiler.formatDiagnostics(diagnostics, {
      getCanonicalFileName: (file) => file,
      getCurrentDirectory: () => sys.getCurrentDirectory(),
      getNewLine: () => sys.newLine,
    }),
  );
  sys.exit(1);
}

function isIncremental(program: ts.Program): boolean {
  const { incremental, composite, noEmit } = program.getCompilerOptions();
  return (!!incremental || !!composite) && !noEmit;
}

/** For the Nest CLI, which calls it for each program. */
export const before = (config: Config | undefined, program: ts.Program): ts.TransformerFactory<ts.SourceFile> => transformer(program, config);

/** For ts-jest: part of its cache key. */
export const name = 'otel-baton';
/** For ts-jest: part of its cache key, so it is the package's. */
export const version = VERSION;

/** For ts-jest, which calls it at every emit. */
export function factory(jest: JestCompiler, config?: Config): ts.TransformerFactory<ts.SourceFile> {
  // `program` is the language service's first and is never renewed.
  const program = jest._languageService?.getProgram() ?? jest.program;
  const compiler = jest.configSet?.compilerModule;
  return transformer(program, config, compiler ? { ts: compiler } : {});
}
