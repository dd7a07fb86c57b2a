/**
 * The two builds: same sources, same tsconfig.json; only the compiler and the output folder differ.
 */
import { cpSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runNode } from './process.mjs';

/**
 * @typedef {object} Build
 * @property {'plain' | 'connected'} name
 * @property {string} command as shown to the reader
 * @property {string} compiler path inside node_modules
 */

/** @type {readonly Build[]} */
export const BUILDS = [
  { name: 'plain', command: 'tsc', compiler: 'typescript/bin/tsc' },
  { name: 'connected', command: 'tspc + otel-baton', compiler: 'ts-patch/bin/tspc.js' },
];

export const root = fileURLToPath(new URL('../../..', import.meta.url));
export const TRANSFORMER = path.join(root, 'dist/cjs/transformer/index.js');

/** Copies the application to where it can have a node_modules of its own; returns that folder. */
export function copyApplication() {
  const app = path.join(root, 'build/demo/app');
  rmSync(app, { recursive: true, force: true });
  cpSync(path.join(root, 'fixtures/projects/demo'), app, { recursive: true });
  mkdirSync(path.join(app, 'node_modules'));
  // Only otel-baton: everything else is found in the repository's own node_modules, further up.
  symlinkSync(root, path.join(app, 'node_modules/otel-baton'), 'junction');
  return app;
}

/**
 * @param {string} app
 * @param {Build} build
 */
export async function compile(app, build) {
  const compiler = path.join(root, 'node_modules', build.compiler);
  const { code, output } = await runNode([compiler, '-p', '.', '--outDir', `out/${build.name}`], { cwd: app });
  if (code !== 0) throw new Error(`${build.command} ended with ${code}:\n${output}`);
}
