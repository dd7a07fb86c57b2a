/**
 * `otel-baton/register`, from the packed tarball in a folder outside the repository: programs that Node
 * or tsx runs as they are written are connected, and are not without it. On the running Node where it
 * has the hooks, else on Node 24; with `OTEL_BATON_VERSIONS=all` on every one of `test/versions.json` that has.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { remove, write, type Files } from '../harness/adoption.js';
import { BROKEN, CONNECTED, ESM_WORKER, main, OUTPUT, worker } from '../harness/adoption-program.js';
import { ROOT } from '../harness/fixture.js';
import { hookedNodes, node, nodeFolder, RECORD, REGISTER, type Outcome } from '../harness/node-host.js';
import { packedPackage } from '../harness/packed.js';
import type { Program } from '../harness/versions.js';

const nodes = hookedNodes();
const [first] = nodes as readonly [Program];
const TSX = ['--import', 'tsx'];

const packed = packedPackage();
let folder: string;

beforeAll(() => {
  folder = nodeFolder(packed.tarball);
}, 60_000);

afterAll(() => remove(folder));

function project(name: string, files: Files): string {
  write(join(folder, name), files);
  return join(folder, name);
}

const connected = (stdout = OUTPUT): Outcome => ({ status: 0, stdout, stderr: '', trace: CONNECTED });
const broken = (stdout = OUTPUT): Outcome => ({ status: 0, stdout, stderr: '', trace: BROKEN });

/** Runs with us and without us, which print the same. */
async function bothWays(cwd: string, args: readonly string[], on: Program = first, given: readonly string[] = REGISTER): Promise<readonly [Outcome, Outcome]> {
  return Promise.all([node(on, cwd, [...given, ...RECORD, ...args]), node(on, cwd, [...given.filter((each) => !/--import|otel-baton/.test(each)), ...RECORD, ...args])]);
}

describe.each(nodes.map((each) => [each.version, each] as const))('the demo application on Node %s', (_, on) => {
  /** Span by span, by the demo's own table. */
  function verdict(spans: string): unknown {
    const { stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'test/tools/demo/verdict.mjs'), spans], { encoding: 'utf8' });
    if (stderr) throw new Error(stderr);
    return JSON.parse(stdout);
  }

  /** The documents' own command, with the arguments of Node in place of its name. */
  const command = (host: string): string => (JSON.parse(readFileSync(join(ROOT, 'fixtures/projects/hosts', host, 'package.json'), 'utf8')) as { scripts: { start: string } }).scripts.start;

  test.each([
    ['types that Node takes off', 'register', 'node ', []],
    ['tsx', 'tsx', 'tsx ', ['../node_modules/tsx/dist/cli.mjs']],
  ] as const)('%s', async (_title, host, program, start) => {
    const app = join(folder, `demo-${host}-${on.version}`);
    cpSync(join(ROOT, 'fixtures/projects/demo'), app, { recursive: true });
    cpSync(join(ROOT, 'fixtures/projects/hosts', host), app, { recursive: true });
    if (host === 'register') {
      // Node looks for the file that is named.
      for (const file of readdirSync(join(app, 'src'))) {
        const path = join(app, 'src', file);
        writeFileSync(path, readFileSync(path, 'utf8').replace(/(?<=(?:from |import |URL\()'\.\/\w+)\.js(?=')/g, '.ts'));
      }
    }
    expect(command(host).startsWith(program)).toBe(true);
    const args = command(host).slice(program.length).split(' ');
    const plainArgs = args.filter((each) => !/--import|otel-baton/.test(each));
    const [ours, plain] = await Promise.all([
      node(on, app, [...start, ...args], { DEMO_SPANS: join(app, 'ours.jsonl') }),
      node(on, app, [...start, ...plainArgs], { DEMO_SPANS: join(app, 'plain.jsonl') }),
    ]);
    expect({ status: ours.status, output: ours.stdout + ours.stderr }).toEqual({ status: 0, output: plain.stdout + plain.stderr });
    expect(ours.stdout).toContain('order 3: digest');
    expect(verdict(join(app, 'ours.jsonl'))).toEqual({ heading: 'CONNECTED', wrong: [] });
    expect(verdict(join(app, 'plain.jsonl'))).toMatchObject({ heading: 'BROKEN', wrong: expect.arrayContaining(['digest #2', 'audit #1', 'receipt #3']) as string[] });
  }, 60_000);
});

const NAMED = "const { Worker } = require('node:worker_threads');\nconst { trace } = require('@opentelemetry/api');\n";
const PARENT = "const { parentPort } = require('node:worker_threads');\nconst { trace } = require('@opentelemetry/api');\n";
const withoutTypes = (text: string): string => text.replace(': { answer: number; saw: string[] }', '').replace(': { question: number }', '');
const esm = (extension: string): string => main(`new URL('./worker.${extension}', import.meta.url)`);
const commonjs = (extension: string): string => main(`require.resolve('./worker.${extension}')`, { imports: NAMED });

