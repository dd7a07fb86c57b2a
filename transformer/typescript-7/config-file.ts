/** What a tsconfig says that the API does not tell: which projects it references, and by which plugins. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import type ts from 'typescript';
import type { ProjectReference } from '../resolve/checker/host.js';
import type { Api } from './api.js';

interface ConfigFile {
  readonly extends?: string | readonly string[];
  readonly references?: readonly { readonly path: string }[];
  readonly compilerOptions?: { readonly outDir?: string; readonly plugins?: readonly Readonly<Record<string, unknown>>[] };
}

/** Comments, and commas before a closing bracket, outside of texts. */
const COMMENT = /("(?:[^"\\]|\\.)*")|\/\/[^\n]*|\/\*[^]*?\*\//g;
const COMMA = /("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])/g;

/** @throws SyntaxError where the file is not JSON with comments. */
export function readConfigFile(file: string): ConfigFile {
  const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  const json = text.replace(COMMENT, '$1').replace(COMMA, '$1');
  return json.trim() === '' ? {} : (JSON.parse(json) as ConfigFile);
}

/** What is wrong with a tsconfig is the compiler's to say. */
function listed<Item>(read: () => readonly Item[] | undefined): readonly Item[] {
  try {
    return read() ?? [];
  } catch {
    return [];
  }
}

type CompilerOptions = Readonly<Record<string, unknown>>;

const optionsIn = (file: string): CompilerOptions => (readConfigFile(file).compilerOptions as CompilerOptions | undefined) ?? {};

/** The tsconfig whose word on a compiler option holds for one: itself, or the nearest that it extends. */
function fileWith(option: string, file: string): string | undefined {
  if (optionsIn(file)[option] !== undefined) return file;
  const { extends: base } = readConfigFile(file);
  const bases = base === undefined ? [] : [base].flat();
  return bases.reduceRight<string | undefined>((found, each) => found ?? fileOfBaseWith(option, each, file), undefined);
}

function fileOfBaseWith(option: string, base: string, from: string): string | undefined {
  const file = /^\.{0,2}\//.test(base) ? [resolve(dirname(from), base), resolve(dirname(from), `${base}.json`)].find((each) => existsSync(each) && statSync(each).isFile()) : inPackage(base, from);
  return file === undefined ? undefined : fileWith(option, file);
}

function readOption(file: string, option: string): unknown {
  const saying = fileWith(option, file);
  return saying === undefined ? undefined : optionsIn(saying)[option];
}

/** The tsconfig whose list of plugins holds for one. */
export const pluginsFile = (file: string): string | undefined => fileWith('plugins', file);

/** The plugins that a tsconfig lists, itself or through what it extends. */
export const readPlugins = (file: string): readonly Readonly<Record<string, unknown>>[] => (readOption(file, 'plugins') as ReturnType<typeof readPlugins> | undefined) ?? [];

function inPackage(base: string, from: string): string | undefined {
  const require = createRequire(from);
  for (const name of [base, `${base}.json`, `${base}/tsconfig.json`]) {
    try {
      return require.resolve(name);
    } catch {
      // The next spelling may be the one.
    }
  }
  return undefined;
}

/** What a tsconfig says of a compiler option, itself or through what it extends; nothing of one that cannot be read. */
export const listedOption = (file: string, name: string): unknown => listed(() => [readOption(file, name)])[0];

/** Nothing of a tsconfig that cannot be read. */
export const listedPlugins = (file: string): ReturnType<typeof readPlugins> => listed(() => readPlugins(file));

/** The projects that a tsconfig itself references; nothing of one that cannot be read. */
export const listedReferences = (file: string): readonly { readonly path: string }[] => listed(() => readConfigFile(file).references);

/** All projects that one references, those that they reference in turn among them. */
export function readReferences(api: Api, configFile: string): readonly ProjectReference[] {
  const seen = new Set([configFile]);
  const found: ProjectReference[] = [];
  const visit = (file: string): void => {
    for (const { path } of listedReferences(file)) {
      const place = resolve(dirname(file), path);
      const config = place.endsWith('.json') ? place : join(place, 'tsconfig.json');
      if (seen.has(config) || !existsSync(config)) continue;
      seen.add(config);
      const { options, fileNames } = api.parseConfigFile(config);
      found.push({ commandLine: { options: { ...(options as ts.CompilerOptions), plugins: [...listedPlugins(config)] as unknown as ts.PluginImport[] }, fileNames: [...fileNames], errors: [] } });
      visit(config);
    }
  };
  visit(configFile);
  return found;
}
