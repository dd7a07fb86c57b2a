/**
 * Adoption is one line in the tsconfig. From the packed tarball in a folder outside the repository,
 * with each supported pair of compiler and ts-patch: a program in two threads is built by `tspc`,
 * runs with the real SDK in both, and is one trace; built by `tsc` from the same folder it is not.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'acorn';
import { build, command, consumer, emitted, ENVIRONMENT, remove, TOOLCHAINS, write, type Build, type Files } from './harness/adoption.js';
import { CONFIGURATIONS } from './harness/adoption-configurations.js';
import { BROKEN, COMMONJS_WORKER, CONNECTED, ESM_WORKER, main, OUTPUT, worker } from './harness/adoption-program.js';
import { lostNames, mappedNames } from './harness/mapping.js';
import { packedPackage } from './harness/packed.js';
import { run, type Run } from './harness/run.js';
import { ALL_VERSIONS } from './harness/versions.js';

const PLUGIN = { transform: 'otel-baton/transformer' };
const SUCCESS: Build = { status: 0, output: '' };
const OURS = /otel-baton\/runtime/;

const packed = packedPackage();

const tsconfig = (compilerOptions: Readonly<Record<string, unknown>>, rest: object = { include: ['src', 'source', 'generated'] }): object => ({
  compilerOptions: { target: 'es2022', lib: ['es2023'], types: ['node'], strict: true, skipLibCheck: true, rootDir: 'src', outDir: 'dist', ...compilerOptions },
  ...rest,
});

/** The worker's span has main's span as its parent, by trace and by span; so has the reply that of the worker. */
function expectConnected({ status, stdout, stderr, spans, trace }: Run, output: string = OUTPUT): void {
  expect({ status, stdout, stderr, trace }).toEqual({ status: 0, stdout: output, stderr: '', trace: CONNECTED });
  const [request, work, reply] = ['request', 'work', 'reply'].map((name) => spans.find((span) => span.name === name));
  expect(request?.traceId).toMatch(/^[\da-f]{32}$/);
  expect(work).toBeChildOf(request);
  expect(reply).toBeChildOf(work);
}

function expectBroken({ status, stdout, stderr, trace }: Run, output: string = OUTPUT): void {
  expect({ status, stdout, stderr, trace }).toEqual({ status: 0, stdout: output, stderr: '', trace: BROKEN });
}

interface Script {
  readonly shebang: string | undefined;
  readonly directives: readonly string[];
  readonly comments: readonly string[];
}

