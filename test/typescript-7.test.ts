/** The API of TypeScript 7, which is an ES module that jest cannot load: what is asked of it is asked by Node itself, of the built package. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { ROOT } from './harness/fixture.js';

/** @param script A function's body, which returns what JSON can hold. */
function ask(script: string, given: unknown = null): unknown {
  const program = `
    const built = (file) => require(${JSON.stringify(join(ROOT, 'dist/cjs/transformer'))} + '/' + file);
    const { loadTypeScript7 } = built('typescript-7/find.js');
    const { createParser } = built('typescript-7/parser.js');
    const { startProjects } = built('typescript-7/project.js');
    const { textCompilerOf7 } = built('typescript-7/text-compiler.js');
    const { createTextTransform } = built('text-transform.js');
    const { DEFAULT_OPTIONS } = built('options.js');
    const typescript7 = loadTypeScript7(${JSON.stringify(ROOT)});
    const given = ${JSON.stringify(given)};
    process.stdout.write(JSON.stringify((() => {${script}})()));`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', program], { cwd: ROOT, encoding: 'utf8', timeout: 120_000 });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

/** Where every node starts and ends, in the order of the tree. */
const PLACES = `const places = (file, each) => { const all = []; const visit = (node) => { all.push([node.getStart(file), node.end]); each(node, visit); }; each(file, visit); return all; };`;
// eslint-disable-next-line @typescript-eslint/no-implied-eval -- the very text that runs in the other process
const places = new Function('file', 'each', `${PLACES} return places(file, each);`) as (file: ts.SourceFile, each: typeof ts.forEachChild) => unknown;

describe('a text that is no file of a project', () => {
  const TEXTS = {
    'a.ts': 'const a: number = 1; enum B { C }',
    'wide.ts': 'const ä = "😀"; worker.postMessage({ ü: `x${ä}😀` });\r\nf(1);',
    'marked.ts': '\uFEFFconst a = 1; f(a);',
    'lone.ts': 'f("\uD800"); f(2);',
    'script.mts': '#!/usr/bin/env node\n"use strict";\nf(1);',
    'view.tsx': 'export const View = () => <p onClick={() => f(1)}>text</p>;',
    'plain.cjs': 'const { parentPort } = require("worker_threads"); exports.f = async () => parentPort?.on("message", f);',
    'page.jsx': 'export default <></>;',
    'empty.ts': '',
    'broken.ts': 'const = ; f(1',
  };

  test('is parsed as TypeScript 6 parses it', () => {
    const parsed = ask(
      `${PLACES} const parser = createParser(typescript7);
      return Object.fromEntries(Object.entries(given).map(([name, text]) => [name, places(parser.parse('/nowhere/' + name, text), (node, visit) => node.forEachChild(visit))]));`,
      TEXTS,
    );
    const expected = Object.fromEntries(
      Object.entries(TEXTS).map(([name, text]) => [name, places(ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true), ts.forEachChild)]),
    );
    expect(parsed).toEqual(expected);
  });

  test('stays readable after the next one, and knows its parents', () => {
    expect(
      ask(`
        const parser = createParser(typescript7);
        const first = parser.parse('/nowhere/a.ts', 'first(1);');
        const second = parser.parse('/nowhere/a.ts', 'second(1);');
        const other = parser.parse('/elsewhere/a.ts', 'other(1);');
        const again = parser.parse('/elsewhere/a.ts', 'other(1);');
        const faulty = parser.parse('/elsewhere/a.ts', 'other(1');
        const nameOf = (file) => file.statements[0].expression.expression.text;
        return [[first, second, other, again].map(nameOf), [again, faulty].map((file) => file.parseDiagnostics.length), first.fileName, first.statements[0].parent === first, parser.kinds.SourceFile === first.kind];`),
    ).toEqual([['first', 'second', 'other', 'other'], [0, 1], '/nowhere/a.ts', true, true]);
  });
});

