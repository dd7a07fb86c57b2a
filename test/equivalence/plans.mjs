/**
 * What each resolver finds in projects, as plain data.
 *
 * Not in jest, which cannot load the API of TypeScript 7. Reads a JSON array of projects
 * (`{ config, options }`) from its standard input and writes one line of JSON for each.
 */
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const require = createRequire(import.meta.url);
const built = (file) => require(join(ROOT, 'dist/cjs/transformer', file));
const ts = require('typescript');
const { loadTypeScript7 } = built('typescript-7/find.js');
const { startProjects } = built('typescript-7/project.js');
const { readOptions } = built('options.js');
const { sessionOf } = built('session.js');
const { ownFiles } = built('program-files.js');

const projects = startProjects(loadTypeScript7(ROOT), ROOT);

/** Declarations of Node and of packages are parsed once. */
const parsed = new Map();

function programOf(config) {
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: (diagnostic) => { throw new Error(ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n')); } };
  const { fileNames, options, projectReferences } = ts.getParsedCommandLineOfConfigFile(config, {}, host);
  const compilerHost = ts.createCompilerHost(options, true);
  const { getSourceFile } = compilerHost;
  compilerHost.getSourceFile = (file, version, ...rest) => {
    if (!file.includes('/node_modules/')) return getSourceFile(file, version, ...rest);
    const key = `${file} ${version.impliedNodeFormat} ${version.languageVersion}`;
    if (!parsed.has(key)) parsed.set(key, getSourceFile(file, version, ...rest));
    return parsed.get(key);
  };
  return ts.createProgram({ rootNames: fileNames, options, projectReferences, host: compilerHost });
}

/** Where a node stands; a plan of another tree may name the same place by another node. */
const place = (node, file) => (node.pos < 0 ? '?' : `${node === file ? 0 : node.getStart(file)}-${node.end}`);

/** What is compared: nodes by where they stand, boundaries by name. */
function plain(value, file) {
  if (Array.isArray(value)) return value.map((each) => plain(each, file));
  if (typeof value !== 'object' || value === null) return value;
  if (typeof value.forEachChild === 'function') return place(value, file);
  return Object.fromEntries(Object.entries(value).flatMap(([key, each]) => (each === undefined ? [] : [[key, plain(each, file)]])));
}

const found = (file, all) =>
  all
    .map(({ boundary, node, ...rest }) => {
      const start = node === file ? 0 : node.getStart(file);
      const before = file.text.slice(0, start).split('\n');
      return { at: `${before.length}:${before.at(-1).length + 1}`, boundary: boundary.name, ...plain(rest, file) };
    })
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

function planned(base, files, planOf) {
  const all = {};
  for (const file of files) {
    const sites = found(file, planOf(file));
    if (sites.length) all[relative(base, file.fileName)] = sites;
  }
  return all;
}

let input = '';
for await (const chunk of process.stdin) input += chunk;
const all = JSON.parse(input).map(({ config, options }) => ({ config, options: readOptions(options ?? {}).options }));

/** So many programs are opened at once. */
const TOGETHER = 20;

function timed(answer, name, action) {
  const started = performance.now();
  try {
    answer[name] = action();
  } catch (error) {
    answer[name] = { error: error.stack };
  }
  answer.ms[name] = Math.round(performance.now() - started);
}

for (let from = 0; from < all.length; from += TOGETHER) {
  const some = all.slice(from, from + TOGETHER);
  const started = performance.now();
  const opened = projects.open(some.map(({ config }) => config), (config) => some.find((each) => each.config === config).options);
  const opening = (performance.now() - started) / some.length;
  some.forEach(({ config, options }, i) => {
    const base = dirname(config);
    const answer = { config, ms: { opening: Math.round(opening) } };
    timed(answer, '7', () => planned(base, opened[i].files, (file) => opened[i].plan(file.fileName)));
    let program;
    timed(answer, '6', () => {
      program = programOf(config);
      const { session } = sessionOf(ts, program, options);
      return planned(base, ownFiles(program), (file) => session.plan(file, program.getCompilerOptions()));
    });
    timed(answer, 'syntax', () => {
      const { session } = sessionOf(ts, undefined, options);
      return planned(base, ownFiles(program), (file) => session.plan(file, program.getCompilerOptions()));
    });
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  });
  projects.forget();
}
projects.close();
