/** The package as it is published: what is in it, and who can load it. */
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, type Node } from 'acorn';
import { full } from 'acorn-walk';
import { build as bundle } from 'esbuild';
import { emptyFolder, ENVIRONMENT, install, link, pack, remove, write, type Packed } from './harness/adoption.js';
import { DOCUMENTS } from './docs/documents.js';
import { ROOT } from './harness/fixture.js';

const BIN = join(ROOT, 'node_modules');
let folder: string;
let installed: string;
let packed: Packed;
let manifest: Record<string, unknown>;

beforeAll(() => {
  folder = emptyFolder();
  installed = join(folder, 'node_modules/otel-baton');
  packed = pack(folder);
  install(folder, packed.tarball);
  link(folder, '@opentelemetry/api');
  manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as Record<string, unknown>;
});

afterAll(() => remove(folder));

function node(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', env: ENVIRONMENT });
}

/** A program of the folder, with the SDK. */
function run(file: string): { stdout: string; stderr: string } {
  const env = { ...ENVIRONMENT, OTEL_BATON_SPANS: join(folder, 'spans.jsonl') };
  const { stdout, stderr } = spawnSync(process.execPath, ['--import', join(ROOT, 'test/harness/record.mjs'), file], { cwd: folder, encoding: 'utf8', env });
  return { stdout, stderr };
}

/** What a module asks for, by any means that a bundler or Node would see. */
function dependenciesOf(file: string): readonly string[] {
  const code = readFileSync(join(installed, file), 'utf8');
  const asked: string[] = [];
  full(parse(code, { ecmaVersion: 'latest', sourceType: file.startsWith('dist/esm') ? 'module' : 'script' }), (each) => {
    const { type, source, callee, arguments: args } = each as Node & { source?: Literal; callee?: { name?: string }; arguments?: Literal[] };
    if (/^(?:Import|Export)/.test(type) && source) asked.push(String(source.value));
    // What has no name yet is looked for in the project.
    if (type === 'CallExpression' && callee?.name === 'require' && args?.[0]?.value !== undefined) asked.push(String(args[0].value));
  });
  return asked;
}

interface Literal {
  readonly value?: unknown;
}

const scripts = (part: string): readonly string[] => packed.files.filter((file) => file.includes(`/${part}/`) && file.endsWith('.js'));
const isLocal = (name: string): boolean => /^\.\.?\//.test(name);

