/** Projects, opened by their own TypeScript: 5 or 6 in this thread, 7 in a process that ends with this one. */
import { dirname, resolve } from 'node:path';
import type ts from 'typescript';
import { compilerOf } from '../compiler.js';
import { findCompiler } from '../hosts/reader.js';
import { BatonError } from '../option-errors.js';
import type { Options } from '../options.js';
import { ownFiles } from '../program-files.js';
import { sessionOf } from '../session.js';
import { shownFile } from '../shown.js';
import type { SourceFile } from '../syntax.js';
import { findTypeScript7, loadTypeScript7 } from '../typescript-7/find.js';
import { startProjects } from '../typescript-7/project.js';
import type { Project } from './project.js';

type Compiler = typeof ts;

export interface Opened {
  /** The version of the compiler. */
  readonly typescript: string;
  readonly projects: readonly Project[];
}

/**
 * @param configFiles By their whole paths; at least one.
 * @param optionsOf The plugin's options in each of them.
 * @throws BatonError where there is no TypeScript, or a tsconfig cannot be read.
 */
export function openProjects(configFiles: readonly string[], optionsOf: (configFile: string) => Options): Opened {
  const [first = ''] = configFiles;
  const installed = findCompiler(first);
  if (installed || !findTypeScript7(dirname(first))) {
    const compiler = compilerOf(installed);
    return { typescript: compiler.version, projects: configFiles.map((configFile) => open(compiler, configFile, optionsOf(configFile))) };
  }
  const typescript7 = loadTypeScript7(dirname(first));
  return { typescript: typescript7.version, projects: startProjects(typescript7, resolve()).open(configFiles, optionsOf) };
}

function open(compiler: Compiler, configFile: string, options: Options): Project {
  const program = createProgram(compiler, readConfig(compiler, configFile));
  const { session } = sessionOf(compiler, program, options);
  return {
    configFile,
    compiler,
    program,
    session,
    files: ownFiles(program) as unknown as readonly SourceFile[],
    plan(fileName) {
      const file = program.getSourceFile(fileName);
      return file && !file.isDeclarationFile ? session.plan(file as unknown as SourceFile, program.getCompilerOptions()) : [];
    },
  };
}

/** What it references is known by its sources, so that nothing need be built before; they are not its own. */
function createProgram(compiler: Compiler, { fileNames: rootNames, options, projectReferences = [] }: ts.ParsedCommandLine): ts.Program {
  const host = Object.assign(compiler.createCompilerHost(options), { useSourceOfProjectReferenceRedirect: () => true });
  const program = compiler.createProgram({ rootNames, options, projectReferences, host });
  const foreign = new Set(referencedBy(program.getResolvedProjectReferences()).flatMap(({ commandLine }) => commandLine.fileNames));
  return { ...program, isSourceFileFromExternalLibrary: (file) => foreign.has(file.fileName) || program.isSourceFileFromExternalLibrary(file) };
}

function referencedBy(references: ReturnType<ts.Program['getResolvedProjectReferences']>): readonly ts.ResolvedProjectReference[] {
  return (references ?? []).flatMap((reference) => (reference ? [reference, ...referencedBy(reference.references)] : []));
}

function readConfig(compiler: Compiler, configFile: string): ts.ParsedCommandLine {
  const fail = (diagnostic: ts.Diagnostic): never => {
    throw new BatonError(`otel-baton: ${shownFile(configFile)}: ${compiler.flattenDiagnosticMessageText(diagnostic.messageText, '\n')}`);
  };
  const config = compiler.getParsedCommandLineOfConfigFile(configFile, {}, { ...compiler.sys, onUnRecoverableConfigFileDiagnostic: fail });
  if (!config) throw new BatonError(`otel-baton: ${shownFile(configFile)} was not found.`);
  // A tsconfig that only references others has no files of its own.
  const [error] = config.projectReferences?.length ? [] : config.errors;
  if (error) fail(error);
  return config;
}
