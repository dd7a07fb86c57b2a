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

/** The tsconfig whose list of plugins holds for one: itself, or the nearest that it extends. */
export function pluginsFile(file: string): string | undefined {
  const { compilerOptions, extends: base } = readConfigFile(file);
  if (compilerOptions?.plugins) return file;
  const bases = base === undefined ? [] : [base].flat();
  return bases.reduceRight<string | undefined>((found, each) => found ?? pluginsFileOfBase(each, file), undefined);
}

function pluginsFileOfBase(base: string, from: string): string | undefined {
  const file = /^\.{0,2}\//.test(base) ? [resolve(dirname(from), base), resolve(dirname(from), `${base}.json`)].find((each) => existsSync(each) && statSync(each).isFile()) : inPackage(base, from);
  return file === undefined ? undefined : pluginsFile(file);
}

/** The plugins that a tsconfig lists, itself or through what it extends. */
export function readPlugins(file: string): readonly Readonly<Record<string, unknown>>[] {
  const listing = pluginsFile(file);
  return (listing !== undefined && readConfigFile(listing).compilerOptions?.plugins) || [];
}

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