describe('the package holds', () => {
  test('its documents, and what is built, and nothing else', () => {
    expect(packed.files.filter((file) => !file.startsWith('dist/'))).toEqual(['CHANGELOG.md', 'LICENSE', ...DOCUMENTS, 'package.json'].sort());
    const built = /^dist\/(?:cjs|esm)\/package\.json$|^dist\/cjs\/(?:transformer|runtime)\/(?:[\w-]+\/)*[\w-]+\.(?:js|d\.ts)$|^dist\/esm\/runtime\/(?:[\w-]+\/)*[\w-]+\.(?:js|d\.ts)$|^dist\/cjs\/transformer\/explain\/page\/page\.css$/;
    // The transformer has one state, so its ES module can only hand on the CommonJS one.
    const wrapper = /^dist\/esm\/transformer\/(?:index|hosts\/\w+)\.(?:js|d\.ts)$/;
    expect(packed.files.filter((file) => file.startsWith('dist/') && !built.test(file) && !wrapper.test(file))).toEqual([]);
    expect(packed.files.filter((file) => /\btests?\b|fixture|(?<!\.d)\.ts$/.test(file))).toEqual([]);
  });

  test('every file that `exports` names', () => {
    const named = JSON.stringify(manifest['exports']).match(/(?<="\.\/)[^"]+\.(?:js|d\.ts)(?=")/g) ?? [];
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((file) => !packed.files.includes(file))).toEqual([]);
  });

  test('no path of the machine that built it', () => {
    const telling = packed.files.filter((file) => readFileSync(join(installed, file), 'utf8').includes(ROOT));
    expect(telling).toEqual([]);
  });
});

describe('the package needs', () => {
  test('the OpenTelemetry API of the application, and TypeScript where there is one', () => {
    expect(manifest['peerDependencies']).toEqual({ '@opentelemetry/api': '>=1.9.0 <2', typescript: expect.stringMatching(/^>=5\.\d+(?:\.\d+)? <7\.1$/) as string });
    expect(manifest['peerDependenciesMeta']).toEqual({ typescript: { optional: true } });
  });

  // An API of our own would be another one than the SDK's, and silently carry nothing: see below.
  test('what it writes text with, shows it with, and adapts to bundlers by', () => {
    expect(Object.keys(manifest['dependencies'] as object)).toEqual(['@dagrejs/dagre', '@jridgewell/remapping', 'diff', 'magic-string', 'unplugin']);
  });

  test.each(['optionalDependencies', 'bundleDependencies', 'bundledDependencies'])('no %s', (kind) => {
    expect(manifest).not.toHaveProperty(kind);
  });

  test('Node 20.19 or newer', () => {
    expect(manifest['engines']).toEqual({ node: '>=20.19' });
  });

  test('nothing but @opentelemetry/api in the runtime', () => {
    expect(scripts('runtime').length).toBeGreaterThan(0);
    const asked = scripts('runtime').flatMap(dependenciesOf).filter((name) => !isLocal(name));
    expect([...new Set(asked)]).toEqual(['@opentelemetry/api']);
  });

  test('nothing but Node, the compiler of the project and its dependencies in the transformer', () => {
    const asked = scripts('transformer').flatMap(dependenciesOf).filter((name) => !isLocal(name) && !name.startsWith('node:'));
    const allowed = ['typescript', ...Object.keys(manifest['dependencies'] as object)];
    expect([...new Set(asked)].filter((name) => !allowed.includes(name))).toEqual([]);
  });
});

describe('the package is free of complaints by', () => {
  test('publint', () => {
    const { status, stdout, stderr } = node(join(BIN, 'publint/src/cli.js'), 'run', '--strict', '--pack', 'false', installed);
    expect({ status, said: `${stdout}${stderr}` }).toEqual({ status: 0, said: expect.stringMatching(/^Running publint.*\s+Linting\.\.\.\s+All good!\s*$/) as string });
  }, 60_000);

  // `node16` leaves out `moduleResolution: node10`, which knows no `exports`. Nothing is lost: the transformer is
  // named in a tsconfig and loaded by Node, and the import in emitted code is never resolved by the type checker.
  test('Are the types wrong?', () => {
    const { status, stdout } = node(join(BIN, '@arethetypeswrong/cli/dist/index.js'), packed.tarball, '--profile', 'node16', '--no-definitely-typed', '--format', 'json');
    const { analysis, problems } = JSON.parse(stdout) as { analysis: { entrypoints: object }; problems?: Record<string, { kind: string; entrypoint?: string; resolutionKind?: string }[]> };
    expect(Object.keys(analysis.entrypoints).sort()).toEqual(Object.keys(manifest['exports'] as object).sort());
    const found = Object.values(problems ?? {}).flat().filter((each) => each.resolutionKind !== 'node10');
    expect({ status, found }).toEqual({ status: 0, found: [] });
  }, 60_000);
});

describe('the package is loaded', () => {
  const show = 'console.log(JSON.stringify({ loaded: Object.keys(loaded).filter((name) => !["__esModule", "default", "module.exports"].includes(name)).sort(), type: typeof loaded.default }));';
  const byRequire = (name: string) => node('--input-type=commonjs', '-e', `const loaded = require(${JSON.stringify(name)}); ${show}`);
  const byImport = (name: string) => node('--input-type=module', '-e', `import * as loaded from ${JSON.stringify(name)}; ${show}`);

  const { exports: entries } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { readonly exports: Readonly<Record<string, unknown>> };
  const parts = Object.keys(entries).flatMap((entry) => /^\.\/runtime\/(.+)/.exec(entry)?.[1] ?? []);
  const runtimes = ['otel-baton/runtime', 'otel-baton/debug', ...parts.map((part) => `otel-baton/runtime/${part}`)];

  test.each(runtimes)('as %s, with the same names by require and by import', (name) => {
    const [required, imported] = [byRequire(name), byImport(name)];
    expect({ required: required.stderr, imported: imported.stderr }).toEqual({ required: '', imported: '' });
    expect(JSON.parse(required.stdout)).toEqual(JSON.parse(imported.stdout));
  });

  test('as a runtime, with all that emitted code calls', () => {
    const offered = runtimes.flatMap((name) => (JSON.parse(byImport(name).stdout) as { loaded: string[] }).loaded);
    const called = /export type Helper = ([^;]+);/.exec(readFileSync(join(installed, 'dist/cjs/transformer/plan/rewrite.d.ts'), 'utf8'))?.[1]?.match(/\w+/g) ?? [];
    expect(called.length).toBeGreaterThan(5);
    expect(called.filter((name) => !offered.includes(name))).toEqual([]);
  });

  test('as a transformer, by require and by import, and without TypeScript until it is used', () => {
    const [required, imported] = [byRequire('otel-baton/transformer'), byImport('otel-baton/transformer')];
    expect({ required: required.stderr, imported: imported.stderr }).toEqual({ required: '', imported: '' });
    const expected = { loaded: ['before', 'factory', 'name', 'version'], type: 'function' };
    expect([JSON.parse(required.stdout), JSON.parse(imported.stdout)]).toEqual([expected, expected]);
  });

  test.each(['vite', 'rollup', 'rolldown', 'webpack', 'rspack', 'esbuild'])('as a plugin of %s, by require and by import', (host) => {
    for (const name of ['magic-string', 'unplugin']) link(folder, name);
    const tell = "try { baton({ speed: 1 }); } catch ({ message }) { console.log(Object.keys(baton()).some((key) => ['name', 'apply'].includes(key)), baton === baton.default, message); }";
    const required = node('--input-type=commonjs', '-e', `const baton = require('otel-baton/${host}'); ${tell}`);
    const imported = node('--input-type=module', '-e', `import baton from 'otel-baton/${host}'; ${tell}`);
    expect([required.stderr, imported.stderr]).toEqual(['', '']);
    expect(required.stdout).toMatch(/^true true otel-baton: BATON2001: there is no option "speed"\. The options are .*, include, exclude, types\.\n$/);
    expect(imported.stdout).toBe(required.stdout);
  });

  test('as what tests use, with the same names by require and by import', () => {
    const [required, imported] = [byRequire('otel-baton/testing'), byImport('otel-baton/testing')];
    expect({ required: required.stderr, imported: imported.stderr }).toEqual({ required: '', imported: '' });
    expect(imported.stdout).toBe(required.stdout);
    expect((JSON.parse(imported.stdout) as { loaded: string[] }).loaded).toEqual(['CollectingSpanProcessor', 'collectSpans', 'matchers', 'readSpans', 'renderTraceTree']);
  });

  test.each([
    ['jest', 'globalThis'],
    ['vitest', '{ set expect(expect) { globalThis[Symbol.for("expect-global")] = expect; } }'],
  ])('as what teaches the expect of %s, by require and by import, and bundled', async (runner, place) => {
    const teach = `Object.assign(${place}, { expect: { extend: (all) => console.log(Object.keys(all).join()) } });`;
    const required = node('--input-type=commonjs', '-e', `${teach} require('otel-baton/testing/${runner}');`);
    const imported = node('--input-type=module', '-e', `${teach} await import('otel-baton/testing/${runner}');`);
    const { outputFiles } = await bundle({ stdin: { contents: `import 'otel-baton/testing/${runner}';`, resolveDir: folder }, bundle: true, write: false, format: 'cjs', logLevel: 'silent' });
    const bundled = node('--input-type=commonjs', '-e', `${teach} ${outputFiles[0]?.text ?? ''}`);
    for (const each of [required, imported, bundled]) expect(each).toMatchObject({ stderr: '', stdout: 'toBeChildOf,toShareTraceWith,toBeRoot,toFormTree\n' });
    expect(node('-e', `require('otel-baton/testing/${runner}')`)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('otel-baton/testing: there is no `expect` that could be taught the matchers. Load this module by `setupFiles') as string,
    });
  });

  test('with its own version, which is part of the cache key of ts-jest', () => {
    expect(node('-p', 'const { name, version } = require("otel-baton/transformer"); `${name} ${version}`').stdout.trim()).toBe(`otel-baton ${String(manifest['version'])}`);
  });

  test('with the package.json that tools ask for', () => {
    expect(node('-p', 'require("otel-baton/package.json").name').stdout.trim()).toBe('otel-baton');
  });

  test('by require and by import in one program, as one runtime: a message is opened once', () => {
    write(folder, {
      'both.mjs': `
        import { createRequire } from 'node:module';
        import { MessageChannel } from 'node:worker_threads';
        import { context, trace } from '@opentelemetry/api';
        import * as imported from 'otel-baton/runtime';
        const required = createRequire(import.meta.url)('otel-baton/runtime');
        const { port1, port2 } = new MessageChannel();
        trace.getTracer('app').startActiveSpan('sender', (span) => {
          // What the application sends looks like an envelope itself.
          port1.postMessage(imported.enclose({ 'otel-baton:payload': 'its own', 'otel-baton': { traceparent: 'its own' } }));
          port2.once('message', (message) => {
            console.log(JSON.stringify(message), trace.getSpanContext(context.active()).spanId === span.spanContext().spanId);
            port2.close();
          });
        });
        required.receive(imported.receive(required.receive(port2)));`,
    });
    expect(run('both.mjs')).toEqual({ stdout: '{"otel-baton:payload":"its own","otel-baton":{"traceparent":"its own"}} true\n', stderr: '' });
  });
});

