/**
 * What a program sees of `otel-baton/register`, from the packed tarball: its modules, its errors and other
 * hooks are as they are without it; what it says where it cannot do its work.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ENVIRONMENT, link, remove, write, type Files } from '../harness/adoption.js';
import { BROKEN, CONNECTED, ESM_WORKER, main, OUTPUT, worker } from '../harness/adoption-program.js';
import { ROOT } from '../harness/fixture.js';
import { hookedNodes, node, nodeFolder, RECORD, REGISTER, traceOf, type Outcome } from '../harness/node-host.js';
import { packedPackage } from '../harness/packed.js';
import type { Program } from '../harness/versions.js';

const nodes = hookedNodes();
const [first] = nodes as readonly [Program];
const PROGRAM: Files = { 'main.ts': main(ESM_WORKER.replace('.js', '.ts')), 'worker.ts': worker() };
const MAPS = '--enable-source-maps';

const packed = packedPackage();
let folder: string;

beforeAll(() => {
  folder = nodeFolder(packed.tarball);
}, 60_000);

afterAll(() => remove(folder));

function project(name: string, files: Files): string {
  write(join(folder, name), { 'package.json': { private: true, type: 'module' }, ...files });
  return join(folder, name);
}

/** With us, and without us. */
const bothWays = (on: Program, cwd: string, ...args: readonly string[]): Promise<readonly Outcome[]> =>
  Promise.all([node(on, cwd, [...REGISTER, ...args]), node(on, cwd, args)]);

test.each(nodes.map((each) => [each.version, each] as const))('modules are what they are without it, on Node %s', async (_, on) => {
  const here = project(`modules-${on.version}`, {
    'main.ts': `import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import data from './data.json' with { type: 'json' };
import * as one from './part.ts?one';
import * as two from './part.ts?two#x';
import legacy, { named } from './legacy.cjs';
const require = createRequire(import.meta.url);
const { value } = await import('data:text/javascript,export const value = 3');
console.log(import.meta.url, import.meta.filename, data.a, value);
console.log(one === two, one.url, two.url, named, legacy.isMain, require('./legacy.cjs') === legacy, require('./data.json').a);
const late = await new Promise<number>((resolve) => setTimeout(() => resolve(5), 1));
const worker = new Worker("require('node:worker_threads').parentPort.postMessage(1)", { eval: true });
worker.on('message', (message: number) => console.log('from eval', message + late));
`,
    'data.json': { a: 1 },
    'part.ts': "import { setTimeout } from 'node:timers';\nexport const url: string = import.meta.url;\nsetTimeout(() => 1, 1);\n",
    'legacy.cjs': "const { Worker } = require('node:worker_threads');\nexports.named = typeof Worker;\nexports.isMain = require.main === module;\nexports.make = () => new Worker(__filename).postMessage({});\n",
    'main.cjs': `const { Worker } = require('node:worker_threads');
console.log(require.main === module, typeof require.cache, this === module.exports, arguments.length, __filename, require('./legacy.cjs').isMain);
exports.make = () => new Worker(__filename).postMessage({});
`,
    // No package.json says what it is, so Node goes by its syntax.
    'unsaid/package.json': {},
    'unsaid/main.js': "require('./esm.js');\nrequire('./commonjs.js');\n",
    'unsaid/esm.js': "import { Worker } from 'node:worker_threads';\nconsole.log(typeof require, typeof Worker);\nexport const make = () => new Worker(import.meta.url).postMessage({});\n",
    'unsaid/commonjs.js': "console.log(typeof require);\nprocess.on('message', () => process.send({}));\n",
  });
  for (const file of ['main.ts', 'main.cjs', 'unsaid/main.js']) {
    const [ours, plain] = await bothWays(on, here, '--no-warnings', file);
    expect({ status: plain?.status, stderr: plain?.stderr }).toEqual({ status: 0, stderr: '' });
    expect(ours).toEqual(plain);
  }
}, 60_000);

