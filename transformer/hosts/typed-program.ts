/** The program of a tsconfig, for a host that hands over files one by one and may do so again and again. */
import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type ts from 'typescript';
import { BatonError } from '../option-errors.js';
import type { Program } from '../resolve/checker/host.js';

type Compiler = typeof ts;

export interface TypedProgram {
  /** The program as the files are on disk; made at the first call, and anew only for what has changed since. */
  current(): Program;
  /** Said before a build, and of each file that changes: the next program is compared with the disk. */
  mayHaveChanged(): void;
}

/**
 * @param configFile As the user names it, from the working directory.
 * @throws BatonError where it is not there or cannot be read.
 */
export function typedProgram(compiler: Compiler, configFile: string): TypedProgram {
  const path = resolve(configFile);
  let config = readConfig(compiler, path);
  let isChecked = true;
  /** Times by file, looked at once for each comparison. */
  const versions = new Map<string, string>();
  const { sys } = compiler;

  function versionOf(fileName: string): string {
    const known = versions.get(fileName);
    if (known !== undefined) return known;
    const { mtimeMs = 0, size = 0 } = statSync(fileName, { throwIfNoEntry: false }) ?? {};
    const version = `${mtimeMs} ${size}`;
    versions.set(fileName, version);
    return version;
  }

  const service = compiler.createLanguageService(
    {
      getCompilationSettings: () => config.options,
      getScriptFileNames: () => config.fileNames,
      getProjectReferences: () => config.projectReferences,
      getScriptVersion: versionOf,
      getScriptSnapshot: (fileName) => {
        const text = sys.readFile(fileName);
        return text === undefined ? undefined : compiler.ScriptSnapshot.fromString(text);
      },
      getCurrentDirectory: () => dirname(path),
      getDefaultLibFileName: (options) => compiler.getDefaultLibFilePath(options),
      fileExists: (fileName) => sys.fileExists(fileName),
      readFile: (fileName, encoding) => sys.readFile(fileName, encoding),
      directoryExists: (name) => sys.directoryExists(name),
      getDirectories: (name) => sys.getDirectories(name),
      ...(sys.realpath && { realpath: sys.realpath }),
      useCaseSensitiveFileNames: () => sys.useCaseSensitiveFileNames,
    },
    compiler.createDocumentRegistry(sys.useCaseSensitiveFileNames, dirname(path)),
  );
  let program: ts.Program | undefined;

  return {
    current() {
      if (program && isChecked) return program;
      if (!isChecked) {
        versions.clear();
        config = readConfig(compiler, path);
        isChecked = true;
      }
      program = service.getProgram();
      if (!program) throw new BatonError(`otel-baton: ${configFile} makes no program; "types" needs one that does`);
      return program;
    },
    mayHaveChanged() {
      isChecked = false;
    },
  };
}

function readConfig(compiler: Compiler, path: string): ts.ParsedCommandLine {
  const fail = (diagnostic: ts.Diagnostic): never => {
    throw new BatonError(`otel-baton: "types": ${compiler.flattenDiagnosticMessageText(diagnostic.messageText, '\n')}`);
  };
  const host = { ...compiler.sys, onUnRecoverableConfigFileDiagnostic: fail };
  const config = compiler.getParsedCommandLineOfConfigFile(path, {}, host);
  if (!config) throw notFound(path);
  return config;
}

export const notFound = (path: string): BatonError =>
  new BatonError(`otel-baton: "types": ${path} was not found. Name the tsconfig.json of the project, or leave the option out to judge each file by its syntax.`);
