/**
 * `otel-baton tsc`: the native compiler of TypeScript 7 runs as it is, and what it has emitted is
 * rewritten where the boundaries are. The plan is made while it runs.
 */
import { BatonError } from '../../option-errors.js';
import { readOptions, type Options } from '../../options.js';
import { faultLine } from '../../own-rows.js';
import { isOurPlugin } from '../../plugin-entry.js';
import type { Project } from '../../project/project.js';
import { tellUnmatched } from '../../report/unmatched.js';
import { writeReport } from '../../report/write-report.js';
import { listedPlugins, readConfigFile } from '../../typescript-7/config-file.js';
import { loadTypeScript7, type TypeScript7 } from '../../typescript-7/find.js';
import { createParser, type Parser } from '../../typescript-7/parser.js';
import { startProjects, type Projects } from '../../typescript-7/project.js';
import { readCommandLine, type CommandLine } from './command-line.js';
import { findConfigs, type Config, type Configs } from './configs.js';
import { emitMaps } from './map-emit.js';
import { endOf, startNative } from './native.js';
import { isRewritten, readOutput } from './outputs.js';
import { emittedAgain, plannedOf, rewriteProject, type Planned, type Rewriting } from './rewrite.js';
import { atEachEmit } from './watch.js';

/** Like the compiler where errors are found and files were emitted all the same. */
const FAILED = 2;

/** Exit codes above are those of a process that was ended by a signal. */
const SIGNALLED = 128;

/**
 * @param args Those of `tsc`.
 * @returns The exit code: the compiler's, unless only we have found an error.
 * @throws BatonError where TypeScript 7 is not there or its API is not known.
 */
export async function compileNatively(args: readonly string[]): Promise<number> {
  const typescript = loadTypeScript7(process.cwd());
  const commandLine = readCommandLine(args);
  if (commandLine.emitsNothing) return endOf(startNative(typescript, args, 'inherit'));
  const compilation = createCompilation(typescript, args, commandLine);
  try {
    return await (commandLine.isWatch ? watch(typescript, args, commandLine, compilation) : once(typescript, args, compilation));
  } finally {
    compilation.close();
  }
}

interface Compilation {
  /** Look at all projects as they are now. */
  plan(since: number): void;
  /** @returns Whether all that is planned stands in the emitted files. */
  rewrite(): Promise<boolean>;
  close(): void;
}

function createCompilation(typescript: TypeScript7, args: readonly string[], commandLine: CommandLine): Compilation {
  let projects: Projects | undefined;
  let parser: Parser | undefined;
  let planned: readonly (readonly [Rewriting, readonly Planned[]])[] = [];
  let faults: readonly string[] = [];

  return {
    plan(since) {
      const { list, fs } = readable(findConfigs(typescript, args, commandLine));
      const optionsOf = new Map(list.map((config) => [config.path, optionsFrom(config)]));
      projects?.changed();
      projects ??= startProjects(typescript, process.cwd(), fs);
      parser ??= createParser(typescript);
      const opened = projects.open(list.map(({ path }) => path), (path) => optionsOf.get(path) as Options);
      faults = opened.flatMap(({ session }) => session.own.faults.map((fault) => `error ${faultLine(fault)}`));
      planned = opened.flatMap((project, i) => {
        const config = list[i] as Config;
        const each = emits(project) ? plannedOf(project, config) : [];
        tell(project, config, optionsOf.get(config.path) as Options);
        const rewriting = { typescript, parser: parser as Parser, project, config, overrides: commandLine.overrides, since };
        return [[{ ...rewriting, maps: needsMaps(project, each) ? emitMaps(typescript, { ...emittedAgain(rewriting), alone: each.map(({ source }) => source.fileName) }) : undefined }, each] as const];
      });
    },
    async rewrite() {
      const found = [...faults];
      for (const [rewriting, each] of planned) found.push(...(await rewriteProject(rewriting, each)));
      for (const fault of new Set(found)) process.stdout.write(`${fault}\n`);
      return !found.length;
    },
    close() {
      projects?.close();
      parser?.close();
    },
  };
}

async function once(typescript: TypeScript7, args: readonly string[], compilation: Compilation): Promise<number> {
  const since = Date.now();
  const ended = endOf(startNative(typescript, args, 'inherit'));
  compilation.plan(since);
  const status = await ended;
  // What was interrupted is for the next build.
  if (status > SIGNALLED) return status;
  const isWhole = await compilation.rewrite();
  return status === 0 && !isWhole ? FAILED : status;
}

function watch(typescript: TypeScript7, args: readonly string[], { isPretty }: CommandLine, compilation: Compilation): Promise<number> {
  const pretty = isPretty === undefined && process.stdout.isTTY ? ['--pretty'] : [];
  const child = startNative(typescript, [...args, ...pretty], ['inherit', 'pipe', 'inherit']);
  let since = Date.now();
  const isEnglish = !args.some((arg) => /^--?locale$/i.test(arg));
  atEachEmit(child, isEnglish, async () => {
    const next = Date.now();
    try {
      compilation.plan(since);
      await compilation.rewrite();
    } catch (error) {
      process.stdout.write(`${(error as Error).message}\n`);
    }
    since = next;
  });
  return endOf(child);
}

/** The options of the plugin, which the tsconfig has as for ts-patch; without it, what is meant by default. */
function optionsFrom({ file }: Config): Options {
  const plugin = file === undefined ? undefined : listedPlugins(file).find(isOurPlugin);
  const { options, errors } = readOptions(plugin ?? {});
  if (errors.length) throw new BatonError(errors.map(({ message }) => `otel-baton: ${file}: ${message}`).join('\n'));
  return options;
}

/** Without tsconfigs that cannot be read: the compiler says what is wrong with them. */
function readable({ list, ...rest }: Configs): Configs {
  const isReadable = ({ file }: Config): boolean => {
    try {
      return file === undefined || !!readConfigFile(file);
    } catch {
      return false;
    }
  };
  return { ...rest, list: list.filter(isReadable) };
}

function emits({ program }: Project): boolean {
  const { noEmit, emitDeclarationOnly } = program.getCompilerOptions();
  return !noEmit && !emitDeclarationOnly;
}

/** Whether files will be emitted without maps. */
function needsMaps({ program }: Project, planned: readonly Planned[]): boolean {
  const { sourceMap, inlineSourceMap } = program.getCompilerOptions();
  if (sourceMap || inlineSourceMap) return false;
  return planned.some(({ output }) => {
    const before = readOutput(output);
    return !before || !isRewritten(before);
  });
}

function tell({ program, session, plan }: Project, { file }: Config, options: Options): void {
  const planOf = ({ fileName }: { readonly fileName: string }): ReturnType<Project['plan']> => plan(fileName);
  // One that says what the command line makes of it is nobody's.
  const shown = { ...program, getCompilerOptions: () => ({ ...program.getCompilerOptions(), configFilePath: file }) };
  if (options.report !== undefined || options.verbose) writeReport(shown, options, planOf);
  if (session.own.added.length) tellUnmatched(program, session.own, planOf);
}