describe('a text that is rewritten', () => {
  const TEXTS = {
    'main.ts': "import { Worker } from 'node:worker_threads';\nconst worker: Worker = new Worker('./w.js');\nworker.postMessage({ n: 1 as number });\n",
    'worker.cjs': "const { parentPort } = require('node:worker_threads');\nparentPort.on('message', (m) => parentPort.postMessage(m));\n",
    'view.tsx': "import { Worker } from 'node:worker_threads';\nexport const View = ({ worker }: { worker: Worker }) => <p onClick={() => worker.postMessage({})} />;\n",
    'nothing.ts': 'export const a = 1;\n',
  };

  test('is rewritten as by TypeScript 6, with the same map', () => {
    const [seven, six] = ask(
      `const rewritten = (compiler) => {
        const transform = createTextTransform({}, { compiler });
        return Object.fromEntries(Object.entries(given).map(([name, text]) => [name, transform(text, '/nowhere/' + name) ?? null]));
      };
      return [rewritten(textCompilerOf7(typescript7)), rewritten(require('typescript'))];`,
      TEXTS,
    ) as readonly Record<string, { readonly code: string } | null>[];
    expect(seven).toEqual(six);
    expect(Object.entries(seven ?? {}).map(([name, made]) => [name, made?.code.includes('otel-baton/runtime') ?? false])).toEqual([
      ['main.ts', true], ['worker.cjs', true], ['view.tsx', true], ['nothing.ts', false],
    ]);
  });
});

describe('a project', () => {
  let folder: string;
  beforeEach(() => {
    mkdirSync(join(ROOT, 'build'), { recursive: true });
    folder = mkdtempSync(join(ROOT, 'build/typescript-7-'));
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(folder, 'tsconfig.json'), '{ "compilerOptions": { "module": "nodenext", "types": ["node"], "strict": true }, "include": ["*.ts"] }');
    writeFileSync(join(folder, 'main.ts'), "import { open } from './open.js';\nopen().postMessage({ n: 1 });\n");
    writeFileSync(join(folder, 'open.ts'), "import { Worker } from 'node:worker_threads';\nexport const open = (): Worker => new Worker('elsewhere.js');\n");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const PLANNED = `
    const planned = (projects) => {
      const [project] = projects.open([given.folder + '/tsconfig.json'], () => DEFAULT_OPTIONS);
      return project.files.flatMap(({ fileName }) => project.plan(fileName).map(({ end, outcome }) => fileName.replace(/.*\\//, '') + ' ' + end + ' ' + outcome)).sort();
    };`;

  test('is planned by the types of its other files, which may change', () => {
    const plans = ask(
      `${PLANNED}
      const fs = require('node:fs');
      const projects = startProjects(typescript7, given.folder);
      const before = planned(projects);
      fs.writeFileSync(given.folder + '/open.ts', 'export const open = (): { postMessage(message: unknown): void } => new Other();\\nclass Other { postMessage(message: unknown): void {} }\\n');
      const unseen = planned(projects);
      projects.changed({ changed: [given.folder + '/open.ts'] });
      const after = planned(projects);
      fs.writeFileSync(given.folder + '/more.ts', "import { Worker } from 'node:worker_threads';\\nnew Worker('elsewhere.js').postMessage({});\\n");
      projects.changed({ created: [given.folder + '/more.ts'] });
      const more = planned(projects);
      fs.rmSync(given.folder + '/main.ts');
      projects.changed();
      const less = planned(projects);
      projects.forget();
      return { before, unseen, after, more, less, again: planned(projects) };`,
      { folder },
    ) as Record<string, readonly string[]>;
    expect(plans['before']).toEqual(['main.ts postMessage carried', 'open.ts new Worker carried']);
    expect(plans['unseen']).toEqual(plans['before']);
    expect(plans['after']).toEqual(['main.ts postMessage skipped']);
    expect(plans['more']).toEqual(['main.ts postMessage skipped', 'more.ts new Worker carried', 'more.ts postMessage carried']);
    expect(plans['less']).toEqual(['more.ts new Worker carried', 'more.ts postMessage carried']);
    expect(plans['again']).toEqual(plans['less']);
  });

  test('that is not there is told by name', () => {
    expect(() => ask(`startProjects(typescript7, given.folder).open(['nothing.json'], () => DEFAULT_OPTIONS);`, { folder })).toThrow(/nothing\.json/);
  });
});
