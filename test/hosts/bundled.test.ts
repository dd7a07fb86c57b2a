/** What bundlers do beside one build of one file: workers, code for browsers, servers of modules, watching. */
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { emptyFolder, link, remove, write } from '../harness/adoption.js';
import { node, workshop } from '../harness/bundlers.js';
import { ROOT } from '../harness/fixture.js';
import { packedPackage } from '../harness/packed.js';
import { run } from '../harness/run.js';

const packed = packedPackage();
let folder: string;

beforeAll(() => {
  folder = workshop(packed.tarball);
}, 60_000);

afterAll(() => remove(folder));

/** Put a project of `fixtures/projects/bundled`, and more, into a folder of its own. */
function project(name: string, of: string, files: Readonly<Record<string, string>>): string {
  const app = join(folder, name);
  cpSync(join(ROOT, 'fixtures/projects/bundled', of), app, { recursive: true });
  write(app, files);
  return app;
}

async function built(app: string): Promise<void> {
  expect(await node(app, ['build.mjs'])).toMatchObject({ status: 0 });
}

const plugin = (host: string, isPlain: boolean, options = ''): string => (isPlain ? '' : `(await import('otel-baton/${host}')).default(${options})`);

/** A build by webpack's API, which is Rspack's, too. */
const webpackBuild = (module: string, host: string, loader: string, isPlain: boolean): string => `
import * as bundler from '${module}';
const plugins = [${plugin(host, isPlain)}];
const config = {
  plugins, mode: 'production', target: 'node20', entry: './src/main.ts', output: { path: process.cwd() + '/dist', filename: 'main.cjs', chunkFilename: '[name].cjs' },
  module: { parser: { javascript: { worker: ['...', 'Worker from node:worker_threads'] } }, rules: [{ test: /\\.ts$/, ${loader} }] },
};
(bundler.rspack ?? bundler.default)(config, (error, stats) => {
  if (!error && !stats.hasErrors()) return;
  console.log(error ?? stats.toString({ all: false, errors: true }));
  process.exitCode = 1;
});`;

const LOADERS = {
  webpack: "loader: 'ts-loader', options: { transpileOnly: true, compilerOptions: { module: 'esnext', moduleResolution: 'bundler' } }",
  rspack: "loader: 'builtin:swc-loader', options: { jsc: { parser: { syntax: 'typescript' } } }",
} as const;

describe.each([['webpack', 'webpack'], ['rspack', '@rspack/core']] as const)("%s makes a worker's file", (host, module) => {
  const OUTPUT = 'bare {"answer":42,"keys":["question"]} data\nnamed {"answer":84,"keys":["question"]} data\n';

  test('and its messages, and its start, carry the context', async () => {
    const [ours, plain] = [false, true].map((isPlain) => project(`${host}-workers${isPlain ? '-plain' : ''}`, 'workers', { 'build.mjs': webpackBuild(module, host, LOADERS[host], isPlain) }));
    await Promise.all([ours, plain].map((app) => built(app ?? '')));
    const [connected, broken] = [ours, plain].map((app) => run(app ?? '', 'dist/main.cjs'));
    // Whichever thread is the first.
    for (const each of [connected, broken]) expect({ ...each, stdout: sorted(each?.stdout) }).toMatchObject({ status: 0, stdout: sorted(OUTPUT), stderr: '' });
    expect(sorted(connected?.trace).map((line) => line.trim()).sort()).toEqual(['', 'bare.reply', 'gone', 'named.reply', 'request', 'started', 'started', 'work', 'work']);
    for (const name of ['started', 'started', 'work', 'bare.reply', 'gone']) expect(connected?.trace).toMatch(new RegExp(`^ +${name}$`, 'm'));
    // Sent when the request was over, by a timer of its own, in the same context.
    expect(connected?.spans.map(({ traceId }) => traceId).filter((id, i, all) => all.indexOf(id) === i)).toHaveLength(1);
    expect(broken?.trace).toMatch(/^started$/m);
    expect(broken?.trace).toMatch(/^work$/m);
  }, 60_000);
});

const sorted = (text = ''): readonly string[] => text.split('\n').sort();