describe('errors', () => {
  /** Where the frames of the program's own files stand; Node names a mapped file by its path. */
  const places = ({ stderr }: Outcome): readonly string[] => stderr.match(/(?:main|helper|lib)\.\w+:\d+:\d+/g) ?? [];

  const FAULTY = `import { Worker } from 'node:worker_threads';
interface Job { readonly a: number }
const worker = new Worker(new URL('./worker.ts', import.meta.url));
function fail(job: Job): never { worker.postMessage({ a: job.a }); throw new Error('a fault'); }
worker.postMessage({ a: 1 }); fail({ a: 2 });
`;

  test('name the line and, with --enable-source-maps, the column of the source', async () => {
    const here = project('stack', { 'main.ts': FAULTY, 'worker.ts': worker() });
    const [ours, plain] = await bothWays(first, here, MAPS, 'main.ts');
    expect(places(plain as Outcome)).toEqual(expect.arrayContaining(['main.ts:4:74', 'main.ts:5:31']));
    expect(places(ours as Outcome)).toEqual(places(plain as Outcome));
    const lines = (await bothWays(first, here, 'main.ts')).map((each) => places(each).map((place) => place.replace(/:\d+$/, '')));
    expect(lines[0]).toEqual(lines[1]);
  }, 60_000);

  test('in CommonJS, and by tsx', async () => {
    const commonjs = FAULTY.replace(/^import.*\n/, "const { Worker } = require('node:worker_threads');\n").replace("new URL('./worker.ts', import.meta.url)", "require.resolve('./worker.ts')");
    const here = project('stack-commonjs', { 'main.cts': commonjs, 'main.ts': FAULTY, 'worker.ts': worker() });
    const [ours, plain] = await bothWays(first, here, MAPS, 'main.cts');
    expect(places(plain as Outcome).length).toBeGreaterThan(1);
    expect(places(ours as Outcome)).toEqual(places(plain as Outcome));
    const tsx = ['--import', 'tsx', 'main.ts'];
    const [before, after, without] = await Promise.all([[...REGISTER, ...tsx], ['--import', 'tsx', ...REGISTER, 'main.ts'], tsx].map((args) => node(first, here, args)));
    expect(places(without as Outcome).length).toBeGreaterThan(1);
    expect([before, after].map((each) => places(each as Outcome))).toEqual([places(without as Outcome), places(without as Outcome)]);
  }, 60_000);

  test('of JavaScript with a source map name what it was compiled from', async () => {
    // `lib.ts` had two lines more at its top and was indented.
    const map = { version: 3, file: 'lib.js', sources: ['../src/lib.ts'], names: [], mappings: 'AAEE;AACA;AACA;AACA' };
    const code = "import { Worker } from 'node:worker_threads';\nconst worker = new Worker(new URL('../worker.ts', import.meta.url));\nworker.postMessage({ a: 1 });\nthrow new Error('a fault');\n";
    const here = project('stack-mapped', { 'dist/lib.js': `${code}//# sourceMappingURL=lib.js.map\n`, 'dist/lib.js.map': map, 'worker.ts': worker() });
    const [ours, plain] = await bothWays(first, here, MAPS, 'dist/lib.js');
    expect(places(plain as Outcome)).toContain('lib.ts:6:3');
    expect(places(ours as Outcome)).toEqual(places(plain as Outcome));
    expect(ours?.stderr).toContain(join('src', 'lib.ts'));
  }, 60_000);

  test("in the syntax of a file are told in Node's own words, with the text as it is written", async () => {
    const here = project('syntax', { 'main.ts': `import { Worker } from 'node:worker_threads';\nconst worker = new Worker(new URL('./worker.ts', import.meta.url));\nworker.postMessage({ a: 1 };\n` });
    const [ours, plain] = await bothWays(first, here, 'main.ts');
    const excerpt = ({ stderr }: Outcome): string => stderr.slice(0, stderr.indexOf('\n    at '));
    expect(plain?.status).not.toBe(0);
    expect(excerpt(plain as Outcome)).toContain('worker.postMessage({ a: 1 };');
    expect({ ...ours, stderr: excerpt(ours as Outcome) }).toEqual({ ...plain, stderr: excerpt(plain as Outcome) });
  }, 60_000);
});

