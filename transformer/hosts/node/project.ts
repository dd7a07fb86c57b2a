/** The project that a file belongs to: its TypeScript, and what its tsconfig says to the plugin. */
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type ts from 'typescript';
import { BatonError } from '../../option-errors.js';
import { createModules } from '../../own-modules.js';
import { createTextTransform, type TextTransform } from '../../text-transform.js';
import { isOwnFile } from './own-file.js';

type Compiler = typeof ts;
type Config = Readonly<Record<string, unknown>>;

export interface Project {
  readonly transform: TextTransform;
  readonly configFile: string | undefined;
  /** Where the project's compiler writes what it was to transform; `undefined` where the tsconfig does not name the plugin, or no folder. */
  readonly outDir: string | undefined;
}

/** Beside TypeScript 7, which only compiles, a project may have an older one for what asks for a parser. */
const PARSERS = ['typescript', '@typescript/typescript6', 'typescript-6'];

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
  const compiler = compilerOf(file);
  const configFile = compiler.findConfigFile(folder, compiler.sys.fileExists);
  const key = configFile ?? '';
  const project = projects.get(key) ?? createProject(compiler, configFile);
  projects.set(key, project).set(folder, project);
  return project;
}

function createProject(compiler: Compiler, configFile: string | undefined): Project {
  const options = configFile === undefined ? {} : optionsOf(compiler, configFile);
  const plugins = (options['plugins'] ?? []) as unknown as readonly Config[];
  const plugin = plugins.find(({ transform }) => transform === 'otel-baton/transformer');
  try {
    const transform = createTextTransform(plugin, { compiler, modules: { ...createModules(compiler, options), isCompiled: isOwnFile } });
    return { transform, configFile, outDir: plugin && options.outDir };
  } catch (error) {
    throw error instanceof BatonError ? new BatonError(`${error.message} (${configFile})`) : error;
  }
}

/** What the compiler says of a tsconfig that another one extends and that is not there, cannot be read, or extends itself. */
const NOT_EXTENDED = new Set([5083, 6053, 18000]);

/** Own and inherited. Which files the project compiles does not matter here, and is slow to find out. */
export function optionsOf(compiler: Compiler, configFile: string): ts.CompilerOptions {
  const host = { ...compiler.sys, readDirectory: () => [] };
  const { config, error } = compiler.readConfigFile(configFile, compiler.sys.readFile) as { config?: object; error?: ts.Diagnostic };
  const { options, errors } = compiler.parseJsonConfigFileContent(config ?? {}, host, dirname(configFile), undefined, configFile);
  const fault = error ?? errors.find(({ code }) => NOT_EXTENDED.has(code));
  if (fault) throw new BatonError(`otel-baton: ${configFile} cannot be read, so what it says of otel-baton is not known: ${compiler.flattenDiagnosticMessageText(fault.messageText, ' ')}`);
  return options;
}

function compilerOf(file: string): Compiler {
  const load = createRequire(file);
  const found: string[] = [];
  for (const name of PARSERS) {
    try {
      const compiler = load(name) as Compiler;
      if (typeof compiler.createSourceFile === 'function') return compiler;
      found.push(`${name} ${compiler.version}`);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    }
  }
  // What the project has under the name `typescript` stays what it is.
  const cure = found.length ? 'typescript-6@npm:typescript@6' : 'typescript@6';
  const what = found.length ? `only ${found.join(' and ')}, which does not parse for others` : 'none';
  throw new BatonError(`otel-baton: otel-baton/register reads files by TypeScript 5.4 to 6.x and found ${what}, so ${file} was not loaded. Install it: npm install --save-dev ${cure}`);
}