describe('code for browsers', () => {
  const vite = (isPlain: boolean): string => `
import { build } from 'vite';
await build({ configFile: false, logLevel: 'warn', plugins: [${plugin('vite', isPlain)}], build: { modulePreload: false } });`;

  /** What it posts is what it posts without us: browsers come with a runtime of their own. */
  const POSTED = ['from a worker: {"count":2}', 'from a worker: {"count":2}', 'logged: {"question":6}', 'to a worker: {"count":1}', 'to a worker: {"count":2}'];

  test("of Vite, with `?worker` and `new Worker(new URL(…))`, runs without Node's modules, and what is detached is carried", async () => {
    const [ours, plain] = [project('client', 'client', { 'build.mjs': vite(false) }), project('client-plain', 'client', { 'build.mjs': vite(true) })];
    await Promise.all([ours, plain].map(built));
    const outputs = await Promise.all(
      [ours, plain].map(async (app) => {
        const assets = readdirSync(join(app, 'dist/assets')).sort();
        expect(assets.map((file) => file.split('-')[0])).toEqual(['counter', 'index', 'other']);
        expect(assets.map((file) => readFileSync(join(app, 'dist/assets', file), 'utf8')).filter((text) => /["']node:/.test(text))).toEqual([]);
        cpSync(join(ROOT, 'test/harness/browser.mjs'), join(app, 'browser.mjs'));
        const { status, output } = await node(app, ['browser.mjs', ...assets.map((file) => join(app, 'dist/assets', file))]);
        if (status !== 0) throw new Error(output.slice(-2000));
        return output.trim().split('\n');
      }),
    );
    expect(outputs[0]).toEqual([...POSTED, 'click < -', 'count < page', 'count < page', 'log < count', 'log < count', 'message < -', 'page < -', 'page < -', 'save < click']);
    expect(outputs[1]).toEqual([...POSTED, 'click < -', 'count < page', 'count < page', 'log < page', 'log < page', 'message < -', 'page < -', 'page < -', 'save < -']);
  }, 60_000);
});

describe('a worker of a file of its own', () => {
  const SENT = `
import { Worker } from 'node:worker_threads';
import { trace } from '@opentelemetry/api';

trace.getTracer('app').startActiveSpan('request', (span) => {
  const worker = new Worker(new URL('./worker.ts', import.meta.url));
  // What cannot take a property.
  worker.postMessage(6);
  worker.postMessage({ question: 6 });
  span.end();
});
`;
  const FILES = { 'tsconfig.json': { compilerOptions: { module: 'nodenext', target: 'es2022', types: ['node'], noEmit: true, allowImportingTsExtensions: true, strict: true }, include: ['src'] }, 'src/main.ts': SENT, 'src/worker.ts': "import { parentPort } from 'node:worker_threads';\n\nparentPort?.on('message', console.log);\n" };
  const bundle = (options: string): string => `
import { build } from 'esbuild';
const { outputFiles } = await build({ plugins: [${plugin('esbuild', false, options)}], entryPoints: ['src/main.ts'], outdir: 'dist', bundle: true, platform: 'node', format: 'esm', packages: 'external', write: false });
console.log(outputFiles[0].text.match(/(?<=baton_)(?:enclose|inject|injectFresh|start)(?=\\()/g)?.join() ?? 'nothing');`;

  test.each([
    ['is transformed, too', '', '', 'start,enclose,enclose'],
    ['is transformed, too', ', by types', '{ types: true }', 'start,enclose,enclose'],
    ['is left alone', '', '{ exclude: /worker/ }', 'start,injectFresh'],
    ['is left alone', ', by types', '{ types: true, exclude: /worker/ }', 'nothing'],
  ])('that %s is sent what it can open%s', async (which, by, options, sent) => {
    const app = join(folder, `${which}${by}`);
    write(app, { ...FILES, 'build.mjs': bundle(options) });
    expect(await node(app, ['build.mjs'])).toEqual({ status: 0, output: `${sent}\n` });
  }, 60_000);
});

describe('an application that has the plugin only by way of another package', () => {
  const BUILDS = {
    esbuild: "await (await import('esbuild')).build({ plugins, entryPoints: ['src/main.ts'], outfile: 'dist/main.js', bundle: true, platform: 'node', format: 'esm', external: ['@opentelemetry/api'] });",
    rolldown: "await (await (await import('rolldown')).rolldown({ plugins, input: 'src/main.ts', platform: 'node', external: '@opentelemetry/api' })).write({ file: 'dist/main.js' });",
    webpack: `
const { default: webpack } = await import('webpack');
const module = { rules: [{ test: /\\.ts$/, ${LOADERS.webpack} }], parser: { javascript: { worker: false, url: false } } };
await new Promise((resolve, reject) => webpack({ plugins, mode: 'none', target: 'node20', entry: './src/main.ts', output: { path: process.cwd() + '/dist', filename: 'main.js' }, module, externals: { '@opentelemetry/api': 'commonjs @opentelemetry/api' } }, (error, stats) =>
  error || stats.hasErrors() ? reject(error ?? new Error(stats.toString({ all: false, errors: true }))) : resolve()));`,
  } as const;

  test.each(Object.entries(BUILDS))('is given the runtime beside it by %s', async (host, build) => {
    const app = emptyFolder();
    cpSync(join(ROOT, 'fixtures/projects/bundled/workers'), app, { recursive: true });
    for (const name of ['esbuild', 'rolldown', 'webpack', 'ts-loader', 'typescript', '@types/node', '@opentelemetry/api']) link(app, name);
    write(app, { 'build.mjs': `import { createRequire } from 'node:module';\nconst plugins = [createRequire(${JSON.stringify(join(folder, 'package.json'))})('otel-baton/${host}')()];\n${build}` });
    expect(await node(app, ['build.mjs'])).toMatchObject({ status: 0 });
    const code = readFileSync(join(app, 'dist/main.js'), 'utf8');
    expect(code).toContain('nodejs.internal.kHybridDispatch');
    expect(code).not.toMatch(/from ["']otel-baton|Cannot find module/);
    remove(app);
  }, 60_000);
});

test('the report of a build says what the whole of it has found', async () => {
  const app = project('report', 'workers', {
    'build.mjs': `
import { build } from 'esbuild';
await build({ plugins: [${plugin('esbuild', false, "{ verbose: true, report: 'out/report.json' }")}], entryPoints: ['src/main.ts', 'src/worker.ts'], outdir: 'dist', bundle: true, platform: 'node', format: 'esm', packages: 'external' });`,
  });
  const { status, output } = await node(app, ['build.mjs']);
  const report = JSON.parse(readFileSync(join(app, 'out/report.json'), 'utf8')) as { found: number; carried: number; boundaries: readonly { file: string; line: number; end: string; outcome: string }[] };
  expect({ status, output }).toEqual({ status: 0, output: `otel-baton: ${report.found} boundaries: ${report.carried} carried, ${report.found - report.carried} skipped${report.found > report.carried ? ' (see out/report.json)' : ''}\n` });
  const line = readFileSync(join(app, 'src/main.ts'), 'utf8').split('\n').findIndex((text) => text.includes('worker.postMessage')) + 1;
  expect(report.boundaries).toContainEqual(expect.objectContaining({ file: 'src/main.ts', line, end: 'postMessage', outcome: 'carried' }));
  expect(new Set(report.boundaries.map(({ file }) => file))).toEqual(new Set(['src/main.ts', 'src/worker.ts']));
}, 60_000);

/** What `main.ts` sends through is of a type that the other file tells. */
const MAIN = "import { port } from './port.ts';\n\nexport function tell(): void {\n  port.postMessage({ question: 6 });\n}\n";
const PORT = "import { MessageChannel } from 'node:worker_threads';\n\nexport const port = new MessageChannel().port1;\n";
const OWN = 'class Port {\n  postMessage(_: object): void {}\n}\n\nexport const port = new Port();\n';
const TSCONFIG = { compilerOptions: { module: 'nodenext', target: 'es2022', types: ['node'], noEmit: true, allowImportingTsExtensions: true, strict: true }, include: ['src'] };
const BY = [['by syntax', ''], ['by types', '{ types: true }']] as const;

describe('a file is judged anew', () => {
  test.each(BY)('in each build of a context of esbuild, %s', async (title, options) => {
    const app = join(folder, `context ${title}`);
    write(app, {
      'tsconfig.json': TSCONFIG,
      'src/main.ts': MAIN,
      'src/port.ts': PORT,
      'build.mjs': `
import { writeFileSync } from 'node:fs';
import { context } from 'esbuild';
const made = await context({ plugins: [${plugin('esbuild', false, options)}], entryPoints: ['src/main.ts'], outdir: 'dist', bundle: true, platform: 'node', format: 'esm', packages: 'external', write: false });
const build = async () => console.log((await made.rebuild()).outputFiles[0].text.includes('otel-baton/runtime'));
await build();
writeFileSync('src/port.ts', ${JSON.stringify(OWN)});
await build();
writeFileSync('src/port.ts', ${JSON.stringify(`${PORT}\n`)});
await build();
await made.dispose();`,
    });
    expect(await node(app, ['build.mjs'])).toEqual({ status: 0, output: 'true\nfalse\ntrue\n' });
  }, 60_000);

  test.each(BY)('by a server of Vite when it, or what it was judged by, has changed, %s', async (title, options) => {
    const app = join(folder, `server ${title}`);
    // Whose types it was judged by, nobody is told.
    const touch = (text: string): string => (options ? `await change('src/main.ts', ${JSON.stringify(text)});` : '');
    write(app, {
      'tsconfig.json': TSCONFIG,
      'src/main.ts': MAIN,
      'src/port.ts': PORT,
      'serve.mjs': `
import { writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'vite';
const server = await createServer({ configFile: false, logLevel: 'warn', appType: 'custom', server: { middlewareMode: true, ws: false }, plugins: [${plugin('vite', false, options)}] });
const load = async () => {
  const { code } = await server.environments.ssr.transformRequest('/src/main.ts');
  const { tell } = await server.ssrLoadModule('/src/main.ts');
  tell();
  console.log(code.includes('otel-baton/runtime'));
};
const change = async (file, text) => {
  const changed = once(server.watcher, 'change');
  writeFileSync(file, text);
  await changed;
  // Its other listeners, which Vite's own are among.
  await new Promise((resolve) => setTimeout(resolve, 200));
};
await load();
await change('src/port.ts', ${JSON.stringify(OWN)});
${touch(`${MAIN}\n`)}
await load();
await change('src/port.ts', ${JSON.stringify(`${PORT}\n`)});
${touch(MAIN)}
await load();
await server.close();
process.exit();`,
    });
    expect(await node(app, ['serve.mjs'])).toEqual({ status: 0, output: 'true\nfalse\ntrue\n' });
  }, 60_000);
});