test("other loaders' hooks, before and after it", async () => {
  const here = project('hooks', {
    ...PROGRAM,
    'hook.mjs': `import { registerHooks } from 'node:module';
registerHooks({
  resolve: (specifier, context, next) => next(specifier.replace('virtual:worker_threads', 'node:worker_threads'), context),
  load(url, context, next) {
    const loaded = next(url, context);
    return /main\\.ts$/.test(url) ? { ...loaded, source: String(loaded.source).replace('question: 6', 'question: 5') } : loaded;
  },
});
`,
  });
  const hook = ['--import', './hook.mjs'];
  const expected = { status: 0, stdout: OUTPUT.replace('42', '35'), stderr: '', trace: CONNECTED };
  expect(await Promise.all([node(first, here, [...hook, ...REGISTER, ...RECORD, 'main.ts']), node(first, here, [...REGISTER, ...hook, ...RECORD, 'main.ts'])])).toEqual([expected, expected]);
}, 60_000);

test('node --test', async () => {
  const here = project('tests', {
    'worker.test.ts': `import assert from 'node:assert/strict';
import test from 'node:test';
import { trace } from '@opentelemetry/api';
import { Worker } from 'node:worker_threads';
test('what the worker sees', async () => {
  const worker = new Worker(new URL('./worker.ts', import.meta.url));
  const saw = await trace.getTracer('app').startActiveSpan('request', (span) => {
    worker.postMessage({});
    return new Promise((resolve) => worker.once('message', resolve)).then((id) => [id, span.spanContext().traceId]);
  });
  await worker.terminate();
  assert.equal((saw as string[])[0], (saw as string[])[1]);
});
`,
    'worker.ts': `import { parentPort } from 'node:worker_threads';
import { trace } from '@opentelemetry/api';
parentPort!.on('message', () => parentPort!.postMessage(trace.getActiveSpan()?.spanContext().traceId));
`,
  });
  const [ours, plain] = await bothWays(first, here, ...RECORD, '--test', '--test-reporter=dot');
  expect([ours?.status, plain?.status]).toEqual([0, 1]);
}, 60_000);

test('node --watch transforms what has changed', async () => {
  const here = project('watch', PROGRAM);
  const answers: string[] = [];
  const spans = join(here, 'spans.jsonl');
  const child = spawn(first.file, ['--watch', '--watch-preserve-output', ...REGISTER, ...RECORD, 'main.ts'], { cwd: here, env: { ...ENVIRONMENT, OTEL_BATON_SPANS: spans }, stdio: ['ignore', 'pipe', 'pipe'] });
  const answered = (count: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`it said ${answers.join('')}`)), 30_000);
      const look = (): unknown => (answers.join('').match(/"answer"/g) ?? []).length >= count && (clearTimeout(timer), child.stdout.off('data', look), setTimeout(resolve, 1_000));
      child.stdout.on('data', look);
      look();
    });
  child.stdout.setEncoding('utf8').on('data', (text: string) => answers.push(text));
  try {
    await answered(1);
    write(here, { 'main.ts': String(PROGRAM['main.ts']).replace('question: 6', 'question: 5') });
    await answered(2);
  } finally {
    child.kill();
  }
  expect(answers.join('')).toMatch(/"answer":42[^]*"answer":35/);
  // Node 24 and 26 also post to a worker's listeners what the worker has loaded, with or without us.
  expect(traceOf(spans).split(CONNECTED)).toHaveLength(3);
}, 90_000);