/** What the compiler wrote beside code, which we must not change. */
function read(code: string): Script {
  const comments: string[] = [];
  const program = parse(code, {
    ecmaVersion: 'latest',
    sourceType: /^(?:import|export)\b/m.test(code) ? 'module' : 'script',
    allowHashBang: true,
    onComment: (_isBlock, text) => void (/^# sourceMappingURL=/.test(text) || comments.push(text)),
  });
  const directives = program.body.flatMap((statement) => (statement.type === 'ExpressionStatement' && 'directive' in statement ? String(statement.directive) : []));
  return { shebang: /^#!.*/.exec(code)?.[0], directives, comments };
}

function mapOf(files: ReadonlyMap<string, string>, file: string): string | undefined {
  const inline = /^\/\/# sourceMappingURL=data:application\/json;base64,(.+)$/m.exec(files.get(file) as string)?.[1];
  return inline === undefined ? files.get(`${file}.map`) : Buffer.from(inline, 'base64').toString();
}

/** Files, declarations, directives, comments and the places of names are those of the compiler. */
function expectOnlyCodeToDiffer(plain: ReadonlyMap<string, string>, ours: ReadonlyMap<string, string>): void {
  expect([...ours.keys()]).toEqual([...plain.keys()]);
  const scripts = [...ours.keys()].filter((file) => /\.[cm]?js$/.test(file));
  expect(scripts.length).toBeGreaterThan(1);
  for (const [file, text] of ours) if (/\.d\.[cm]?ts(?:\.map)?$/.test(file)) expect({ file, text }).toEqual({ file, text: plain.get(file) });
  for (const file of scripts) {
    const [before, after] = [plain.get(file) as string, ours.get(file) as string];
    expect({ file, ...read(after) }).toEqual({ file, ...read(before) });
    const [map, plainMap] = [mapOf(ours, file), mapOf(plain, file)];
    expect(map === undefined).toBe(plainMap === undefined);
    if (map === undefined || plainMap === undefined) continue;
    expect(lostNames(mappedNames(before, plainMap), mappedNames(after, map, { withStrings: true }))).toEqual([]);
    const { sources, sourcesContent, sourceRoot } = JSON.parse(map) as Record<string, unknown>;
    expect({ sources, sourcesContent, sourceRoot }).toEqual(pick(JSON.parse(plainMap) as Record<string, unknown>));
  }
}

const pick = ({ sources, sourcesContent, sourceRoot }: Record<string, unknown>): object => ({ sources, sourcesContent, sourceRoot });

describe.each(TOOLCHAINS.map((toolchain) => [toolchain.name, toolchain] as const))('with %s', (_, toolchain) => {
  let folder: string;
  const isWhole = toolchain.isQuick || ALL_VERSIONS;
  const configurations = isWhole ? CONFIGURATIONS : CONFIGURATIONS.slice(0, 2);

  beforeAll(() => {
    folder = consumer(toolchain, packed.tarball);
  }, 60_000);

  afterAll(() => remove(folder));

  function project(name: string, files: Files): string {
    write(join(folder, name), { 'package.json': { private: true }, ...files });
    return join(folder, name);
  }

  const tspc = (name: string, ...args: string[]): Promise<Build> => build(folder, name, 'tspc', ...args);
  const tsc = (name: string, ...args: string[]): Promise<Build> => build(folder, name, 'tsc', ...args);

  describe('one line is enough for', () => {
    test.each(configurations.map((configuration, i) => [configuration.name, configuration, `case-${i}`] as const))(
      '%s',
      async (_name, { type, compilerOptions, sources, main: entry = 'dist/main.js', holds = {} }, name) => {
        const files: Files = {
          'package.json': { private: true, ...(type && { type }) },
          'tsconfig.json': tsconfig({ ...compilerOptions, plugins: [PLUGIN] }),
          ...sources,
        };
        const [ours, plain] = [project(name, files), project(`${name}-plain`, files)];
        expect(await Promise.all([tspc(name), tsc(`${name}-plain`)])).toEqual([SUCCESS, SUCCESS]);
        const [made, plainlyMade] = [ours, plain].map((each) => emitted(each, Object.keys(files)));
        expectOnlyCodeToDiffer(plainlyMade ?? new Map(), made ?? new Map());
        for (const [file, pattern] of Object.entries(holds)) expect(made?.get(file)).toMatch(pattern);
        expectConnected(run(ours, entry));
        expectBroken(run(plain, entry));
      },
      60_000,
    );
  });

  if (!isWhole) return;

  test('a plugin that an extended tsconfig names, and `npx tspc`', () => {
    const name = 'extended';
    const here = project(name, {
      'tsconfig.base.json': { compilerOptions: { plugins: [PLUGIN] } },
      'tsconfig.json': { extends: './tsconfig.base.json', ...tsconfig({ module: 'commonjs' }) },
      'src/main.ts': main(COMMONJS_WORKER),
      'src/worker.ts': worker(),
    });
    const { status, stdout, stderr } = spawnSync('npx', ['--offline', '--no', 'tspc'], { cwd: here, encoding: 'utf8', env: { ...ENVIRONMENT, HOME: folder, NO_UPDATE_NOTIFIER: '1', npm_config_update_notifier: 'false' }, shell: process.platform === 'win32' });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
    expectConnected(run(here, 'dist/main.js'));
  }, 60_000);

  describe('project references (`tspc -b`)', () => {
    const member = (references: readonly string[], plugins: readonly object[]): object =>
      tsconfig({ module: 'nodenext', composite: true, plugins }, { include: ['src'], references: references.map((path) => ({ path })) });

    const files = (plugins: readonly object[]): Files => ({
      'package.json': { private: true, type: 'module' },
      'tsconfig.json': { files: [], references: [{ path: 'app' }] },
      'app/tsconfig.json': member(['../jobs'], plugins),
      'app/src/main.ts': main("new URL('../../jobs/dist/worker.js', import.meta.url)", {
        imports: "import { Worker } from 'node:worker_threads';\nimport { trace } from '@opentelemetry/api';\nimport type { Job } from '../../jobs/dist/job.js';\n",
        send: 'worker.postMessage({ question: 6 } satisfies Job);',
      }),
      'jobs/tsconfig.json': member([], plugins),
      'jobs/src/job.ts': 'export interface Job { readonly question: number }\n',
      'jobs/src/worker.ts': worker(),
    });

    test('the worker in one project, main in another that references it', async () => {
      const here = project('references', files([PLUGIN]));
      const plain = project('references-plain', files([PLUGIN]));
      expect(await Promise.all([tspc('references', '-b'), tsc('references-plain', '-b')])).toEqual([SUCCESS, SUCCESS]);
      expectOnlyCodeToDiffer(emitted(join(plain, 'jobs/dist'), []), emitted(join(here, 'jobs/dist'), []));
      expectBroken(run(plain, 'app/dist/main.js'));
      expectConnected(run(here, 'app/dist/main.js'));
    }, 60_000);

    test('a plugin that is added to a built solution changes nothing until `--force`', async () => {
      const here = project('references-late', files([]));
      expect(await tspc('references-late', '-b')).toEqual(SUCCESS);
      write(here, files([PLUGIN]));
      expect(await tspc('references-late', '-b')).toEqual(SUCCESS);
      expectBroken(run(here, 'app/dist/main.js'));
      expect(await tspc('references-late', '-b', '--force')).toEqual(SUCCESS);
      expectConnected(run(here, 'app/dist/main.js'));
    }, 60_000);
  });

  describe('`--incremental`', () => {
    const files = (plugins: readonly object[]): Files => ({
      'package.json': { private: true, type: 'module' },
      'tsconfig.json': tsconfig({ module: 'nodenext', incremental: true, tsBuildInfoFile: 'build.tsbuildinfo', plugins }),
      'src/main.ts': main(ESM_WORKER),
      'src/worker.ts': worker(),
    });
    const answer = (factor: number): string => OUTPUT.replace('42', String(6 * factor));

    test('emits again, transformed, what has changed and only that', async () => {
      const here = project('incremental', files([PLUGIN]));
      expect(await tspc('incremental')).toEqual(SUCCESS);
      expectConnected(run(here, 'dist/main.js'));
      const mainEmitted = statSync(join(here, 'dist/main.js')).mtimeMs;
      write(here, { 'src/worker.ts': worker().replace('* 7', '* 8') });
      expect(await tspc('incremental')).toEqual(SUCCESS);
      expect(statSync(join(here, 'dist/main.js')).mtimeMs).toBe(mainEmitted);
      expect(readFileSync(join(here, 'dist/worker.js'), 'utf8')).toMatch(OURS);
      expectConnected(run(here, 'dist/main.js'), answer(8));
    }, 60_000);

    test('emits nothing for a plugin that is added later, until the build information is deleted', async () => {
      const here = project('incremental-late', files([]));
      expect(await tspc('incremental-late')).toEqual(SUCCESS);
      write(here, files([PLUGIN]));
      expect(await tspc('incremental-late')).toEqual(SUCCESS);
      expectBroken(run(here, 'dist/main.js'));
      rmSync(join(here, 'build.tsbuildinfo'));
      expect(await tspc('incremental-late')).toEqual(SUCCESS);
      expectConnected(run(here, 'dist/main.js'));
    }, 60_000);

    // One end then speaks, and the other, emitted before the plugin came, does not understand.
    test.each(['main', 'worker'])('fails, or leaves the output alone, where a plugin was added and then only %s.ts is emitted again', async (changed) => {
      const name = `incremental-half-${changed}`;
      const here = project(name, files([]));
      expect(await tspc(name)).toEqual(SUCCESS);
      write(here, { ...files([PLUGIN]), [`src/${changed}.ts`]: `${String(files([])[`src/${changed}.ts`])}// A line more.\n` });
      const { status, output } = await tspc(name);
      if (status === 0) expect(run(here, 'dist/main.js').stdout).toBe(OUTPUT);
      else expect(output).toMatch(/otel-baton: .*(?:--force|tsbuildinfo)/);
    }, 60_000);

    // What is sent to a worker depends on whether it is in the program, and main is not emitted again for it.
    test('sends nothing to a worker that is added later, until main is emitted again', async () => {
      const name = 'incremental-worker';
      const { 'src/worker.ts': added, ...first } = files([PLUGIN]);
      const here = project(name, { ...first, 'src/other.ts': 'export {};\n' });
      expect(await tspc(name)).toEqual(SUCCESS);
      write(here, { 'src/worker.ts': added as string });
      expect(await tspc(name)).toEqual(SUCCESS);
      const { stdout, trace } = run(here, 'dist/main.js');
      expect({ stdout, trace }).toEqual({ stdout: OUTPUT, trace: 'request\nwork\n  reply\n' });
      rmSync(join(here, 'build.tsbuildinfo'));
      expect(await tspc(name)).toEqual(SUCCESS);
      expectConnected(run(here, 'dist/main.js'));
    }, 60_000);
  });

  describe('`--watch`', () => {
    let watching: Watch | undefined;

    afterEach(() => watching?.end());

    test('transforms what is emitted again when a file changes', async () => {
      const silent = "span.setAttribute('sent', false); void saw;";
      const here = project('watch', {
        'package.json': { private: true, type: 'module' },
        // Polled: file system events do not reach every container.
        'tsconfig.json': { ...tsconfig({ module: 'nodenext', plugins: [PLUGIN] }), watchOptions: { watchFile: 'fixedPollingInterval', watchDirectory: 'fixedPollingInterval' } },
        'src/main.ts': main(ESM_WORKER),
        'src/worker.ts': worker({ send: silent }),
      });
      watching = watch(here, command(folder, 'tspc', ['--watch', '--preserveWatchOutput']));
      await watching.built(1);
      expect(readFileSync(join(here, 'dist/worker.js'), 'utf8')).toContain('sent');
      // A boundary more.
      write(here, { 'src/worker.ts': worker() });
      await watching.built(2);
      expectConnected(run(here, 'dist/main.js'));
      // And one in the other file, which has been emitted long ago.
      write(here, { 'src/main.ts': main(ESM_WORKER).replace('question: 6', 'question: 5') });
      await watching.built(3);
      expectConnected(run(here, 'dist/main.js'), OUTPUT.replace('42', '35'));
    }, 90_000);
  });
});

interface Watch {
  /** Resolves when so many builds are done; rejects where one fails or takes too long. */
  built(count: number): Promise<void>;
  /** Resolves when the compiler is gone, and writes no more. */
  end(): Promise<void>;
}

function watch(folder: string, [program, args]: readonly [string, string[]]): Watch {
  const compiler: ChildProcess = spawn(program, args, { cwd: folder, env: ENVIRONMENT, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  let changed = (): void => undefined;
  const hear = (chunk: Buffer): void => {
    said += String(chunk);
    changed();
  };
  compiler.stdout?.on('data', hear);
  compiler.stderr?.on('data', hear);
  const ended = new Promise<void>((resolve) => void compiler.once('close', () => resolve()));
  compiler.once('exit', (code) => hear(Buffer.from(`\nended with ${code}`)));
  return {
    built: (count) =>
      new Promise((resolve, reject) => {
        const fail = (why: string): void => reject(new Error(`${why}:\n${said}`));
        const timeout = setTimeout(() => fail(`build ${count} did not come`), 60_000);
        const done = (settle: () => void): void => {
          clearTimeout(timeout);
          changed = () => undefined;
          settle();
        };
        changed = () => {
          if (/Found [1-9]\d* errors?|\nended with /.test(said)) done(() => fail('the build failed'));
          else if ((said.match(/Found 0 errors/g) ?? []).length >= count) done(resolve);
        };
        changed();
      }),
    end: () => {
      compiler.kill('SIGKILL');
      return ended;
    },
  };
}
