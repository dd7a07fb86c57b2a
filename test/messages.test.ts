/** What a build says: errors of options at their place, a compiler that cannot do, the report, and the line of a verbose build. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, consumer, emptyFolder, ENVIRONMENT, INSTALLED, install, remove, TOOLCHAINS, write, type Build, type Files } from './harness/adoption.js';
import { COMMONJS_WORKER, main, worker } from './harness/adoption-program.js';
import { packedPackage } from './harness/packed.js';
import { ALL_VERSIONS } from './harness/versions.js';
import { MESSAGES, type MessageCode } from '../transformer/messages.js';
import { OPTIONS } from '../transformer/options.js';
import type { Report } from '../transformer/report/report.js';

const packed = packedPackage();

const COMPILER_OPTIONS = { target: 'es2022', module: 'esnext', moduleResolution: 'bundler', lib: ['es2023'], types: ['node'], strict: true, skipLibCheck: true, rootDir: 'src', outDir: 'dist' };

const tsconfig = (options: object, rest: object = {}): object => ({
  compilerOptions: { ...COMPILER_OPTIONS, ...rest, plugins: [{ transform: 'otel-baton/transformer', ...options }] },
  include: ['src'],
});

const CHANNEL = "import { BroadcastChannel } from 'node:worker_threads';\nconst channel = new BroadcastChannel('news');\n";

describe.each(TOOLCHAINS.filter(({ isQuick }) => isQuick || ALL_VERSIONS).map((toolchain) => [toolchain.name, toolchain] as const))('with %s', (_, toolchain) => {
  let folder: string;

  beforeAll(() => {
    folder = consumer(toolchain, packed.tarball);
  }, 60_000);

  afterAll(() => remove(folder));

  /** Diagnostics are then one line each. */
  const tspc = (name: string, ...args: string[]): Promise<Build> => build(folder, name, 'tspc', ...args, '--pretty', 'false');

  function project(name: string, files: Files): string {
    write(join(folder, name), { 'package.json': { private: true, type: 'module' }, 'src/main.ts': `${CHANNEL}channel.postMessage({});\n`, ...files });
    return join(folder, name);
  }

  describe('an option that cannot be fails the build', () => {
    /** Each stands in a line of its own, after those before it. */
    const written = (entry: readonly string[]): string => `{
  "compilerOptions": ${JSON.stringify(COMPILER_OPTIONS).slice(0, -1)},
    "plugins": [
      // Of the language service.
      { "name": "another", "envelope": "sometimes", "envelop": 1 },
      {
        "transform": "otel-baton/transformer",
        ${entry.join(',\n        ')}
      },
    ],
  },
  "include": ["src"],
}
`;
    const FIRST = 8;
    const ALL = Object.keys(OPTIONS).join(', ');

    const CASES: readonly (readonly [string, string, RegExp])[] = [
      ['envelop', '"known"', new RegExp(`no option "envelop".* ${ALL}\\b`)],
      ['toString', 'true', new RegExp(`no option "toString".* ${ALL}\\b`)],
      ['envelope', '"sometimes"', /"envelope" cannot be "sometimes".* "known", "always", "never"/],
      ['unknown', 'true', /"unknown" cannot be true.* "skip", "guard"/],
      ['manualSpans', 'null', /"manualSpans" cannot be null.* "boundaries",.*"off"/],
      ['environment', 'true', /"environment" cannot be true.* "trace", "baggage", "off"/],
      ['jobs', 'true', /"jobs" cannot be true.* "trace", "baggage", "off"/],
      ['startup', '"always"', /"startup" cannot be "always".* "started", "environment"/],
      ['queues', '"some"', /"queues" cannot be "some".* "proven", "all", "off"/],
      ['boundaries', '{}', /"boundaries" is \{\}; it is an array/],
      ['report', 'false', /"report" cannot be false.* a path/],
      ['verbose', '"yes"', /"verbose" cannot be "yes".* false, true/],
    ];

    test('with an error at its place in the tsconfig, which names it and what is allowed', async () => {
      const here = project('options', { 'tsconfig.json': written(CASES.map(([option, value]) => `"${option}": ${value}`)) });
      const { status, output } = await tspc('options');
      expect(status).toBeGreaterThan(0);
      const lines = output.trimEnd().split('\n');
      expect(lines).toEqual(CASES.map(([, , says], i) => expect.stringMatching(new RegExp(`^tsconfig\\.json\\(${FIRST + i},9\\): error TS\\d+: otel-baton: BATON\\d{4}: .*${says.source}`)) as string));
      expect(existsSync(join(here, 'false'))).toBe(false);
    }, 60_000);

    test('and says of each boundary of one\u2019s own what is wrong with it', async () => {
      const ENTRIES: readonly (readonly [unknown, RegExp])[] = [
        [1, /boundaries\[0\] is 1, which is no object/],
        [{ calls: 'a#b' }, /boundaries\[1\] has the word "calls".* The words are name, call, /],
        [{ call: 'a' }, /"call": "a", which must be a name like/],
        [{ call: 'a#b', task: -1 }, /"task": -1, which must be the index of an argument, "first" or "last"/],
        [{ call: 'a#b', new: 'a#C' }, /has "call" and "new", of which it can have one/],
        [{ call: 'a#b' }, /must have one of "task", "listener"/],
        [{ call: 'a#b', task: 0, payload: 1 }, /must have one of "task", "listener"/],
        [{ new: 'a#B', payload: 0 }, /has "new" and "payload"/],
        [{ queue: 'a#b', element: 0 }, /has "queue" and "element"/],
        [{ name: 'queues' }, /changes no boundary that is known.* The known ones are worker_threads message, /],
        [{ name: 'queue written by hand', task: 0 }, /has "task" but no "call" or "new"/],
        [{ name: 'queue written by hand', use: 'no' }, /"use": "no", which must be true or false/],
      ];
      project('own-boundaries', { 'tsconfig.json': tsconfig({ boundaries: ENTRIES.map(([entry]) => entry) }) });
      const { status, output } = await tspc('own-boundaries');
      expect(status).toBeGreaterThan(0);
      const lines = output.trimEnd().split('\n');
      const SAYS = /^tsconfig\.json\(\d+,\d+\): error TS992004: otel-baton: BATON2004: /;
      expect({ lines: lines.length, others: lines.filter((line) => !SAYS.test(line)) }).toEqual({ lines: ENTRIES.length, others: [] });
      expect(ENTRIES.filter(([, says]) => !lines.some((line) => says.test(line)))).toEqual([]);
    }, 60_000);

    test('or of a tag in the source', async () => {
      project('own-tags', {
        'tsconfig.json': tsconfig({}),
        'src/main.ts': `/** @otelBoundary job task */\nexport function one(task: () => void): void { task(); }\n/** @otelBoundary task job */\nexport const two = (task: () => void): void => task();\n`,
      });
      const { status, output } = await tspc('own-tags');
      expect(status).toBeGreaterThan(0);
      expect(output).toMatch(/BATON2005: src\/main\.ts\(2,1\): the tag @otelBoundary starts with "job", which must be one of task, /);
      expect(output).toMatch(/BATON2005: src\/main\.ts\(4,1\): the tag @otelBoundary names "job", which is no parameter of the function/);
    }, 60_000);

    test('once for a project of several files, and at every build until it is mended', async () => {
      const options = (plugin: object): Files => ({ 'tsconfig.json': tsconfig(plugin, { incremental: true }) });
      const here = project('options-incremental', { ...options({ envelop: 'known' }), 'src/other.ts': `${CHANNEL}channel.postMessage({});\n` });
      for (let i = 0; i < 2; i++) {
        const { status, output } = await tspc('options-incremental');
        expect({ build: i + 1, failed: status !== 0, said: output.match(/there is no option "envelop"|Debug Failure/g) }).toEqual({ build: i + 1, failed: true, said: ['there is no option "envelop"'] });
      }
      write(here, options({ envelope: 'known' }));
      expect(await tspc('options-incremental')).toEqual({ status: 0, output: '' });
    }, 60_000);

    test('also with `-b`, and in the tsconfig of the project that has it', async () => {
      project('options-b', {
        'tsconfig.json': { files: [], references: [{ path: 'app' }] },
        'app/tsconfig.json': tsconfig({ envelop: 'known' }, { composite: true }),
        'app/src/main.ts': 'export {};\n',
      });
      const { status, output } = await tspc('options-b', '-b');
      expect(status).toBeGreaterThan(0);
      expect(output).toMatch(/^app\/tsconfig\.json\(\d+,\d+\): error TS\d+: otel-baton: .*"envelop"/m);
    }, 60_000);

    test('also where an extended tsconfig has it', async () => {
      project('options-extended', { 'tsconfig.base.json': tsconfig({ envelop: 'known' }), 'tsconfig.json': { extends: './tsconfig.base.json' } });
      const { status, output } = await tspc('options-extended');
      expect(status).toBeGreaterThan(0);
      expect(output).toMatch(/^tsconfig\.base\.json\(\d+,\d+\): error TS\d+: otel-baton: .*"envelop"/m);
    }, 60_000);
  });

  test('a boundary of one\u2019s own that is nowhere in the program is told by its name', async () => {
    const boundaries = [
      { name: 'our bus', call: './src/bus#Bus.subscribe', listener: 0 },
      { call: './src/main#run', task: 0 },
      { name: 'queue written by hand', relation: 'link' },
    ];
    project('unmatched', {
      'tsconfig.json': tsconfig({ boundaries }),
      'src/main.ts': `export const run = (task: () => void): void => task();\nrun(() => undefined);\n/** @otelBoundary task task */\nexport const never = (task: () => void): void => task();\n`,
    });
    const { status, output } = await tspc('unmatched');
    expect({ status, lines: output.trimEnd().split('\n') }).toEqual({
      status: 0,
      lines: [
        'otel-baton: BATON2006: the boundary "our bus" (./src/bus#Bus.subscribe) is nowhere in the program, so it does nothing; correct its name, or remove it.',
        'otel-baton: BATON2006: the boundary "never" (src/main.ts(4,1)) is nowhere in the program, so it does nothing; correct its name, or remove it.',
      ],
    });
  }, 60_000);

  describe('a verbose build says at its end', () => {
    const verbose = (name: string, source: string, options: object = {}): Promise<Build> => {
      project(name, { 'tsconfig.json': tsconfig({ verbose: true, ...options }), 'src/main.ts': source });
      return tspc(name, '--listEmittedFiles');
    };
    const last = ({ status, output }: Build): string => {
      expect(status).toBe(0);
      const lines = output.trimEnd().split('\n');
      expect(lines.filter((line) => line.includes('otel-baton:'))).toEqual([lines.at(-1)]);
      return lines.at(-1) as string;
    };

    test('how many boundaries were carried and skipped, and where to see more', async () => {
      const source = `${CHANNEL}${'channel.postMessage({});\n'.repeat(11)}channel.postMessage('text');\n`;
      expect(last(await verbose('verbose', source, { report: 'baton.json' }))).toBe('otel-baton: tsconfig.json: 12 boundaries: 11 carried, 1 skipped (see baton.json)');
      expect(last(await verbose('verbose-without', source))).toBe(`otel-baton: tsconfig.json: 12 boundaries: 11 carried, 1 skipped (see src/main.ts(14,1): BATON1002: ${MESSAGES.BATON1002})`);
    }, 60_000);

    test('that there was one', async () => {
      expect(last(await verbose('verbose-one', `${CHANNEL}channel.postMessage({});\n`, { report: 'baton.json' }))).toBe('otel-baton: tsconfig.json: 1 boundary: 1 carried, 0 skipped');
    }, 60_000);

    test('that there was none', async () => {
      const said = await verbose('verbose-none', 'export const answer = 42;\n', { report: 'baton.json' });
      expect(last(said)).toBe('otel-baton: tsconfig.json: no boundary was found; nothing was changed');
      expect(JSON.parse(readFileSync(join(folder, 'verbose-none/baton.json'), 'utf8'))).toEqual({ version: 1, found: 0, carried: 0, skipped: 0, boundaries: [] });
    }, 60_000);

    test('so for each project of a solution', async () => {
      const member = (references: string[] = []): object => ({ ...tsconfig({ verbose: true }, { composite: true }), references: references.map((path) => ({ path })) });
      project('verbose-b', {
        'tsconfig.json': { files: [], references: [{ path: 'app' }] },
        'app/tsconfig.json': member(['../jobs']),
        'app/src/main.ts': `${CHANNEL}channel.postMessage({});\n`,
        'jobs/tsconfig.json': member(),
        'jobs/src/jobs.ts': 'export {};\n',
      });
      const { status, output } = await tspc('verbose-b', '-b');
      expect({ status, output: output.split('\n').sort() }).toEqual({
        status: 0,
        output: ['', 'otel-baton: app/tsconfig.json: 1 boundary: 1 carried, 0 skipped', 'otel-baton: jobs/tsconfig.json: no boundary was found; nothing was changed'],
      });
    }, 60_000);
  });

  test('a build that is not verbose says nothing', async () => {
    project('silent', { 'tsconfig.json': tsconfig({ report: 'baton.json' }) });
    expect(await tspc('silent')).toEqual({ status: 0, output: '' });
  }, 60_000);
});