describe('options', () => {
  const plugin = (options: object): object => ({ compilerOptions: { plugins: [{ transform: 'otel-baton/transformer', ...options }] } });
  const off = plugin({ boundaries: [{ name: 'worker_threads message', use: false }] });

  test('are those of the nearest tsconfig.json, and of what it extends', async () => {
    const here = project('configured', { 'base.json': off, 'tsconfig.json': { extends: './base.json' }, ...PROGRAM });
    expect(await node(first, here, [...REGISTER, ...RECORD, 'main.ts'])).toMatchObject({ stdout: OUTPUT, trace: BROKEN });
    const inner = project('configured/inner', { 'tsconfig.json': {}, ...PROGRAM });
    expect(await node(first, inner, [...REGISTER, ...RECORD, 'main.ts'])).toMatchObject({ stdout: OUTPUT, trace: CONNECTED });
  }, 60_000);

  test.each([
    ['an option that cannot be', plugin({ envelope: 'ever' }), /^BatonError: otel-baton: BATON2002: "envelope" cannot be "ever".*tsconfig\.json\)$/m],
    ['a tsconfig.json that extends what is not there', { extends: './none.json' }, /^BatonError: otel-baton: .*tsconfig\.json cannot be read, .*none\.json/m],
  ])('%s is an error, and the program does not run', async (name, config, message) => {
    const here = project(name.replaceAll(' ', '-'), { 'tsconfig.json': config, ...PROGRAM });
    const { status, stdout, stderr } = await node(first, here, [...REGISTER, 'main.ts']);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(message);
  }, 60_000);
});

describe('a project with TypeScript 7 only', () => {
  let alone: string;

  beforeAll(() => {
    alone = nodeFolder(packed.tarball, ['@opentelemetry/api', 'magic-string', '@jridgewell/remapping']);
    link(alone, 'typescript', join(ROOT, 'node_modules/typescript-7'));
  });

  afterAll(() => remove(alone));

  const DESKS: Files = {
    'main.ts': main("new URL('./worker.ts', import.meta.url)", { declarations: "import { open } from './desk.js';", send: 'open(worker).postMessage({ question: 6 });' }),
    'desk.ts': "import { type Worker } from 'node:worker_threads';\nexport const open = (worker: Worker): Worker => worker;\n",
    'worker.ts': worker(),
  };

  test('is read by it, as are the files that are imported', async () => {
    write(join(alone, 'app'), { ...DESKS, 'main.ts': String(DESKS['main.ts']).replace('./desk.js', './desk.ts') });
    const [ours, plain] = await Promise.all([[...REGISTER, ...RECORD], RECORD].map((args) => node(first, join(alone, 'app'), [...args, 'main.ts'])));
    expect(ours).toEqual({ status: 0, stdout: OUTPUT, stderr: '', trace: CONNECTED });
    expect(plain).toEqual({ status: 0, stdout: OUTPUT, stderr: '', trace: BROKEN });
  }, 60_000);

  test('has its options', async () => {
    const plugins = [{ transform: 'otel-baton/transformer', boundaries: [{ name: 'worker_threads message', use: false }] }];
    write(join(alone, 'configured'), { ...PROGRAM, 'base.json': { compilerOptions: { plugins } }, 'tsconfig.json': { extends: './base.json' } });
    expect(await node(first, join(alone, 'configured'), [...REGISTER, ...RECORD, 'main.ts'])).toMatchObject({ stdout: OUTPUT, trace: BROKEN });
  }, 60_000);

  test('is told where it has ignored the plugin', async () => {
    write(join(alone, 'ignored'), {
      'tsconfig.json': { compilerOptions: { outDir: './dist', plugins: [{ transform: 'otel-baton/transformer' }] } },
      'dist/main.js': main(ESM_WORKER).replace(/: \{ answer.*?\}/, ''),
      'dist/worker.js': worker().replace(/: \{ question.*?\}/, ''),
    });
    const { status, stdout, stderr, trace } = await node(first, join(alone, 'ignored'), [...REGISTER, ...RECORD, 'dist/main.js']);
    expect({ status, stdout, trace }).toEqual({ status: 0, stdout: OUTPUT, trace: CONNECTED });
    expect(stderr).toMatch(/otel-baton: .*main\.js was emitted without otel-baton, although .*tsconfig\.json names its plugin/);
  }, 60_000);
});

