/**
 * `otel-baton tsc` from the packed tarball in an empty folder with TypeScript 7: a drop-in for `tsc`,
 * whose output, exit codes and declarations are the native compiler's, and whose code carries the context.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emitted, remove, write, type Build, type Files } from '../harness/adoption.js';
import { BROKEN, COMMONJS_WORKER, CONNECTED, ESM_WORKER, main, OUTPUT, worker } from '../harness/adoption-program.js';
import { differences, runDemo, type HostFolder } from '../harness/host.js';
import { lostNames, mappedNames } from '../harness/mapping.js';
import { call, nativeFolder, start } from '../harness/native.js';
import { packedPackage } from '../harness/packed.js';
import { run } from '../harness/run.js';

const SUCCESS: Build = { status: 0, output: '' };
const OURS = /otel-baton\/runtime/;

const packed = packedPackage();
let host: HostFolder;
let folder: string;

beforeAll(() => {
  host = nativeFolder(packed.tarball);
  folder = host.folder;
}, 60_000);

afterAll(() => remove(folder));

const tsconfig = (compilerOptions: object = {}, rest: object = { include: ['src'] }): object => ({
  compilerOptions: {
    target: 'es2022', module: 'nodenext', lib: ['es2023'], types: ['node'], strict: true, skipLibCheck: true, rootDir: 'src', outDir: 'dist',
    ...compilerOptions, plugins: [{ transform: 'otel-baton/transformer' }],
  },
  ...rest,
});

const ESM: Files = { 'package.json': { private: true, type: 'module' }, 'src/main.ts': main(ESM_WORKER), 'src/worker.ts': worker() };
const COMMONJS: Files = { 'package.json': { private: true }, 'src/main.ts': main(COMMONJS_WORKER), 'src/worker.ts': worker() };

function project(name: string, files: Files): string {
  write(join(folder, name), files);
  return join(folder, name);
}

const baton = (name: string, ...args: string[]): Promise<Build> => call(folder, name, 'otel-baton', 'tsc', ...args);
const tsc = (name: string, ...args: string[]): Promise<Build> => call(folder, name, 'tsc', ...args);
const read = (name: string, file: string): string => readFileSync(join(folder, name, file), 'utf8');

function expectConnected(name: string, file = 'dist/main.js'): void {
  const { status, stdout, stderr, spans, trace } = run(join(folder, name), file);
  expect({ status, stdout, stderr, trace }).toEqual({ status: 0, stdout: OUTPUT, stderr: '', trace: CONNECTED });
  const [request, work] = ['request', 'work'].map((each) => spans.find((span) => span.name === each));
  expect(work).toBeChildOf(request);
}

function expectBroken(name: string, file = 'dist/main.js'): void {
  const { status, stdout, stderr, trace } = run(join(folder, name), file);
  expect({ status, stdout, stderr, trace }).toEqual({ status: 0, stdout: OUTPUT, stderr: '', trace: BROKEN });
}

test('the demo is connected span by span, and is not when tsc compiles it', async () => {
  const [connected, plain] = [host.project('connected'), host.project('plain')];
  expect(await baton('connected', '-p', '.')).toEqual(SUCCESS);
  expect(await tsc('plain', '-p', '.')).toEqual(SUCCESS);
  const runs = await Promise.all([runDemo(connected, ['dist/main.js']), runDemo(plain, ['dist/main.js'])]);
  expect(runs.map(({ status }) => status)).toEqual([0, 0]);
  expect(differences(plain, connected)).toEqual([]);
}, 120_000);

function mapOf(files: ReadonlyMap<string, string>, file: string): string | undefined {
  const inline = /^\/\/# sourceMappingURL=data:application\/json;base64,(.+)$/m.exec(files.get(file) as string)?.[1];
  return inline === undefined ? files.get(`${file}.map`) : Buffer.from(inline, 'base64').toString();
}

describe('is connected, with the files, declarations and maps of tsc, for', () => {
  test.each<readonly [string, Files, object]>([
    ['ES modules with source maps', ESM, { sourceMap: true, declaration: true, declarationMap: true }],
    ['ES modules without source maps', ESM, {}],
    ['maps and sources in the code', ESM, { inlineSourceMap: true, inlineSources: true }],
    ['maps that lie elsewhere', ESM, { sourceMap: true, sourceRoot: 'https://sources.example/', mapRoot: 'https://maps.example/' }],
    ['CommonJS for ES2015', COMMONJS, { target: 'es2015', sourceMap: true, declaration: true }],
    ['CommonJS for ES2017 without source maps', COMMONJS, { target: 'es2017', removeComments: true }],
    ['helpers of tslib, and a byte order mark', COMMONJS, { target: 'es2015', importHelpers: true, emitBOM: true, sourceMap: true, newLine: 'crlf' }],
    ['isolated modules', ESM, { isolatedModules: true, verbatimModuleSyntax: true }],
    ['files beside their sources', ESM, { rootDir: undefined, outDir: undefined, sourceMap: true }],
    ['a root folder that nobody says', ESM, { rootDir: undefined, sourceMap: true, noEmit: undefined, outDir: 'dist' }],
  ])('%s', async (title, sources, compilerOptions) => {
    const name = title.replaceAll(/\W+/g, '-');
    const files: Files = { ...sources, 'tsconfig.json': tsconfig(compilerOptions) };
    const [ours, plain] = [project(name, files), project(`${name}-plain`, files)];
    const [built, plainlyBuilt] = await Promise.all([baton(name, '-p', '.'), tsc(`${name}-plain`, '-p', '.')]);
    expect(built).toEqual(plainlyBuilt);
    const [made, plainlyMade] = [ours, plain].map((each) => emitted(each, Object.keys(files))) as [ReadonlyMap<string, string>, ReadonlyMap<string, string>];
    expect([...made.keys()]).toEqual([...plainlyMade.keys()]);
    const scripts = [...made.keys()].filter((file) => /\.js$/.test(file));
    expect(scripts).toHaveLength(2);
    for (const file of made.keys()) if (/\.d\.ts(?:\.map)?$/.test(file)) expect(made.get(file)).toBe(plainlyMade.get(file));
    for (const file of scripts) {
      const [before, after] = [plainlyMade.get(file) as string, made.get(file) as string];
      expect(after).toMatch(OURS);
      expect(after.split('\n')).toHaveLength(before.split('\n').length);
      expect(after.startsWith('\uFEFF')).toBe(before.startsWith('\uFEFF'));
      const [map, plainMap] = [mapOf(made, file), mapOf(plainlyMade, file)];
      expect(map === undefined).toBe(plainMap === undefined);
      if (map === undefined || plainMap === undefined) continue;
      expect(lostNames(mappedNames(before.replace('\uFEFF', ''), plainMap), mappedNames(after.replace('\uFEFF', ''), map, { withStrings: true, isReduced: true }))).toEqual([]);
      const about = (json: string): object => ({ ...(JSON.parse(json) as object), mappings: undefined, names: undefined });
      expect(about(map)).toEqual(about(plainMap));
    }
    const entry = scripts.find((file) => file.endsWith('main.js')) as string;
    expectConnected(name, entry);
    expectBroken(`${name}-plain`, entry);
  }, 60_000);
});

test('an error names the line and column of the source', async () => {
  const boom = "worker.postMessage({ question: 6 }); if (process.argv[2]) throw new Error('boom');";
  project('stack', { ...ESM, 'src/main.ts': main(ESM_WORKER, { send: boom }), 'tsconfig.json': tsconfig({ target: 'es2022', sourceMap: true }) });
  expect(await baton('stack')).toEqual(SUCCESS);
  const source = read('stack', 'src/main.ts').split('\n');
  const line = source.findIndex((text) => text.includes('boom'));
  const { stderr } = spawnSync(process.execPath, ['--enable-source-maps', 'dist/main.js', 'throw'], { cwd: join(folder, 'stack'), encoding: 'utf8' });
  expect(stderr).toContain(`src/main.ts:${line + 1}:${(source[line] as string).indexOf('new Error') + 1}`);
}, 60_000);

test('a second run changes nothing', async () => {
  project('twice', { ...ESM, 'tsconfig.json': tsconfig({ sourceMap: true, incremental: true }) });
  expect(await baton('twice')).toEqual(SUCCESS);
  const times = (): readonly number[] => readdirSync(join(folder, 'twice/dist')).map((file) => statSync(join(folder, 'twice/dist', file)).mtimeMs);
  const [before, texts] = [times(), emitted(join(folder, 'twice'), [])];
  expect(await baton('twice')).toEqual(SUCCESS);
  expect(times()).toEqual(before);
  writeFileSync(join(folder, 'twice/src/main.ts'), `${read('twice', 'src/main.ts')}\n// changed\n`);
  expect(await baton('twice')).toEqual(SUCCESS);
  expect(read('twice', 'dist/worker.js')).toBe(texts.get('dist/worker.js'));
  expect(read('twice', 'dist/main.js').match(new RegExp(OURS, 'g'))).toEqual(texts.get('dist/main.js')?.match(new RegExp(OURS, 'g')));
  expectConnected('twice');
}, 60_000);

describe('what an interrupted build left is mended, although tsc emits nothing, where', () => {
  test.each<readonly [string, object, readonly string[]]>([
    ['nothing was rewritten', { sourceMap: true }, ['dist/main.js', 'dist/main.js.map', 'dist/worker.js', 'dist/worker.js.map']],
    ['only the map was rewritten', { sourceMap: true }, ['dist/main.js']],
    ['there are no maps', {}, ['dist/main.js', 'dist/worker.js']],
    ['the map is in the code', { inlineSourceMap: true }, ['dist/worker.js']],
  ])('%s', async (title, compilerOptions, left) => {
    const name = title.replaceAll(/\W+/g, '-');
    const files: Files = { ...ESM, 'tsconfig.json': tsconfig({ ...compilerOptions, incremental: true }) };
    project(name, files);
    project(`${name}-plain`, files);
    expect(await Promise.all([baton(name), tsc(`${name}-plain`)])).toEqual([SUCCESS, SUCCESS]);
    const whole = emitted(join(folder, name), Object.keys(files));
    for (const file of left) writeFileSync(join(folder, name, file), read(`${name}-plain`, file));
    expect(await baton(name)).toEqual(SUCCESS);
    expect(Object.fromEntries(emitted(join(folder, name), Object.keys(files)))).toEqual(Object.fromEntries(whole));
  }, 60_000);
});

test('a build that is killed leaves whole files, and the next one does what is missing', async () => {
  const files: Files = { ...ESM, 'tsconfig.json': tsconfig({ sourceMap: true, incremental: true }) };
  project('killed', files);
  for (const delay of [150, 300, 450, 600]) {
    remove(join(folder, 'killed'));
    project('killed', files);
    const child = start(folder, 'killed', 'otel-baton', 'tsc');
    await new Promise((resolve) => setTimeout(resolve, delay));
    child.kill('SIGKILL');
    await new Promise((resolve) => (child.exitCode === null && child.signalCode === null ? child.once('close', resolve) : resolve(undefined)));
    // The native compiler is left to its own end.
    await new Promise((resolve) => setTimeout(resolve, 500));
    for (const [file, text] of emitted(join(folder, 'killed'), Object.keys(files))) if (file.endsWith('.js')) expect(text).toMatch(/sourceMappingURL=\w+\.js\.map\s*$/);
    expect(await baton('killed')).toEqual(SUCCESS);
    expectConnected('killed');
  }
}, 60_000);

test('what the types of an import decide is emitted as it was, when a build is mended without maps', async () => {
  const files: Files = {
    ...ESM,
    'src/kinds.ts': 'export interface Kind { readonly name: string }\nexport const enum Level { Low = 1, High = 2 }\n',
    'src/main.ts': `import { Level, Kind } from './kinds.js';\nexport { Kind };\nexport const level: number = Level.High;\n${main(ESM_WORKER)}`,
    'tsconfig.json': tsconfig(),
  };
  project('imported-types', files);
  expect(await baton('imported-types')).toEqual(SUCCESS);
  expect(read('imported-types', 'dist/main.js')).toMatch(/level = 2/);
  expectConnected('imported-types');
}, 60_000);

describe('says what tsc says, with its exit code, for', () => {
  const wrong: Files = { ...ESM, 'src/wrong.ts': 'export const text: string = 1;\n' };
  test.each<readonly [string, Files, object, readonly string[]]>([
    ['an error of types', wrong, {}, []],
    ['an error, in colour', wrong, {}, ['--pretty']],
    ['an error where nothing is emitted', wrong, { noEmitOnError: true }, []],
    ['a syntax error', { ...ESM, 'src/wrong.ts': 'export const = ;\n' }, {}, []],
    ['a tsconfig that cannot be read', { ...ESM, 'tsconfig.json': '{ "compilerOptions": { "target": }' }, {}, []],
    ['an option that is not', ESM, { nonsense: true }, []],
    ['an argument that is not', ESM, {}, ['--nonsense']],
    ['a project that is not there', ESM, {}, ['-p', 'nowhere']],
    ['the files of the program', ESM, {}, ['--listEmittedFiles']],
    ['--showConfig', ESM, {}, ['--showConfig']],
    ['--noEmit', wrong, {}, ['--noEmit']],
    ['--version', ESM, {}, ['--version']],
  ])('%s', async (title, sources, compilerOptions, args) => {
    const name = `says-${title.replaceAll(/\W+/g, '-')}`;
    project(name, { 'tsconfig.json': tsconfig(compilerOptions), ...sources });
    const ours = await baton(name, ...args);
    const files = emitted(join(folder, name), []);
    remove(join(folder, name));
    project(name, { 'tsconfig.json': tsconfig(compilerOptions), ...sources });
    expect(ours).toEqual(await tsc(name, ...args));
    expect([...files.keys()]).toEqual([...emitted(join(folder, name), []).keys()]);
  }, 60_000);
});

test('what the command line says holds: another folder, a tsconfig of another name, files', async () => {
  project('overrides', { ...ESM, 'tsconfig.json': { include: ['nothing'] }, 'tsconfig.build.json': tsconfig() });
  expect(await baton('overrides', '-p', 'tsconfig.build.json', '--outDir', 'out', '--target', 'es2017', '--sourceMap')).toEqual(SUCCESS);
  expectConnected('overrides', 'out/main.js');
  const options = ['--module', 'nodenext', '--target', 'es2022', '--types', 'node', '--skipLibCheck', '--outDir', 'files'];
  expect(await baton('overrides', '--ignoreConfig', ...options, 'src/main.ts', 'src/worker.ts')).toEqual(SUCCESS);
  expectConnected('overrides', 'files/main.js');
}, 60_000);

test('projects that reference each other are built with -b', async () => {
  const shared = { composite: true, declaration: true };
  const main$ = `import { question } from '../shared/question.js';\n${main(ESM_WORKER, { send: 'worker.postMessage({ question });' })}`;
  project('references', {
    'package.json': { private: true, type: 'module' },
    'tsconfig.json': { files: [], references: [{ path: 'src' }] },
    'shared/tsconfig.json': tsconfig({ ...shared, rootDir: '.', outDir: '../dist/shared' }, { include: ['*.ts'] }),
    'shared/question.ts': "import { parentPort } from 'node:worker_threads';\nexport const question = 6;\nparentPort?.on('close', () => undefined);\n",
    'src/tsconfig.json': tsconfig({ ...shared, rootDir: '.', outDir: '../dist/src' }, { include: ['*.ts'], references: [{ path: '../shared' }] }),
    'src/main.ts': main$,
    'src/worker.ts': worker(),
  });
  expect(await baton('references', '-b')).toEqual(SUCCESS);
  expectConnected('references', 'dist/src/main.js');
  expect(read('references', 'dist/src/worker.js')).toMatch(OURS);
  expect((await baton('references', '-b', '--verbose')).status).toBe(0);
  expectConnected('references', 'dist/src/main.js');
  expect(await baton('references', '--build', '--clean')).toEqual(SUCCESS);
}, 60_000);

test('--watch rewrites after each emit, before it says so', async () => {
  project('watched', { ...ESM, 'tsconfig.json': tsconfig({ sourceMap: true }) });
  const child = start(folder, 'watched', 'otel-baton', 'tsc', '--watch', '--preserveWatchOutput');
  try {
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text));
    const said = async (times: number): Promise<void> => {
      while (output.split('Watching for file changes.').length <= times) {
        if (child.exitCode !== null) throw new Error(output);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    await said(1);
    expectConnected('watched');
    const worker$ = read('watched', 'dist/worker.js');
    // Put into place as a whole: half a file would be compiled, too.
    writeFileSync(join(folder, 'watched/main.ts'), main(ESM_WORKER, { send: 'const question = 6; worker.postMessage({ question });' }));
    renameSync(join(folder, 'watched/main.ts'), join(folder, 'watched/src/main.ts'));
    await said(2);
    expect(read('watched', 'dist/main.js')).toContain('const question = 6');
    expect(read('watched', 'dist/worker.js')).toBe(worker$);
    expectConnected('watched');
    // Our own writing is no reason to compile again.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(output.split('Watching for file changes.')).toHaveLength(3);
  } finally {
    child.kill();
  }
  await new Promise((resolve) => child.once('close', resolve));
}, 60_000);

test('a place that is not found again fails the build, by name; so does a file that was changed since it was emitted', async () => {
  project('lost', { ...ESM, 'tsconfig.json': tsconfig({ incremental: true, inlineSourceMap: true }) });
  expect(await tsc('lost')).toEqual(SUCCESS);
  const map = /\/\/# sourceMappingURL=.*/.exec(read('lost', 'dist/worker.js'))?.[0];
  writeFileSync(join(folder, 'lost/dist/worker.js'), `export {};\n${map}\n`);
  const lost = await baton('lost');
  expect(lost.output).toMatch(/^(?:src\/worker\.ts\(\d+,\d+\): error BATON2007: .*\n)+$/);
  expect(lost.status).toBe(2);

  project('changed', { ...ESM, 'tsconfig.json': tsconfig({ incremental: true }) });
  expect(await tsc('changed')).toEqual(SUCCESS);
  writeFileSync(join(folder, 'changed/dist/worker.js'), `${read('changed', 'dist/worker.js')}// by hand\n`);
  const changed = await baton('changed');
  expect(changed.output).toMatch(/^src\/worker\.ts: error BATON2008: dist\/worker\.js .*\n$/);
  expect(changed.status).toBe(2);
}, 60_000);

test('options come from the plugins of the tsconfig, or one that it extends; the report and the line of a verbose build are as with ts-patch', async () => {
  const plugin = { transform: 'otel-baton/transformer', report: 'boundaries.json', verbose: true };
  const { compilerOptions } = tsconfig() as { compilerOptions: object };
  project('reported', { ...ESM, 'base.json': { compilerOptions: { plugins: [plugin] } }, 'tsconfig.json': { extends: './base.json', compilerOptions: { ...compilerOptions, plugins: undefined }, include: ['src'] } });
  const { status, output } = await baton('reported');
  expect(output).toMatch(/^otel-baton: tsconfig\.json: \d+ boundaries: \d+ carried, 0 skipped\n$/);
  expect(status).toBe(0);
  expect(JSON.parse(read('reported', 'boundaries.json'))).toMatchObject({ version: 1, skipped: 0 });
  project('misspelled', { ...ESM, 'tsconfig.json': { compilerOptions: { ...compilerOptions, plugins: [{ transform: 'otel-baton/transformer', verbos: true }] }, include: ['src'] } });
  const misspelled = await baton('misspelled');
  expect(misspelled.output).toContain('BATON2001: there is no option "verbos"');
  expect(misspelled.status).not.toBe(0);
}, 60_000);
