/** What it costs that crossings can be observed, where nobody observes, and where somebody does. */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { transformSync } from 'esbuild';
import { CELLS, WORK_CELLS } from './message/cells.mjs';
import { APPLICATIONS, compileApplications } from './message/compile.mjs';
import { compare } from './message/rounds.mjs';
import { OUTPUT, root } from './paths.mjs';

const WITHOUT = 'otel-baton, with nowhere to observe it from';

const RUNTIME = 'node_modules/otel-baton/dist/esm/runtime';

/** Where the runtime tells an observer, which is then nobody. */
const TOLD = /\bshared\.observer\?\.|(?<!\?\.)\b[\w.]*arrives\?\.(?=\()/g;

/**
 * Copy the applications, with a package whose runtime has gone through esbuild, as that of both copies has.
 *
 * @param {string} name
 * @param {boolean} isTold
 * @returns {string} its folder
 */
function copyOf(name, isTold) {
  const folder = path.join(OUTPUT, 'debug', name);
  const runtime = path.join(folder, RUNTIME);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.join(folder, 'node_modules/otel-baton'), { recursive: true });
  for (const part of ['dist', 'package.json']) cpSync(path.join(root, part), path.join(folder, 'node_modules/otel-baton', part), { recursive: true });
  cpSync(path.join(APPLICATIONS, 'ours'), path.join(folder, 'ours'), { recursive: true });
  cpSync(path.join(APPLICATIONS, '../package.json'), path.join(folder, 'package.json'));
  let taken = 0;
  for (const file of readdirSync(runtime).filter((each) => each.endsWith('.js'))) {
    const text = readFileSync(path.join(runtime, file), 'utf8');
    const left = isTold ? text : text.replace(TOLD, () => (taken++, '(void 0)?.'));
    writeFileSync(path.join(runtime, file), transformSync(left, { minifySyntax: true, target: 'es2022' }).code);
  }
  if (!isTold && !taken) throw new Error('the runtime tells nobody, so there is nothing to take out of it');
  return folder;
}

/**
 * @param {string} main
 * @param {string} without
 * @param {string} as the same, as it is
 * @returns {readonly import('./message/variants.mjs').Variant[]}
 */
function variants(main, without, as) {
  const common = { sdk: true, traced: true, carried: true };
  const app = (/** @type {string} */ folder) => path.join(path.relative(APPLICATIONS, folder), 'ours', main);
  const observer = pathToFileURL(path.join(as, RUNTIME, 'debug.js')).href;
  return [
    { ...common, name: WITHOUT, app: app(without) },
    { ...common, name: 'otel-baton', app: app(as), targets: [{ measure: 'CPU µs', atMost: 1.02, of: WITHOUT }] },
    { ...common, name: 'otel-baton, counted', app: app(as), env: { NODE_OPTIONS: `--import ${observer}` }, targets: [] },
    { ...common, name: 'otel-baton, logged', app: app(as), env: { OTEL_BATON_DEBUG: '1' }, silent: true, targets: [] },
  ];
}

/**
 * @param {import('./options.mjs').Options} options
 * @returns {Promise<import('./statistics.mjs').Group[]>}
 */
export async function benchDebug(options) {
  compileApplications();
  const copies = /** @type {const} */ ([copyOf('without', false), copyOf('as-it-is', true)]);
  const messages = CELLS.flatMap((cell) => (cell.payload === 'small' ? [{ ...cell, title: `observed: ${cell.title}` }] : []));
  const work = WORK_CELLS.flatMap((cell) => (cell.work === 'pooled' ? [] : [{ ...cell, title: `observed: ${cell.title}` }]));
  return [...(await compare('debug', messages, variants('known/main', ...copies), options)), ...(await compare('debug', work, variants('detached/main', ...copies), options))];
}