describe('it is said', () => {
  test('where Node has no such hooks, and the program does not run', async () => {
    const here = project('no-hooks', { ...PROGRAM, 'older.cjs': "delete require('node:module').registerHooks;\n" });
    const { status, stdout, stderr } = await node(first, here, ['--require', './older.cjs', ...REGISTER, 'main.ts']);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^BatonError: otel-baton: Node \S+ was found, .*the program was not started\. Use Node 22\.15 or newer/m);
  }, 60_000);

  test.each([
    ['there is no TypeScript', undefined, /^BatonError: .* found none, so .*main\.ts was not loaded\. .*npm install --save-dev typescript$/m],
    ['TypeScript is newer than what is known', '8.0.0', /^BatonError: otel-baton: TypeScript 8\.0\.0 was found in .*, whose API is not known/m],
  ])('where %s, and the program does not run', async (_, version, message) => {
    const without = nodeFolder(packed.tarball, ['magic-string', '@jridgewell/remapping']);
    try {
      write(without, { ...PROGRAM, ...(version && { 'node_modules/typescript/package.json': { name: 'typescript', version, main: 'index.js' }, 'node_modules/typescript/index.js': `exports.version = '${version}';\n` }) });
      const { status, stdout, stderr } = await node(first, without, [...REGISTER, 'main.ts']);
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toMatch(message);
    } finally {
      remove(without);
    }
  }, 60_000);

  test('where another loader compiles first, and its types are gone', async () => {
    const here = project('compiled', {
      ...PROGRAM,
      'loader.mjs': "import module from 'node:module';\nmodule.register('./strip.mjs', import.meta.url);\n",
      'strip.mjs': `import { stripTypeScriptTypes } from 'node:module';
export async function load(url, context, next) {
  const loaded = await next(url, context);
  return loaded.format === 'module-typescript' ? { ...loaded, format: 'module', source: stripTypeScriptTypes(String(loaded.source)) } : loaded;
}
`,
    });
    const args = ['--disable-warning=ExperimentalWarning', '--disable-warning=DeprecationWarning', '--import', './loader.mjs', ...REGISTER, ...RECORD, 'main.ts'];
    const { status, stdout, stderr, trace } = await node(first, here, args);
    expect({ status, stdout, trace }).toEqual({ status: 0, stdout: OUTPUT, trace: CONNECTED });
    expect(stderr).toMatch(/otel-baton: .*main\.ts was compiled by another loader before otel-baton\/register saw it/);
  }, 60_000);

  test('where the project names the plugin and its compiler has ignored it', async () => {
    const here = project('ignored', {
      'tsconfig.json': { compilerOptions: { outDir: 'dist', plugins: [{ transform: 'otel-baton/transformer' }] } },
      'dist/main.js': main(ESM_WORKER).replace(/: \{ answer.*?\}/, ''),
      'dist/worker.js': worker().replace(/: \{ question.*?\}/, ''),
    });
    const { status, stdout, stderr, trace } = await node(first, here, [...REGISTER, ...RECORD, 'dist/main.js']);
    expect({ status, stdout, trace }).toEqual({ status: 0, stdout: OUTPUT, trace: CONNECTED });
    expect(stderr.match(/otel-baton: .*main\.js was emitted without otel-baton, although .*tsconfig\.json names its plugin/g)).toHaveLength(1);
  }, 60_000);
});
