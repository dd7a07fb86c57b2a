/** The project that a file belongs to: its TypeScript, and what its tsconfig says to the plugin. */
import { dirname, join } from 'node:path';
import type ts from 'typescript';
import { BatonError } from '../../option-errors.js';
import { nearestConfig } from '../../nearest-config.js';
import { createModules } from '../../own-modules.js';
import { createTextTransform, type TextCompiler, type TextHost, type TextTransform } from '../../text-transform.js';
import { readConfigFile, readPlugins } from '../../typescript-7/config-file.js';
import { createModules7 } from '../../typescript-7/modules.js';
import { readerFor } from '../reader.js';
import { isOwnFile } from './own-file.js';

type Compiler = typeof ts;
type Config = Readonly<Record<string, unknown>>;

export interface Project {
  readonly transform: TextTransform;
  readonly configFile: string | undefined;
  /** Where the project's compiler writes what it was to transform; `undefined` where the tsconfig does not name the plugin, or no folder. */
  readonly outDir: string | undefined;
}

/** What a tsconfig says to us. */
interface Told {
  readonly plugin: Config | undefined;
  readonly outDir: string | undefined;
  readonly host: TextHost;
}

/** By tsconfig, and by folder: folders of one project share one. */
const projects = new Map<string, Project>();

/**
 * The project whose tsconfig.json is the nearest to the file.
 *
 * @throws BatonError where the project has no TypeScript that parses, or its tsconfig cannot be read.
 */
export function projectOf(file: string): Project {
  const folder = dirname(file);
  const known = projects.get(folder);
  if (known) return known;
  const configFile = nearestConfig(folder)?.replaceAll('\\', '/');
  const key = configFile ?? '';
  const project = projects.get(key) ?? createProject(file, configFile);
  projects.set(key, project).set(folder, project);
  return project;
}

function createProject(file: string, configFile: string | undefined): Project {
  const reader = readerFor(file);
  const { plugin, outDir, host } = isWhole(reader) ? toldByCompiler(reader, configFile) : toldByFile(reader, configFile);
  const modules = host.modules && { ...host.modules, isCompiled: isOwnFile };
  try {
    const transform = createTextTransform(plugin, { ...host, ...(modules && { modules }) });
    return { transform, configFile, outDir: plugin && outDir };
  } catch (error) {
    throw error instanceof BatonError && configFile !== undefined ? new BatonError(`${error.message} (${configFile})`) : error;
  }
}

/** TypeScript 7 parses, and does nothing else for others. */
const isWhole = (reader: Compiler | TextCompiler): reader is Compiler => 'readConfigFile' in reader;

const ours = (plugins: readonly Config[]): Config | undefined => plugins.find(({ transform }) => transform === 'otel-baton/transformer');
const cannotBeRead = (configFile: string, why: string): BatonError => new BatonError(`otel-baton: ${configFile} cannot be read, so what it says of otel-baton is not known: ${why}`);

/** What the compiler says of a tsconfig that another one extends and that is not there, cannot be read, or extends itself. */
const NOT_EXTENDED = new Set([5083, 6053, 18000]);

function toldByCompiler(compiler: Compiler, configFile: string | undefined): Told {
  const options = configFile === undefined ? {} : optionsOf(compiler, configFile);
  const plugins = (options['plugins'] ?? []) as unknown as readonly Config[];
  return { plugin: ours(plugins), outDir: options.outDir, host: { compiler, modules: createModules(compiler, options) } };
}

/** Own and inherited. Which files the project compiles does not matter here, and is slow to find out. */
export function optionsOf(compiler: Compiler, configFile: string): ts.CompilerOptions {
  const host = { ...compiler.sys, readDirectory: () => [] };
  const { config, error } = compiler.readConfigFile(configFile, compiler.sys.readFile) as { config?: object; error?: ts.Diagnostic };
  const { options, errors } = compiler.parseJsonConfigFileContent(config ?? {}, host, dirname(configFile), undefined, configFile);
  const fault = error ?? errors.find(({ code }) => NOT_EXTENDED.has(code));
  if (fault) throw cannotBeRead(configFile, compiler.flattenDiagnosticMessageText(fault.messageText, ' '));
  return options;
}

function toldByFile(compiler: TextCompiler, configFile: string | undefined): Told {
  const host = { compiler, modules: createModules7(compiler) };
  if (configFile === undefined) return { plugin: undefined, outDir: undefined, host };
  try {
    const outDir = readConfigFile(configFile).compilerOptions?.outDir;
    return { plugin: ours(readPlugins(configFile)), outDir: outDir && join(dirname(configFile), outDir).replaceAll('\\', '/'), host };
  } catch (error) {
    throw cannotBeRead(configFile, (error as Error).message);
  }
}
