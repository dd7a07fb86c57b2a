/**
 * The demo application, compiled by hosts that run transformers, from the packed tarball and by the
 * documents' own configurations: connected span by span, broken without our lines, and printing the same.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { remove } from '../harness/adoption.js';
import { all, differences, hostFolder, node, replacing, runDemo, type Change, type Host, type HostFolder } from '../harness/host.js';
import { packedPackage } from '../harness/packed.js';

const PLUGIN = '"plugins": [{ "transform": "otel-baton/transformer" }]';

interface Way extends Host {
  readonly says: string;
  readonly change?: Change;
  /** What builds it, as arguments of Node; nothing where running is building. */
  readonly build?: readonly string[];
  readonly run: readonly string[];
  /** What is not carried, and why not is said where it is listed. */
  readonly lacks?: readonly string[];
}

const WEBPACK = ['--input-type=module', '-e', `
import webpack from 'webpack';
import config from './webpack.config.mjs';
webpack(config, (error, stats) => {
  if (error || stats.hasErrors()) throw error ?? new Error(stats.toString());
});`];
const ROLLUP = ['node_modules/rollup/dist/bin/rollup', '-c', '--silent'];
const DIST = ['dist/main.js'];
const TS_NODE = ['--no-warnings', '--loader', 'ts-node/esm', 'src/main.ts'];

/** ts-loader has no map to hand on without it. */
const SOURCE_MAP = replacing('tsconfig.json', '"strict": true', '"strict": true,\n    "sourceMap": true');

const tsLoader = { name: 'ts-loader', packages: ['ts-loader', 'webpack'], change: SOURCE_MAP, build: WEBPACK, run: DIST };
const rollup = { name: 'rollup-typescript', packages: ['rollup', '@rollup/plugin-typescript', 'tslib'], build: ROLLUP, run: DIST };
const webpackConfig = (from: RegExp, to: string): Change => (file, text) => (file === 'webpack.config.mjs' ? text.replace(from, to) : text);
/** What the tsconfig says is enough: the line that hands us over is left out. */
const BY_TSCONFIG = webpackConfig(/ *getCustomTransformers: .*\n/, "          compiler: 'ts-patch/compiler',\n");

const WAYS: readonly Way[] = [
  { ...tsLoader, says: 'ts-loader' },
  {
    ...tsLoader,
    says: 'ts-loader with transpileOnly',
    // Without types there is no package.json either, by which NodeNext tells ES modules.
    change: all(SOURCE_MAP, webpackConfig(/options: \{\n/, "options: {\n          transpileOnly: true,\n          compilerOptions: { module: 'esnext', moduleResolution: 'bundler' },\n")),
    // What `calculator()` returns is said in another file.
    lacks: ['digest', 'price'].flatMap((name) => [1, 2, 3].map((id) => `connected: ${name} #${id} should be under ${name === 'digest' ? 'GET /order' : 'reprice'} #${id}, but is a root`)),
  },
  { ...tsLoader, packages: [...tsLoader.packages, 'ts-patch'], says: "ts-loader with compiler: 'ts-patch/compiler'", change: all(SOURCE_MAP, BY_TSCONFIG) },
  { ...rollup, says: '@rollup/plugin-typescript' },
  {
    ...rollup,
    packages: [...rollup.packages, 'ts-patch'],
    says: "@rollup/plugin-typescript with typescript: require('ts-patch/compiler')",
    change: all(
      replacing('rollup.config.mjs', "import typescript from '@rollup/plugin-typescript';", "import compiler from 'ts-patch/compiler';\nimport typescript from '@rollup/plugin-typescript';"),
      (file, text) => (file === 'rollup.config.mjs' ? text.replace(/transformers: \{[^]*?\n {6}\},/, 'typescript: compiler,') : text),
    ),
  },
  { name: 'ts-node', packages: ['ts-node', 'ts-patch'], says: 'ts-node with ts-patch/compiler', run: TS_NODE },
];

/** Where the error is made, inside a payload that is rewritten. */
const ERROR = "new Error('here')";
const MARKED: Change = replacing('src/service.ts', "{ kind: 'digest', id, order }", `{ kind: 'digest', id, order: (process.env.STACK && console.error(${ERROR}.stack), order) }`);

const packed = packedPackage();
let host: HostFolder;

afterEach(() => remove(host.folder));
test.each(WAYS.map((way) => [way.says, way] as const))('%s', async (_, way) => {
  host = hostFolder(way, packed.tarball);
  const change = way.change ? all(way.change, MARKED) : MARKED;
  const [connected, plain] = [host.project('connected', change), host.project('plain', change)];
  const at = (args: readonly string[]): string[] => args.map((each) => each.replace(/^node_modules(?=\/)/, join(host.folder, 'node_modules')));

  if (way.build) {
    const built = await Promise.all([connected, plain].map((project) => node(project, at(way.build ?? []))));
    for (const { status, stderr } of built) expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  }
  const ran = await runDemo(connected, ['--enable-source-maps', ...way.run], { STACK: '1' });
  expect(ran).toMatchObject({ status: 0 });
  expect(await runDemo(plain, way.run)).toMatchObject({ status: 0, stderr: '' });
  expect(differences(plain, connected)).toEqual(way.lacks ?? []);

  const source = readFileSync(join(connected, 'src/service.ts'), 'utf8').split('\n');
  const line = source.findIndex((each) => each.includes(ERROR));
  const places = [...ran.stderr.matchAll(/^Error: here\n.*service\.ts:(\d+:\d+)/gm)].map(([, place]) => place);
  expect(places).toEqual(Array(3).fill(`${line + 1}:${(source[line]?.indexOf(ERROR) ?? 0) + 1}`));
}, 120_000);

test('each of the tsconfigs has the line of the documents', () => {
  host = hostFolder({ name: 'ts-node', packages: [] }, packed.tarball);
  expect(readFileSync(join(host.project('connected'), 'tsconfig.json'), 'utf8')).toContain(PLUGIN);
  expect(readFileSync(join(host.project('plain'), 'tsconfig.json'), 'utf8')).not.toContain('otel-baton');
});
