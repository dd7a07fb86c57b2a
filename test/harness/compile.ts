/** Compile a fixture with a compiler and transformers of the caller's choice, in this process. */
import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type ts from 'typescript';
import { compilerOptions, ROOT, type Fixture } from './fixture.js';

interface EncodedMap {
  readonly sources: readonly string[];
}

// What it declares for CommonJS is not TypeScript.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const remapping = require('@jridgewell/remapping') as (map: EncodedMap, loader: (file: string, context: { readonly depth: number }) => object | null) => object;

type Compiler = typeof ts;
type Factory = ts.TransformerFactory<ts.SourceFile>;

/** By file name, relative to the output folder. */
export type Emitted = ReadonlyMap<string, string>;

/** Declarations of Node and of packages are parsed once for all programs of a compiler. */
const parsed = new Map<Compiler, Map<string, ts.SourceFile | undefined>>();

function hostOf(compiler: Compiler, options: ts.CompilerOptions): ts.CompilerHost {
  const host = compiler.createCompilerHost(options, /*setParentNodes*/ true);
  const cache = parsed.get(compiler) ?? new Map<string, ts.SourceFile | undefined>();
  parsed.set(compiler, cache);
  const { getSourceFile } = host;
  host.getSourceFile = (fileName, languageVersion, ...rest) => {
    if (!fileName.includes('/node_modules/')) return getSourceFile(fileName, languageVersion, ...rest);
    const format = typeof languageVersion === 'object' ? languageVersion.impliedNodeFormat : '';
    const key = `${fileName} ${String(format)}`;
    if (!cache.has(key)) cache.set(key, getSourceFile(fileName, languageVersion, ...rest));
    return cache.get(key);
  };
  return host;
}

/** Whether the fixtures' package is of type module is said by a package.json that exists only where they are emitted. */
function withModuleType(host: ts.CompilerHost, folder: string): ts.CompilerHost {
  const packageFile = join(folder, 'package.json');
  const { fileExists, readFile } = host;
  host.fileExists = (file) => file === packageFile || fileExists(file);
  host.readFile = (file) => (file === packageFile ? '{ "type": "module" }' : readFile(file));
  return host;
}

/** @param before Makes the transformers for a program. */
export function compile(compiler: Compiler, fixture: Fixture, outDir: string, before: (program: ts.Program) => readonly Factory[] = () => []): Emitted {
  const options = compilerOptions(compiler, fixture, outDir);
  const host = withModuleType(hostOf(compiler, options), fixture.folder);
  const program = compiler.createProgram(fixture.sources.map((file) => join(fixture.folder, file)), options, host);
  const emitted = new Map<string, string>();
  const wrong = [...program.getOptionsDiagnostics(), ...program.getSyntacticDiagnostics(), ...program.getSemanticDiagnostics()];
  if (wrong.length) throw new Error(compiler.formatDiagnostics(wrong, { getCanonicalFileName: (file) => file, getCurrentDirectory: () => ROOT, getNewLine: () => '\n' }));
  const { diagnostics } = program.emit(undefined, (file, text) => emitted.set(relative(outDir, file), text), undefined, undefined, { before: [...before(program)] });
  if (diagnostics.length) throw new Error(compiler.formatDiagnostics(diagnostics, host));
  return emitted;
}

/** What rewrites a source as text; `undefined` where nothing is to be rewritten. */
type Rewrite = (code: string, fileName: string) => { readonly code: string; readonly map: object } | undefined;

/**
 * As hosts that rewrite text do: the sources are rewritten first, then compiled without us, and the
 * two source maps are chained.
 *
 * @param rewriting Makes what rewrites, for the program of the original sources or for none.
 */
