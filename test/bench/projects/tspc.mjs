/** One build with `tspc`, in a process of its own. */
import { spawn } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../paths.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const modules = path.join(root, 'node_modules');

/** The ts-patch that serves each compiler. */
const PATCHES = { '6.0': ['ts-patch', 'typescript'], '5.9': ['ts-patch-3', 'typescript-5.9'] };

/** @typedef {{ name: string, transform: string }} Plugin */

/** @type {readonly Plugin[]} */
export const PLUGINS = [
  { name: 'tspc + a plugin that does nothing', transform: path.join(here, 'nothing.cjs') },
  { name: 'tspc + otel-baton', transform: 'otel-baton/transformer' },
];

/** @param {Plugin} plugin */
const outputOf = (plugin) => `out-${PLUGINS.indexOf(plugin)}`;

/**
 * @param {import('./project.mjs').Project} project
 * @param {Plugin} plugin
 * @param {string} typescript
 * @returns {Promise<import('../statistics.mjs').Sample>} in seconds
 */
export async function compile(project, plugin, typescript) {
  const { folder } = project;
  const [patch, compiler] = PATCHES[/** @type {keyof typeof PATCHES} */ (typescript)];
  const outDir = outputOf(plugin);
  const config = path.join(folder, `${outDir}.json`);
  const usage = path.join(folder, `${outDir}.usage`);
  writeFileSync(config, JSON.stringify(tsconfig(plugin, outDir)));
  rmSync(path.join(folder, outDir), { recursive: true, force: true });
  rmSync(usage, { force: true });

  const begun = performance.now();
  const { code, output } = await run(['--require', path.join(here, 'usage.cjs'), path.join(modules, patch, 'bin/tspc.js'), '-p', config], {
    cwd: folder,
    env: { ...process.env, BENCH_USAGE: usage, TSP_COMPILER_TS_PATH: path.join(modules, compiler) },
  });
  const wall = (performance.now() - begun) / 1000;
  if (code !== 0) throw new Error(`${plugin.name} ended with ${code}:\n${output}`);
  return { 'CPU s': JSON.parse(readFileSync(usage, 'utf8')).cpu / 1e6, 'wall s': wall };
}

/**
 * How many emitted files call the runtime.
 *
 * @param {import('./project.mjs').Project} project
 * @param {number} files
 */
export function transformedFiles({ folder }, files) {
  const out = path.join(folder, outputOf(PLUGINS[1]));
  return Array.from({ length: files }, (_, i) => readFileSync(path.join(out, `module-${i}.js`), 'utf8')).filter((text) => text.includes('otel-baton/runtime')).length;
}

/**
 * @param {{ transform: string }} plugin
 * @param {string} outDir
 */
export function tsconfig(plugin, outDir) {
  return {
    compilerOptions: {
      target: 'ES2022',
      lib: ['ES2023'],
      module: 'NodeNext',
      types: ['node'],
      strict: true,
      skipLibCheck: true,
      declaration: true,
      sourceMap: true,
      rootDir: 'src',
      outDir,
      plugins: [{ transform: plugin.transform }],
    },
    include: ['src'],
  };
}

/**
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 * @returns {Promise<{ code: number | null, output: string }>}
 */
function run(args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text) => (output += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}