describe('the report', () => {
  let folder: string;

  beforeAll(() => {
    folder = consumer(INSTALLED, packed.tarball);
  }, 60_000);

  afterAll(() => remove(folder));

  async function report(name: string, files: Files, file = 'baton.json'): Promise<Report> {
    write(join(folder, name), { 'package.json': { private: true, type: 'module' }, 'tsconfig.json': tsconfig({ report: file }), ...files });
    expect(await build(folder, name, 'tspc')).toEqual({ status: 0, output: '' });
    return JSON.parse(readFileSync(join(folder, name, file), 'utf8')) as Report;
  }

  test('tells of each boundary where it stands, what it is, what became of it, and if nothing, why', async () => {
    const found = await report('told', { 'src/deep/news.ts': `${CHANNEL}channel.onmessage = () => undefined; channel.postMessage({});\n  channel.postMessage('text');\n`, 'src/other.ts': 'export {};\n' }, 'out/reports/baton.json');
    const shared = { boundary: 'worker_threads message', certainty: 'certain', relation: 'parent', trust: 'process' };
    expect(found).toEqual({
      version: 1,
      found: 3,
      carried: 2,
      skipped: 1,
      boundaries: [
        { ...shared, file: 'src/deep/news.ts', line: 3, column: 1, endLine: 3, endColumn: 36, end: 'onmessage', outcome: 'carried', form: 'sidecar' },
        { ...shared, file: 'src/deep/news.ts', line: 3, column: 38, endLine: 3, endColumn: 61, end: 'postMessage', outcome: 'carried', form: 'sidecar' },
        { ...shared, file: 'src/deep/news.ts', line: 4, column: 3, endLine: 4, endColumn: 30, end: 'postMessage', outcome: 'skipped', code: 'BATON1002', why: MESSAGES.BATON1002 },
      ],
    });
  }, 60_000);

  test('tells of every file, also after a rebuild that emits one', async () => {
    const files: Files = {
      'tsconfig.json': tsconfig({ report: 'baton.json' }, { incremental: true, module: 'nodenext', moduleResolution: 'nodenext' }),
      'package.json': { private: true },
      'src/main.ts': main(COMMONJS_WORKER),
      'src/worker.ts': worker(),
    };
    const before = await report('rebuilt', files);
    expect(new Set(before.boundaries.map(({ file }) => file))).toEqual(new Set(['src/main.ts', 'src/worker.ts']));
    const after = await report('rebuilt', { ...files, 'src/worker.ts': `// A line more.\n${worker()}` });
    const moved = (each: Report['boundaries'][number]): typeof each =>
      each.end === 'module' ? { ...each, endColumn: '// A line more.'.length + 1 } : { ...each, line: each.line + 1, endLine: each.endLine + 1 };
    expect(after.boundaries).toEqual(before.boundaries.map((each) => (each.file === 'src/worker.ts' ? moved(each) : each)));
  }, 60_000);

  describe('has a reason that some source brings about:', () => {
    const OWN = `import { on, once } from 'node:events';\nimport { BroadcastChannel, MessageChannel, MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';\nimport { trace } from '@opentelemetry/api';\n`;
    const SOURCES: Readonly<Record<MessageCode, string>> = {
      BATON1001: `${OWN}export const worker = new Worker(new URL('./plain.mjs', import.meta.url));\n`,
      BATON1002: `${OWN}new BroadcastChannel('news').postMessage('text');\n`,
      BATON1003: `${OWN}export const send = (port: any): void => port.postMessage({});\n`,
      BATON1004: `${OWN}interface End { postMessage(message: unknown): void }\ndeclare function end(): End;\nexport const send = (): void => end().postMessage({});\n`,
      BATON1005: `${OWN}export const send = (port: MessagePort, message: [unknown]): void => port.postMessage(...message);\n`,
      BATON1006: `${OWN}export const messages = (port: MessagePort): AsyncIterable<unknown> => on(port, 'message');\n`,
      BATON1007: `${OWN}export const next = async (port: MessagePort): Promise<unknown> => (await once(port, 'message'))[0];\n`,
      BATON1008: `${OWN}export async function* first(port: MessagePort): AsyncGenerator<unknown> {\n  const [message] = await once(port, 'message');\n  yield message;\n}\n`,
      // Neither imported nor exported: with ES modules it is a classic script.
      BATON1009: `declare const port: import('node:worker_threads').MessagePort;\nport.postMessage({});\n`,
      BATON1010: `${OWN}class Pool { on(event: string, listener: () => void): void { listener(); void event; } }\nexport const listen = (workers: Worker | Pool): void => void workers.on('error', () => undefined);\n`,
      BATON1011: `${OWN}interface Api { save(id: number): Promise<void> }
export async function work(api: Api | undefined, ids: Promise<number>): Promise<void> {
  const span = trace.getTracer('app').startSpan('by hand');
  void api?.save(await ids);
  span.end();
}
`,
      BATON1012: `import * as cp from 'node:child_process';\nexport const list = (tools: typeof cp | undefined): unknown => tools?.execSync('ls');\n`,
      BATON1013: `const jobs: { readonly name: string }[] = [];\nexport const add = (name: string): number => jobs.push({ name });\nexport function next(): string {\n  const job = jobs.shift();\n  return String(job?.name);\n}\n`,
      BATON1015: `import Piscina from 'piscina';\nexport const run = (pool: Piscina | { run(task: object): unknown }): unknown => pool.run({});\n`,
      BATON1016: `import { pool } from 'workerpool';\nexport const call = (file: string): unknown => pool(file).exec('add', [1]);\n`,
      BATON1017: `import { pool } from 'workerpool';\nconst own = pool(new URL('./BATON1001.js', import.meta.url).pathname);\nexport const call = (name: string | (() => void)): unknown => own.exec(name, []);\n`,
      BATON1018: `const jobs: (() => void)[] = [];\n// otel-baton-ignore\nexport const add = (job: () => void): number => jobs.push(job);\nexport const next = (): void => jobs.shift()?.();\n`,
      BATON1014: `const jobs: (() => number)[] = [];\nexport const add = (job: () => number): number => jobs.push(job);\nexport function* each(): Generator<number> {\n  const job = jobs.shift();\n  if (job) yield job();\n}\n`,
    };
    /** Libraries, as far as they are declared. */
    const DECLARED: Files = {
      'src/pools.d.ts': `declare module 'piscina' {\n  export default class Piscina { run(task: unknown): unknown; }\n}\ndeclare module 'workerpool' {\n  export class Pool { exec(name: string | (() => void), list?: unknown[]): unknown; }\n  export function pool(file: string): Pool;\n}\n`,
    };
    let found: Report;

    beforeAll(async () => {
      found = await report('codes', { ...DECLARED, ...Object.fromEntries(Object.entries(SOURCES).map(([code, source]) => [`src/${code}.ts`, source])) });
    }, 60_000);

    test.each(Object.entries(MESSAGES))('%s: %s', (code, why) => {
      const told = found.boundaries.filter(({ file }) => file === `src/${code}.ts`);
      expect(told).toContainEqual(expect.objectContaining({ outcome: 'skipped', code, why, line: expect.any(Number) as number, column: expect.any(Number) as number }));
    });

    test('and no other', async () => {
      const others = found.boundaries.filter(({ code }) => code !== undefined && !Object.hasOwn(MESSAGES, code));
      expect(others).toEqual([]);
    });
  });
});