export function compileText(compiler: Compiler, fixture: Fixture, outDir: string, rewriting: (program?: ts.Program) => Rewrite): Emitted {
  const options: ts.CompilerOptions = { ...compilerOptions(compiler, fixture, outDir), declaration: false };
  const files = fixture.sources.map((file) => join(fixture.folder, file));
  const isAlone = fixture.settings.resolver === 'syntax';
  const host = withModuleType(hostOf(compiler, options), fixture.folder);
  const rewrite = rewriting(isAlone ? undefined : compiler.createProgram(files, options, host));
  const rewritten = new Map(files.map((file) => [file, rewrite(readFileSync(file, 'utf8'), file)]));
  const emitted = isAlone ? transpileText(compiler, fixture, options, rewritten) : programText(compiler, files, options, host, rewritten);
  const chained = (name: string, map: string): string => {
    const { sources, ...rest } = JSON.parse(map) as EncodedMap;
    const whole = sources.map((source) => resolve(dirname(join(outDir, name)), source));
    // A rewritten text and its source are called the same.
    return String(remapping({ ...rest, sources: whole }, (file, { depth }) => (depth === 1 ? (rewritten.get(file)?.map ?? null) : null)));
  };
  return new Map([...emitted].map(([name, text]) => [name, name.endsWith('.map') ? chained(name, text) : text]));
}

type Texts = ReadonlyMap<string, { readonly code: string } | undefined>;

function transpileText(compiler: Compiler, fixture: Fixture, options: ts.CompilerOptions, texts: Texts): Emitted {
  const emitted = new Map<string, string>();
  for (const [fileName, text] of texts) {
    const compilerOptions = { ...options, module: compiler.ModuleKind.ESNext };
    const { outputText, sourceMapText } = compiler.transpileModule(text?.code ?? readFileSync(fileName, 'utf8'), { fileName, compilerOptions });
    const name = relative(fixture.folder, fileName).replace(/\.([cm]?)tsx?$/, '.$1js');
    emitted.set(name, outputText);
    if (sourceMapText !== undefined) emitted.set(`${name}.map`, JSON.stringify({ ...JSON.parse(sourceMapText), sources: [fileName] }));
  }
  return emitted;
}

function programText(compiler: Compiler, files: readonly string[], options: ts.CompilerOptions, host: ts.CompilerHost, texts: Texts): Emitted {
  const { getSourceFile } = host;
  host.getSourceFile = (fileName, languageVersion, ...rest) => {
    const text = texts.get(fileName)?.code;
    return text === undefined ? getSourceFile(fileName, languageVersion, ...rest) : compiler.createSourceFile(fileName, text, languageVersion, /*setParentNodes*/ true);
  };
  const program = compiler.createProgram([...files], options, host);
  const wrong = program.getSyntacticDiagnostics();
  if (wrong.length) throw new Error(compiler.formatDiagnostics(wrong, host));
  const emitted = new Map<string, string>();
  program.emit(undefined, (file, text) => emitted.set(relative(options.outDir ?? '', file), text));
  return emitted;
}

/** As hosts without a program do: each file alone. */
export function transpile(compiler: Compiler, fixture: Fixture, outDir: string, before: readonly Factory[]): Emitted {
  const emitted = new Map<string, string>();
  for (const file of fixture.sources) {
    const fileName = join(fixture.folder, file);
    const compiled = compiler.transpileModule(readFileSync(fileName, 'utf8'), {
      fileName,
      compilerOptions: { ...compilerOptions(compiler, fixture, outDir), module: compiler.ModuleKind.ESNext },
      transformers: { before: [...before] },
    });
    const name = file.replace(/\.([cm]?)tsx?$/, '.$1js');
    emitted.set(name, compiled.outputText);
    if (compiled.sourceMapText !== undefined) emitted.set(`${name}.map`, compiled.sourceMapText);
  }
  return emitted;
}

/** Compile what was emitted once more, as JavaScript sources. */
export function recompile(compiler: Compiler, emitted: Emitted, folder: string, options: ts.CompilerOptions, before: (program: ts.Program) => readonly Factory[]): Emitted {
  const scripts = [...emitted.keys()].filter((file) => /\.[cm]?jsx?$/.test(file));
  const jsOptions: ts.CompilerOptions = { ...options, allowJs: true, checkJs: false, rootDir: folder, outDir: join(folder, 'again'), sourceMap: false, declaration: false };
  const program = compiler.createProgram(scripts.map((file) => join(folder, file)), jsOptions, withModuleType(hostOf(compiler, jsOptions), folder));
  const again = new Map<string, string>();
  program.emit(undefined, (file, text) => again.set(relative(join(folder, 'again'), file), text), undefined, undefined, { before: [...before(program)] });
  return again;
}
