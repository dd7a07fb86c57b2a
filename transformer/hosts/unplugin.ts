/** One plugin for Vite, Rollup, Rolldown, webpack, Rspack and esbuild. */
import { createUnplugin, type UnpluginContextMeta, type UnpluginOptions } from 'unplugin';
import { idFilter } from './id-filter.js';
import { readPluginOptions, type PluginOptions } from './plugin-options.js';
import { RUNTIME_FILTER, runtimeFile, runtimeFiles } from './runtime-files.js';
import { transformsOf, type Transforms } from './transforms.js';

/** Those that make the file of a worker of Node's by themselves. */
const FIND_WORKERS: ReadonlySet<string> = new Set(['webpack', 'rspack']);

function plugin(given: PluginOptions | undefined, meta: UnpluginContextMeta): UnpluginOptions {
  const settings = readPluginOptions(given);
  const transforms = transformsOf(given, settings, FIND_WORKERS.has(meta.framework));
  return {
    name: 'otel-baton',
    // Before TypeScript's types are stripped, of which the plan is made.
    enforce: 'pre',
    buildStart: () => transforms.mayHaveChanged(),
    buildEnd: () => transforms.tellReport(),
    watchChange: () => transforms.mayHaveChanged(),
    transform: {
      // Not by their code, too: so many words cost a native bundler more than to hand over every text.
      filter: { id: idFilter(settings) },
      handler(text, id) {
        const { transformed, judgedBy } = transforms.transform(text, fileOf(id));
        for (const file of judgedBy) this.addWatchFile(file);
        return transformed;
      },
    },
    ...hooksOf(meta, given, transforms),
  };
}

/** Without what a bundler says of the import beside the file. */
const fileOf = (id: string): string => id.replace(/[?#].*$/, '');

/** What each bundler needs in its own way: the runtime, where the application does not find it, and the plugin in workers. */
function hooksOf({ framework }: UnpluginContextMeta, given: PluginOptions | undefined, transforms: Transforms): Partial<UnpluginOptions> {
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
            build.onResolve({ filter: RUNTIME_FILTER }, ({ path, importer }) => {
              const file = runtimeFile(path, importer);
              return file === undefined ? undefined : { path: file };
            });
          },
        },
      };
    default:
      return {
        resolveId: { filter: { id: RUNTIME_FILTER }, handler: (id, importer) => runtimeFile(id, importer) },
        vite: {
          config({ worker = {} }, { command }) {
            if (command === 'serve') transforms.serveModules();
            // Vite bundles workers with plugins of their own.
            return { worker: { plugins: () => [...(worker.plugins?.() ?? []), unplugin.vite(given)] } };
          },
          // Of what imports a file that has changed, Vite keeps what it became.
          hotUpdate({ file }) {
            const { moduleGraph } = this.environment;
            for (const other of transforms.judgedBy(file)) moduleGraph.getModulesByFile(other)?.forEach((module) => moduleGraph.invalidateModule(module));
          },
        },
      };
  }
}

interface Compiler {
  readonly options: { readonly resolve: { fallback?: unknown } };
}

/** What the bundler asks for where it finds nothing under a name. */
function fallBack({ options }: Compiler): void {
  const { resolve: resolving } = options;
  const files = Object.entries(runtimeFiles()).map(([name, file]) => [`${name}$`, file] as const);
  resolving.fallback = { ...Object.fromEntries(files), ...(resolving.fallback as object | undefined) };
}

export const unplugin = createUnplugin(plugin);
