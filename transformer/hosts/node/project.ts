/** The project that a file belongs to: its TypeScript, and what its tsconfig says to the plugin. */
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type ts from 'typescript';
import { BatonError } from '../../option-errors.js';
import { createModules } from '../../own-modules.js';
import { createTextTransform, type TextTransform } from '../../text-transform.js';

type Compiler = typeof ts;
type Config = Readonly<Record<string, unknown>>;

/** By folder; folders of one project share one. */
const transforms = new Map<string, TextTransform>();

/**
 * The transform of the project whose tsconfig.json is the nearest to the file.
 *
 * @throws BatonError where the project has no TypeScript that parses, or its tsconfig cannot be read.
 */
export function transformOf(file: string): TextTransform {
  const folder = dirname(file);
  const known = transforms.get(folder);
  if (known) return known;
  const compiler = compilerOf(file);
  const configFile = compiler.findConfigFile(folder, compiler.sys.fileExists);
  const project = configFile ?? '';
  const made = transforms.get(project) ?? makeTransform(compiler, configFile);
  transforms.set(project, made).set(folder, made);
  return made;
}

/** Beside TypeScript 7, which only compiles, a project may have an older one for what asks for a parser. */
const PARSERS = ['typescript', '@typescript/typescript6', 'typescript-6'];

function compilerOf(file: string): Compiler {
  const require = createRequire(file);
  const found: string[] = [];
  for (const name of PARSERS) {
    try {
      const compiler = require(name) as Compiler;
      if (typeof compiler.createSourceFile === 'function') return compiler;
      found.push(`${name} ${compiler.version}`);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    }
  }
  const what = found.length ? `only ${found.join(' and ')} was found, which does not parse for others` : 'none was found';
  throw new BatonError(`otel-baton: otel-baton/register needs TypeScript 5.4 to 6.x to read ${file}, and ${what}, so the file was not loaded. Install one: npm install --save-dev ${cureFor(found)}`);
}

/** What the project has under the name `typescript` stays what it is. */
const cureFor = (found: readonly string[]): string => (found.length ? 'typescript-6@npm:typescript@6' : 'typescript@6');

function makeTransform(compiler: Compiler, configFile: string | undefined): TextTransform {
  const options = configFile === undefined ? {} : optionsOf(compiler, configFile);
  const plugins = (options['plugins'] ?? []) as unknown as readonly Config[];
  const plugin = plugins.find(({ transform }) => transform === 'otel-baton/transformer') ?? {};
  return createTextTransform(plugin, { compiler, modules: createModules(compiler, options) });
}

/** Own and inherited. Which files the project compiles does not matter here, and is slow to find out. */
export function optionsOf(compiler: Compiler, configFile: string): ts.CompilerOptions {
  const host = { ...compiler.sys, readDirectory: () => [] };
  const { config, error } = compiler.readConfigFile(configFile, compiler.sys.readFile) as { config?: object; error?: ts.Diagnostic };
  if (error) throw new BatonError(`otel-baton: ${configFile} cannot be read: ${compiler.flattenDiagnosticMessageText(error.messageText, ' ')}`);
  return compiler.parseJsonConfigFileContent(config, host, dirname(configFile), undefined, configFile).options;
}
