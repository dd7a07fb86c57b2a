/** Build the package: CommonJS for the transformer and the runtime, ES modules for the runtime. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');

const started = performance.now();
process.stdout.write('build otel-baton … ');
// Built elsewhere and put into place as a whole: what runs meanwhile keeps a whole package.
const made = join(root, 'build/dist');
rmSync(made, { recursive: true, force: true });
for (const [folder, type, project] of [
  ['cjs', 'commonjs', 'tsconfig.json'],
  ['esm', 'module', 'tsconfig.esm.json'],
]) {
  mkdirSync(join(made, folder), { recursive: true });
  const { status } = spawnSync(process.execPath, [tsc, '-p', project, '--outDir', join(made, folder)], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
  // The nearest package.json is the one that bundlers read; only these modules do something when they are loaded.
  const sideEffects = ['debug', 'start', 'testing/jest', 'testing/vitest'].map((name) => `./runtime/${name}.js`);
  writeFileSync(join(made, folder, 'package.json'), `${JSON.stringify({ type, sideEffects })}\n`);
}

for (const part of ['page.css', 'client.js']) cpSync(join(root, 'transformer/explain/page', part), join(made, 'cjs/transformer/explain/page', part));

// The transformer has one state, so an ES module only hands on the CommonJS one: without it `import transformer from` would be its namespace.
mkdirSync(join(made, 'esm/transformer'), { recursive: true });
cpSync(join(made, 'cjs/transformer/index.d.ts'), join(made, 'esm/transformer/index.d.ts'));
writeFileSync(join(made, 'esm/transformer/index.js'), `import commonjs from '../../cjs/transformer/index.js';
export const { before, factory, name, version } = commonjs;
export default commonjs.default;
`);
mkdirSync(join(made, 'esm/transformer/hosts'));
for (const host of ['vite', 'rollup', 'rolldown', 'webpack', 'rspack', 'esbuild']) {
  const text = `import baton from '../../../cjs/transformer/hosts/${host}.js';\nexport default baton;\n`;
  for (const extension of ['js', 'd.ts']) writeFileSync(join(made, `esm/transformer/hosts/${host}.${extension}`), text);
}
rmSync(join(root, 'dist'), { recursive: true, force: true });
renameSync(made, join(root, 'dist'));
process.stdout.write(`${((performance.now() - started) / 1000).toFixed(1)} s\n`);
