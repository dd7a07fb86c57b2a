#!/usr/bin/env node
/**
 * `bundle.mjs <bundler> <out> [plugin]`: one build of the project in the working directory, in a process
 * of its own, with the plugin or without; prints what it used, as JSON.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const [, , bundler, out, plugged] = process.argv;
const cwd = process.cwd();
const require = createRequire(path.join(cwd, 'package.json'));
const plugins = plugged ? [require(`otel-baton/${bundler}`)()] : [];
const entry = './src/module-399.ts';

const BUILDS = {
  async esbuild() {
    const { build } = await import('esbuild');
    await build({ plugins, absWorkingDir: cwd, entryPoints: [entry], outdir: out, bundle: true, platform: 'node', format: 'esm', packages: 'external', sourcemap: true });
  },
  async vite() {
    const { build } = await import('vite');
    await build({ plugins, root: cwd, configFile: false, logLevel: 'warn', build: { ssr: entry, outDir: out, sourcemap: true } });
  },
  async webpack() {
    const { default: webpack } = await import('webpack');
    await new Promise((resolve, reject) =>
      webpack(
        {
          plugins, entry, context: cwd, mode: 'production', target: 'node20', devtool: 'source-map', output: { path: path.join(cwd, out), filename: 'module-399.js' },
          externals: [/^[^./]/], externalsType: 'commonjs', resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
          module: {
            parser: { javascript: { importMeta: false, url: false, worker: false } },
            rules: [{ test: /\.ts$/, loader: 'ts-loader', options: { configFile: path.join(cwd, 'bundle.tsconfig.json'), transpileOnly: true } }],
          },
        },
        (error, stats) => (error || !stats || stats.hasErrors() ? reject(error ?? new Error(stats?.toString({ all: false, errors: true }))) : resolve(undefined)),
      ),
    );
  },
};

/** In ms: esbuild works in a process of its own, whose time Linux tells while it lives. */
function ofChildren() {
  const children = `/proc/self/task/${process.pid}/children`;
  if (!existsSync(children)) return 0;
  return readdirSync('/proc/self/task')
    .flatMap((task) => readFileSync(`/proc/self/task/${task}/children`, 'utf8').split(' ').filter(Boolean))
    .map((pid) => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [])
    .reduce((sum, fields) => sum + (Number(fields[11]) + Number(fields[12])) * 10, 0);
}

await BUILDS[/** @type {keyof typeof BUILDS} */ (bundler)]();
const children = ofChildren();
const { userCPUTime, systemCPUTime } = process.resourceUsage();
process.stdout.write(`${JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1e6 + children / 1e3 })}\n`);
