/** One plugin for Vite, Rollup, Rolldown, webpack, Rspack and esbuild. */
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type ts from 'typescript';
import { createUnplugin, type UnpluginContextMeta, type UnpluginOptions } from 'unplugin';
import { compilerOf } from '../compiler.js';
import { createTextTransform, type TextTransform } from '../text-transform.js';
import { codeFilter } from './code-filter.js';
import { readPluginOptions, type PluginOptions, type PluginSettings } from './plugin-options.js';
import { RUNTIME, runtimeFile, runtimeFiles } from './runtime-files.js';
import { typedProgram, type TypedProgram } from './typed-program.js';

const NAME = 'otel-baton';
/** Those that make the file of a worker of Node's by themselves. */
const FIND_WORKERS: ReadonlySet<string> = new Set(['webpack', 'rspack']);

function plugin(given: PluginOptions | undefined, meta: UnpluginContextMeta): UnpluginOptions {
  const settings = readPluginOptions(given);
  const code = settings.types === undefined ? codeFilter(settings.options) : undefined;
  const transforms = transformsOf(given, settings, FIND_WORKERS.has(meta.framework));
  return {
    name: NAME,
    // Before TypeScript's types are stripped, of which the plan is made.
    enforce: 'pre',
    buildStart: () => transforms.mayHaveChanged(),
    watchChange: () => transforms.mayHaveChanged(),
    transform: {
      filter: { id: { include: [...settings.include], exclude: [...settings.exclude] }, ...(code && { code }) },
      handler: (text, id) => transforms.transform(text, fileOf(id)),
    },
    ...hooksOf(meta, given),
  };
}

/** Without what a bundler says of the import beside the file. */
const fileOf = (id: string): string => id.replace(/[?#].*$/, '');

interface Transforms {
  transform: TextTransform;
  mayHaveChanged(): void;
}

/** By the options as they were given: Vite's workers are transformed by another plugin with the same ones. */
const made = new WeakMap<PluginOptions, Transforms>();

function transformsOf(given: PluginOptions | undefined, settings: PluginSettings, findsWorkers: boolean): Transforms {
  const known = given && made.get(given);
  const transforms = known ?? createTransforms(settings, findsWorkers);
  if (given) made.set(given, transforms);
  return transforms;
}

/** The compiler is loaded, and a program made, for the first file that has something in it. */
function createTransforms({ config, types }: PluginSettings, findsWorkers: boolean): Transforms {
  let compiler: typeof ts | undefined;
  let typed: TypedProgram | undefined;
  let latest: { readonly program: ts.Program | undefined; readonly transform: TextTransform } | undefined;

  function current(): TextTransform {
    compiler ??= compilerOf(projectCompiler());
    if (types !== undefined) typed ??= typedProgram(compiler, types);
    const program = typed?.current();
    if (!latest || latest.program !== program) latest = { program, transform: createTextTransform(config, { compiler, findsWorkers, ...(program && { program }) }) };
    return latest.transform;
  }

  return {
    transform: (text, file) => current()(text, file),
    mayHaveChanged: () => typed?.mayHaveChanged(),
  };
}

/** That of the project, which may be another than the one beside this package; `undefined` where it has none. */
function projectCompiler(): typeof ts | undefined {
  try {
    return createRequire(resolve('package.json'))('typescript') as typeof ts;
  } catch {
    return undefined;
  }
}

/** What each bundler needs in its own way: the runtime, where the application does not find it, and the plugin in workers. */
function hooksOf({ framework }: UnpluginContextMeta, given: PluginOptions | undefined): Partial<UnpluginOptions> {
  switch (framework) {
    case 'webpack':
      return { webpack: fallBack };
    case 'rspack':
      return { rspack: fallBack };
    case 'esbuild':
      return {
        esbuild: {
          onLoadFilter: /\.[cm]?[jt]sx?$/,
          setup(build) {
            build.onResolve({ filter: RUNTIME }, ({ path, importer }) => {
              const file = runtimeFile(path, importer);
              return file === undefined ? undefined : { path: file };
            });
          },
        },
      };
    default:
      return {
        resolveId: { filter: { id: RUNTIME }, handler: (id, importer) => runtimeFile(id, importer) },
        // Vite bundles workers with plugins of their own.
        vite: { config: ({ worker = {} }) => ({ worker: { plugins: () => [...(worker.plugins?.() ?? []), unplugin.vite(given)] } }) },
      };
  }
}

interface Compiler {
  readonly options: { readonly resolve: { fallback?: unknown } };
}

function fallBack({ options }: Compiler): void {
  const { resolve: resolving } = options;
  const files = Object.entries(runtimeFiles()).map(([name, file]) => [`${name}$`, file] as const);
  resolving.fallback = { ...Object.fromEntries(files), ...(resolving.fallback as object | undefined) };
}

export const unplugin = createUnplugin(plugin);