describe('worker threads', () => {
  test.each([
    ['.mts', esm('mts'), worker()],
    ['.ts', esm('ts'), worker()],
    ['.mjs', withoutTypes(esm('mjs')), withoutTypes(worker())],
    ['.js', withoutTypes(esm('js')), withoutTypes(worker())],
    ['.cts', commonjs('cts'), worker({ imports: PARENT })],
    ['.cjs', withoutTypes(commonjs('cjs')), withoutTypes(worker({ imports: PARENT }))],
  ])('of %s files', async (extension, mainText, workerText) => {
    const here = project(`kind${extension}`, { [`main${extension}`]: mainText, [`worker${extension}`]: workerText });
    const [ours, plain] = await bothWays(here, [`main${extension}`]);
    expect(plain).toEqual(broken());
    expect(ours).toEqual(connected());
    // It is inherited as this is.
    expect(await node(first, here, ['--require', 'otel-baton/register', ...RECORD, `main${extension}`])).toEqual(connected());
  }, 60_000);

  test('by NODE_OPTIONS', async () => {
    const here = project('options', { 'main.ts': esm('ts'), 'worker.ts': worker() });
    expect(await node(first, here, [...RECORD, 'main.ts'], { NODE_OPTIONS: REGISTER.join(' ') })).toEqual(connected());
  }, 60_000);

  test('are sent anything, where their file is one of the user’s own', async () => {
    const send = 'worker.postMessage(String(6));';
    const here = project('text', {
      'main.ts': main("new URL('./worker.ts', import.meta.url)", { send }),
      'worker.ts': worker({ send: 'parentPort?.postMessage({ answer: Number(job) * 7, saw: typeof job });' }).replace('const saw = Object.keys(job);', ''),
    });
    const [ours, plain] = await bothWays(here, ['main.ts']);
    expect([ours, plain]).toEqual([connected('{"answer":42,"saw":"string"}\n'), broken('{"answer":42,"saw":"string"}\n')]);
  }, 60_000);

  test('that another file hands over', async () => {
    const here = project('followed', {
      'main.ts': `import { trace } from '@opentelemetry/api';
import { desk as counter } from './desks.ts';
const tracer = trace.getTracer('app');
counter().on('message', (reply: object) => {
  tracer.startSpan('reply').end();
  console.log(JSON.stringify(reply));
});
tracer.startActiveSpan('request', (span) => {
  counter().postMessage({ question: 6 });
  span.end();
});
`,
      'desks.ts': "export * from './desk.ts';\n",
      'desk.ts': `import { Worker } from 'node:worker_threads';
let worker: Worker | undefined;
export function desk(): Worker {
  return (worker ??= new Worker(new URL('./worker.ts', import.meta.url)));
}
`,
      'worker.ts': worker(),
    });
    const [ours, plain] = await bothWays(here, ['main.ts']);
    expect([ours, plain]).toEqual([connected(), broken()]);
  }, 60_000);
});

test('forked processes, by --import and by --require', async () => {
  const here = project('fork', {
    'main.ts': `import { fork } from 'node:child_process';
import { trace } from '@opentelemetry/api';
const tracer = trace.getTracer('app');
const child = fork(new URL('./child.ts', import.meta.url));
child.on('message', (reply: { answer: number; saw: string[] }) => {
  tracer.startSpan('reply').end();
  console.log(JSON.stringify(reply));
});
tracer.startActiveSpan('request', (span) => {
  child.send({ question: 6 });
  span.end();
});
`,
    'child.ts': `import { trace } from '@opentelemetry/api';
process.once('message', (job: { question: number }) => {
  trace.getTracer('app').startActiveSpan('work', (span) => {
    process.send!({ answer: job.question * 7, saw: Object.keys(job) });
    span.end();
    process.disconnect();
  });
});
`,
  });
  const [ours, plain] = await bothWays(here, ['main.ts']);
  expect([ours, plain]).toEqual([connected(), broken()]);
  expect(await node(first, here, ['--require', 'otel-baton/register', ...RECORD, 'main.ts'])).toEqual(connected());
}, 60_000);

describe('tsx', () => {
  // An enumeration, which only tsx compiles, and specifiers without extension.
  const files = (type: string): Files => ({
    'package.json': { private: true, type },
    'main.ts': main(type === 'module' ? ESM_WORKER.replace('.js', '.ts') : "join(__dirname, 'worker.ts')", {
      declarations: 'enum Kind { question }\nif (Kind.question !== 0) throw new Error();',
    }),
    'worker.ts': worker(),
  });

  test.each([
    ['ES modules', 'module', 'before it', [...REGISTER, ...TSX]],
    ['ES modules', 'module', 'after it', [...TSX, ...REGISTER]],
    ['CommonJS', 'commonjs', 'before it', [...REGISTER, ...TSX]],
    ['CommonJS', 'commonjs', 'after it', [...TSX, ...REGISTER]],
  ])('%s (%s), registered %s', async (_kind, type, when, given) => {
    const here = project(`tsx-${type}-${when.replace(' ', '-')}`, files(type));
    const [ours, plain] = await Promise.all([given, TSX].map((each) => node(first, here, [...each, ...RECORD, 'main.ts'])));
    expect([ours, plain]).toEqual([connected(), broken()]);
  }, 60_000);
});