describe('a compiler that runs no transformers', () => {
  let folder: string;

  beforeAll(() => {
    folder = emptyFolder();
    install(folder, packed.tarball);
  });

  afterAll(() => remove(folder));

  function use(code: string): string {
    const { status, stderr } = spawnSync(process.execPath, ['-e', code], { cwd: folder, encoding: 'utf8', env: ENVIRONMENT });
    expect(status).not.toBe(0);
    return /^BatonError: (.*)|^.*BatonError: (.*)$/m.exec(stderr)?.slice(1).find(Boolean) ?? stderr;
  }

  const CURE = /npm install --save-dev typescript@6 ts-patch/;

  test('is none at all', () => {
    const said = use("require('otel-baton/transformer').default()");
    expect(said).toMatch(/^otel-baton: TypeScript was not found\b/);
    expect(said).toMatch(CURE);
  });

  test('is TypeScript 7, found in the project', () => {
    write(folder, {
      'node_modules/typescript/package.json': { name: 'typescript', version: '7.0.2', main: 'index.js' },
      'node_modules/typescript/index.js': "exports.version = '7.0.2';\nexports.versionMajorMinor = '7.0';\n",
    });
    const said = use("require('otel-baton/transformer').default()");
    expect(said).toMatch(/^otel-baton: TypeScript 7\.0\.2\b/);
    expect(said).toMatch(CURE);
  });

  test('is TypeScript 7, handed over by a host', () => {
    const said = use("require('otel-baton/transformer').factory({ configSet: { compilerModule: { version: '7.0.2', versionMajorMinor: '7.0' } } })");
    expect(said).toMatch(/^otel-baton: TypeScript 7\.0\.2\b/);
    expect(said).toMatch(CURE);
  });

  test('is not asked for what a host hands over', () => {
    write(folder, { 'node_modules/typescript/index.js': "throw new Error('asked');\n" });
    const given = JSON.stringify(join(__dirname, '../node_modules/typescript'));
    const { status, stderr } = spawnSync(process.execPath, ['-e', `require('otel-baton/transformer').default(undefined, {}, { ts: require(${given}) })`], { cwd: folder, encoding: 'utf8', env: ENVIRONMENT });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

describe('a host that takes no diagnostics is thrown at', () => {
  const { default: transformer, factory } = require('../dist/cjs/transformer/index.js') as typeof import('../transformer/index.js');
  const impossible = { envelop: 'known', unknown: 'ask' };
  const said = /^otel-baton: .*"envelop".* envelope, [^]*"unknown" cannot be "ask".* "skip", "guard"/;

  test('as ts-loader is', () => expect(() => transformer(undefined, impossible)).toThrow(said));
  test('as ts-jest is', () => expect(() => factory({}, impossible)).toThrow(said));
});
