/**
 * Look at projects without compiling them: what is found in each file, what becomes of it and why.
 * `explain`, `check` and `doctor` are views of this.
 */
import { dirname } from 'node:path';
import { importsRuntime } from '../apply/prologue.js';
import type { Found } from '../plan/rewrite.js';
import type { Options } from '../options.js';
import { createReport, reportEntries, type Report } from '../report/report.js';
import { unmatched } from '../report/unmatched.js';
import { BatonError } from '../option-errors.js';
import type { OwnRows } from '../own-rows.js';
import { shownFile } from '../shown.js';
import type { SourceFile } from '../syntax.js';
import { openProjects } from './open.js';
import { configuredOptions, type Fault } from './plugin-options.js';
import type { Project } from './project.js';
import { targetsOf } from './targets.js';

export interface AnalysedFile {
  readonly fileName: string;
  readonly sourceFile: SourceFile;
  readonly found: readonly Found[];
}

export interface Analysis {
  readonly configFile: string;
  /** The folder that paths in the options start from. */
  readonly base: string;
  /** The version of the compiler. */
  readonly typescript: string;
  /** Whether the tsconfig lists the plugin; without it, what the plugin would do is told. */
  readonly isListed: boolean;
  readonly options: Options;
  readonly project: Project;
  readonly files: readonly AnalysedFile[];
  /** Whether a file is one of those that were asked for. */
  readonly isAsked: (fileName: string) => boolean;
  /** Of the files that were asked for, with their names as they are shown. */
  readonly report: Report;
  /** What is wrong with the options and tags. */
  readonly faults: readonly Fault[];
  /** Boundaries of the user's own that are nowhere in the whole project. */
  readonly unmatched: OwnRows['added'];
}

/**
 * @param words Tsconfigs, folders that hold one, or source files; nothing for the nearest tsconfig.
 * @returns One for each tsconfig that has files, those that are referenced among them.
 * @throws BatonError where something that is named is not there, or cannot be read.
 */
export function analyse(words: readonly string[] = []): readonly Analysis[] {
  const targets = targetsOf(words);
  const configured = new Map(targets.map(({ configFile }) => [configFile, configuredOptions(configFile)] as const));
  const settingsOf = (configFile: string): ReturnType<typeof configuredOptions> => configured.get(configFile) as ReturnType<typeof configuredOptions>;
  const { typescript, projects } = openProjects(targets.map(({ configFile }) => configFile), (configFile) => settingsOf(configFile).options);
  const analyses = targets.flatMap(({ configFile, only }, i) => {
    const project = projects[i] as Project;
    if (!project.files.some(({ fileName }) => !only || only.has(fileName))) return [];
    // What we have written into a source already is not written again.
    const planOf = (file: SourceFile): readonly Found[] => (importsRuntime(project.session.kinds, file) ? [] : project.plan(file.fileName));
    const files = project.files.map((sourceFile) => ({ fileName: sourceFile.fileName, sourceFile, found: planOf(sourceFile) }));
    const isAsked = (fileName: string): boolean => !only || only.has(fileName);
    const { isListed, options, faults } = settingsOf(configFile);
    const { own } = project.session;
    const tags = own.faults.map(({ file, at, message }): Fault => ({ code: 'BATON2005', message, file: file.fileName, at }));
    const report = createReport(files.flatMap(({ sourceFile, fileName, found }) => (isAsked(fileName) ? reportEntries(sourceFile, found, shownFile) : [])));
    return [{ configFile, base: dirname(configFile), typescript, isListed, options, project, files, isAsked, report, faults: [...faults, ...tags], unmatched: unmatched(own, files.flatMap(({ found }) => found)) }];
  });
  const strays = new Set(targets.flatMap(({ only }) => [...(only ?? [])]));
  for (const { files } of analyses) for (const { fileName } of files) strays.delete(fileName);
  const [stray] = strays;
  if (stray !== undefined) throw new BatonError(`otel-baton: ${shownFile(stray)} is in no tsconfig.json that lies in its folder or above it, so nothing can be told of it. Name the tsconfig that has it.`);
  if (!analyses.length) throw new BatonError('otel-baton: no source file was found. Name a tsconfig.json that has files, or source files that one has.');
  return analyses;
}
