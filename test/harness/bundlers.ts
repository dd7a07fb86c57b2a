/** The bundlers that the plugin is for: how each builds an application in a folder of its own. */
import { spawn } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emptyFolder, ENVIRONMENT, install, link, write, type Build } from './adoption.js';
import { ROOT } from './fixture.js';

export interface Bundler {
  readonly name: string;
  /** The arguments of Node by which it is started in the application's folder. */
  readonly command: readonly string[];
}

/** Where there is no command line of the bundler's own at hand: what that would do with the configuration. */
const withConfiguration = (module: string, config: string): readonly string[] => [
  '--input-type=module',
  '-e',
  `import { createRequire } from 'node:module';
   import config from './${config}';
   const bundler = createRequire(process.cwd() + '/')('${module}');
   (bundler.rspack ?? bundler)(config, (error, stats) => {
     if (error) throw error;
     if (!stats.hasErrors() && !stats.hasWarnings()) return;
     console.log(stats.toString({ all: false, errors: true, warnings: true }));
     process.exitCode = 1;
   });`,
];

export const BUNDLERS: readonly Bundler[] = [
  { name: 'vite', command: ['../node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'] },
  { name: 'rollup', command: ['../node_modules/rollup/dist/bin/rollup', '--config', '--silent'] },
  { name: 'rolldown', command: ['../node_modules/rolldown/bin/cli.mjs', '--config'] },
  { name: 'webpack', command: withConfiguration('webpack', 'webpack.config.mjs') },
  { name: 'rspack', command: withConfiguration('@rspack/core', 'rspack.config.mjs') },
  { name: 'esbuild', command: ['build.mjs'] },
];

const PACKAGES = [
  '@opentelemetry/api', '@opentelemetry/sdk-trace-node', '@types/node', 'typescript', 'vite', 'vitest', 'rollup', 'rolldown', 'webpack', 'ts-loader', '@rspack/core', 'esbuild',
  'magic-string', 'unplugin', '@jridgewell/remapping',
];

/**
 * A folder outside the repository with the package from its tarball and all bundlers; applications are folders in it.
 *
 * @param typescript Which of ours is its TypeScript.
 */
export function workshop(tarball: string, typescript = 'typescript'): string {
  const folder = emptyFolder();
  write(folder, { 'package.json': { private: true, type: 'module' } });
  install(folder, tarball);
  link(folder, 'typescript', join(ROOT, 'node_modules', typescript));
  for (const name of PACKAGES) link(folder, name);
  return folder;
}

/** What the plugin's own snippet of a host looks like in its folder. */
export const snippets = (host: string): string => join(ROOT, 'fixtures/projects/hosts', host);

/**
 * Put the demo application, and the snippet of a host, into a folder of their own.
 *
 * @param isPlain The same without the plugin.
 */
export function application(folder: string, host: string, isPlain: boolean): string {
  const app = join(folder, isPlain ? `${host}-plain` : host);
  cpSync(join(ROOT, 'fixtures/projects/demo'), app, { recursive: true });
  cpSync(snippets(host), app, { recursive: true });
  if (isPlain) for (const file of readdirSync(snippets(host))) edit(join(app, file), (text) => text.replace(/\bbaton\([^)]*\),? ?/, ''));
  return app;
}

/** @throws Where nothing is changed. */
export function edit(file: string, change: (text: string) => string): void {
  const text = readFileSync(file, 'utf8');
  const changed = change(text);
  if (changed === text) throw new Error(`${file} is not as it was`);
  writeFileSync(file, changed);
}

/** Several can run at once. */
export function node(cwd: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Build> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, timeout: 120_000, env: { ...ENVIRONMENT, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, output }));
  });
}