/** Why the API is a peer. Each copy refuses what a copy of a lower minor version has registered. */
test('an API of its own would carry nothing, silently, beside an SDK with an older one', () => {
  const bundled = join(folder, 'bundled');
  cpSync(installed, join(bundled, 'node_modules/otel-baton'), { recursive: true });
  const api = join(bundled, 'node_modules/@opentelemetry/api');
  cpSync(join(BIN, '@opentelemetry/api'), api, { recursive: true });
  const { version } = JSON.parse(readFileSync(join(api, 'package.json'), 'utf8')) as { version: string };
  const file = 'build/src/version.js';
  const source = readFileSync(join(api, file), 'utf8');
  expect(source).toContain(version);
  write(api, { [file]: source.replaceAll(version, version.replace(/^1\.\d+/, '1.999')) });
  write(folder, {
    'sends.cjs': `
      const { trace } = require('@opentelemetry/api');
      const { createRequire } = require('node:module');
      const peer = require('otel-baton/runtime');
      const own = createRequire(__dirname + '/bundled/')('otel-baton/runtime');
      const payload = {};
      trace.getTracer('app').startActiveSpan('sender', (span) => {
        console.log(peer.enclose(payload) !== payload, own.enclose(payload) !== payload);
        span.end();
      });`,
  });
  expect(run('sends.cjs')).toEqual({ stdout: 'true false\n', stderr: '' });
});
