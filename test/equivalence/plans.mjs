/**
 * What each resolver finds in projects, as plain data.
 *
 * Not in jest, which cannot load the API of TypeScript 7. Reads a JSON array of projects
 * (`{ name, config, options }`) from its standard input and writes one line of JSON for each.
 */
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const require = createRequire(import.meta.url);
const built = (file) => require(join(ROOT, 'dist/cjs/transformer', file));
const ts = require('typescript');
const { compilerOf7 } = built('typescript-7/compiler.js');
const { loadTypeScript7 } = built('typescript-7/find.js');
const { startProjects } = built('typescript-7/project.js');
const { readOptions } = built('options.js');
const { sessionOf } = built('session.js');
const { ownFiles } = built('program-files.js');
const { KIND_NAMES } = built('syntax.js');

const typescript7 = loadTypeScript7(ROOT);
const compiler7 = compilerOf7(typescript7);
const projects = startProjects(typescript7, ROOT);

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

const kindNames = (syntaxKind) => new Map(KIND_NAMES.map((name) => [syntaxKind[name], name]));

const kinds6 = kindNames(ts.SyntaxKind);
const kinds7 = kindNames(typescript7.ast.SyntaxKind);

/** @param kinds Names of the kinds in the trees of these files. */
function planned(kinds, base, files, planOf) {
  /** What is compared: nodes by kind and by where they stand, boundaries by name. */
  function plain(value, file) {
    if (Array.isArray(value)) return value.map((each) => plain(each, file));
    if (typeof value !== 'object' || value === null) return value;
    if (typeof value.forEachChild === 'function') return value === file ? 'file' : `${kinds.get(value.kind) ?? 'other'} ${value.getStart(file)}-${value.end}`;
    return Object.fromEntries(Object.entries(value).flatMap(([key, each]) => (each === undefined ? [] : [[key, plain(each, file)]])));
  }

  /** From where to where, because calls in a chain start at the same place. */
  function placeOf(node, file) {
    return [node === file ? 0 : node.getStart(file), node.end]
      .map((offset) => {
        const before = file.text.slice(0, offset).split('\n');
        return `${before.length}:${before.at(-1).length + 1}`;
      })
      .join('-');
  }

  return Object.fromEntries(
    files.flatMap((file) => {
      const sites = planOf(file).map(({ boundary, node, ...rest }) => ({ at: placeOf(node, file), boundary: boundary.name, ...plain(rest, file) }));
      return sites.length ? [[relative(base, file.fileName), sites]] : [];
    }),
  );
}

let input = '';
for await (const chunk of process.stdin) input += chunk;
const all = JSON.parse(input).map(({ name, config, options }) => ({ name, config, options: readOptions(options).options }));

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
  some.forEach(({ name, config, options }, i) => {
    const base = dirname(config);
    const answer = { name, ms: { opening: Math.round(opening) } };
    timed(answer, 'TypeScript 7', () => planned(kinds7, base, opened[i].files, (file) => opened[i].plan(file.fileName)));
    timed(answer, 'syntax of TypeScript 7', () => {
      const { session } = sessionOf(compiler7, undefined, options);
      return planned(kinds7, base, opened[i].files, (file) => session.plan(file, opened[i].program.getCompilerOptions()));
    });
    let program;
    timed(answer, 'TypeScript 6', () => {
      program = programOf(config);
      const { session } = sessionOf(ts, program, options);
      return planned(kinds6, base, ownFiles(program), (file) => session.plan(file, program.getCompilerOptions()));
    });
    timed(answer, 'syntax', () => {
      const { session } = sessionOf(ts, undefined, options);
      return planned(kinds6, base, ownFiles(program), (file) => session.plan(file, program.getCompilerOptions()));
    });
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  });
  projects.forget();
}
projects.close();
