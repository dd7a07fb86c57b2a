/** What is told of each crossing at run time: in a line each, on a channel, and in counters. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { emptyFolder, ENVIRONMENT, link, remove } from '../harness/adoption.js';
import { buildDemo, placePackage, runBuilt } from '../harness/demo.js';
import { ROOT } from '../harness/fixture.js';
import { describeScenario } from './scenario.js';

describeScenario('crossings that are observed', 'crossings.mjs');

const PROGRAMS = join('test', 'runtime', 'scenarios', 'debug');

function run(program: string, env: Readonly<Record<string, string>>, ...args: readonly string[]): { stdout: string; lines: readonly string[] } {
  const { stdout, stderr } = spawnSync(process.execPath, [...args, program], { cwd: ROOT, encoding: 'utf8', timeout: 60_000, env: { ...ENVIRONMENT, ...env } });
  return { stdout, lines: stderr.split('\n').filter(Boolean) };
}

/** Without what differs from run to run: the processes are named in the order in which they speak, as are the traces. */
function comparable(lines: readonly string[]): readonly string[] {
  const [processes, traces] = [new Map<string, string>(), new Map<string, string>()];
  const named = (names: Map<string, string>, key: string, letters: string): string => {
    if (!names.has(key)) names.set(key, letters[names.size] ?? key);
    return names.get(key) as string;
  };
  return lines.map((line) =>
    line
      .replace(/process (\d+)/, (_, pid: string) => `process ${named(processes, pid, 'PQRS')}`)
      .replace(/([\da-f]{8})…\/[\da-f]{8}…/g, (_, trace: string) => named(traces, trace, 'ABCDEFGH'))
      .replaceAll(`${PROGRAMS}/`, ''),
  );
}

const START = 'start the OpenTelemetry SDK in this worker with --import ./tracing.js';
const NOTHING_CAME = 'no context came; it runs in that of whoever made what it came through';
const AT_WORKER = 'at delivery, heard since lazy-worker.cjs:5:1';
const AT_MAIN = 'at delivery, heard since lazy.cjs:19:5';

/** Each thread's lines are in order; between threads there is none. */
const LAZY = [
  'otel-baton: process P, worker 1: LOST  worker_threads message, received: A → none ' + `${AT_WORKER}: no context manager is registered; ${START}`,
  'otel-baton: process P, worker 1: LOST  worker_threads message, received: B → none ' + `${AT_WORKER}: no context manager is registered; ${START}`,
  `otel-baton: process P, worker 1: LOST  worker_threads start-up, received: A → none at delivery: no context manager is registered; ${START}`,
  `otel-baton: process P: STALE worker_threads message, received: none → A ${AT_MAIN}: ${NOTHING_CAME}`,
  `otel-baton: process P: STALE worker_threads message, received: none → A ${AT_MAIN}: ${NOTHING_CAME}`,
  'otel-baton: process P: ok    worker_threads message, sent: A → A at lazy.cjs:21:22',
  'otel-baton: process P: ok    worker_threads message, sent: B → B at lazy.cjs:21:22',
  'otel-baton: process P: ok    worker_threads start-up, sent: A → A at lazy.cjs:18:14',
];

describe('a worker without an SDK that is made in one request and answers in another one, by require', () => {
  test('is told line by line where OTEL_BATON_DEBUG=1', () => {
    const { stdout, lines } = run(join(PROGRAMS, 'lazy.cjs'), { OTEL_BATON_DEBUG: '1' });
    expect([...comparable(lines)].sort()).toEqual(LAZY);
    expect(stdout).toBe('done\n');
  });

  test.each([
    ['nothing asks', {}],
    ['OTEL_BATON_DEBUG=0, although OpenTelemetry is to speak', { OTEL_BATON_DEBUG: '0', OTEL_LOG_LEVEL: 'debug' }],
    ['OpenTelemetry is to warn only', { OTEL_LOG_LEVEL: 'warn' }],
    ['OpenTelemetry is to speak, but has no logger', { OTEL_LOG_LEVEL: 'DEBUG' }],
  ])('is told nowhere where %s', (_, env) => {
    expect(run(join(PROGRAMS, 'lazy.cjs'), env)).toEqual({ stdout: 'done\n', lines: [] });
  });

  test('is told to diag where OTEL_LOG_LEVEL=debug, and to it alone', () => {
    const logger = join(PROGRAMS, 'logger.cjs');
    const { stdout, lines } = run(join(PROGRAMS, 'lazy.cjs'), { OTEL_LOG_LEVEL: 'debug' }, '--require', `./${logger}`);
    expect(lines).toEqual([]);
    expect(stdout).toContain('debug: otel-baton: ok    worker_threads start-up, sent: ');
    expect(stdout).toContain('debug: otel-baton: STALE worker_threads message, received: ');
    // Warned of without being asked for.
    expect(stdout.match(/warn: otel-baton: a context came; start .*/g)).toEqual([`warn: otel-baton: a context came; ${START}`]);
    const both = run(join(PROGRAMS, 'lazy.cjs'), { OTEL_LOG_LEVEL: 'debug', OTEL_BATON_DEBUG: '1' }, '--require', `./${logger}`);
    expect(both.stdout).not.toContain('STALE');
    expect(both.lines).toHaveLength(LAZY.length);
  });

  test('is warned of once where nobody asks', () => {
    const { stdout } = run(join(PROGRAMS, 'lazy.cjs'), {}, '--require', `./${join(PROGRAMS, 'logger.cjs')}`);
    expect(stdout).toBe(`warn: otel-baton: a context came; ${START}\ndone\n`);
  });
});

test('a worker, a child and a worker of a cluster are told as what they are, by import', () => {
  const { stdout, lines } = run(join(PROGRAMS, 'units.mjs'), { OTEL_BATON_DEBUG: '1' });
  expect(stdout).toBe('done\n');
  const told = comparable(lines).map((line) => /^otel-baton: (.*?): ok {4}(.*): A → A at (?:delivery, heard since )?(.*)$/.exec(line)?.slice(1).join(' | ') ?? line);
  const inUnit = (unit: string): readonly string[] => told.filter((line) => line.startsWith(`${unit} | `)).map((line) => line.slice(unit.length + 3));
  expect(inUnit('process P')).toEqual([
    'worker_threads start-up, sent | units.mjs:17:18',
    'worker_threads message, sent | units.mjs:18:22',
    'worker_threads message, received | units.mjs:19:27',
    'child process start-up, sent | units.mjs:21:43',
    'child process message, sent | units.mjs:22:14',
    'child process message, received | units.mjs:23:27',
    'cluster start-up, sent | units.mjs:26:56',
    'cluster message, received | units.mjs:26:56',
    'cluster message, sent | units.mjs:29:13',
  ]);
  expect(inUnit('process P, worker 1')).toEqual(['worker_threads start-up, received | delivery', 'worker_threads message, received | units.mjs:36:3', 'worker_threads message, sent | units.mjs:36:68']);
  expect(inUnit('process Q')).toEqual(['child process start-up, received | delivery', 'child process message, received | units.mjs:43:3', 'child process message, sent | units.mjs:43:55']);
  expect(inUnit('process R')).toEqual(['cluster start-up, received | delivery', 'cluster message, sent | units.mjs:40:23', 'cluster message, received | units.mjs:39:3']);
});

/** Of three orders, by line of the source. */
const DEMO = Object.entries({
  'child process message, received at delivery, heard since src/printer.ts:13': 3,
  'child process message, received at delivery, heard since src/receipts.ts:14': 3,
  'child process message, sent at src/printer.ts:18': 3,
  'child process message, sent at src/receipts.ts:23': 3,
  'child process start-up, received at delivery': 1,
  'child process start-up, sent at src/receipts.ts:13': 1,
  'detached task, run handed over at src/service.ts:41': 3,
  'worker_threads message, received at delivery, heard since src/calculator.ts:15': 6,
  'worker_threads message, received at delivery, heard since src/worker.ts:22': 6,
  'worker_threads message, sent at src/service.ts:25': 3,
  'worker_threads message, sent at src/service.ts:33': 3,
  'worker_threads message, sent at src/worker.ts:30': 6,
  'worker_threads start-up, received at delivery': 1,
  'worker_threads start-up, sent at src/calculator.ts:14': 1,
}).flatMap(([line, count]) => Array.from({ length: count }, () => line));

test('the demo prints the same, and each hand-over is ok at its place in the sources', () => {
  const folder = join(ROOT, 'build/debug');
  const { connected } = buildDemo(folder, undefined, ['--sourceMap']);
  const silent = runBuilt(connected, process.execPath);
  const told = runBuilt(connected, process.execPath, [], { OTEL_BATON_DEBUG: '1' });
  expect(silent).toEqual({ status: 0, stdout: expect.stringContaining('order 3: ') as string, stderr: '' });
  expect(told).toEqual({ ...silent, stderr: expect.any(String) as string });

  const lines = comparable(told.stderr.split('\n').filter(Boolean)).map((line) => line.replace(`${join(folder, 'demo')}/`, ''));
  // Sources that lie above the working directory are named by their whole paths.
  const inShort = lines.map((line) => line.replace(/^.*: ok {4}(.*): ([A-C]) → \2/, '$1').replace(/(:\d+):\d+$/, '$1'));
  expect([...inShort].sort()).toEqual(DEMO);
});

describe('a bundle', () => {
  let project: string;
  /** Where no package is found. */
  let folder: string;

  beforeAll(() => {
    [project, folder] = [emptyFolder(), emptyFolder()];
    placePackage(project);
    for (const name of ['@opentelemetry/api', '@opentelemetry/context-async-hooks']) link(project, name);
  });

  afterAll(() => [project, folder].forEach(remove));

  const PROGRAM = `
import { context, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { enclose } from 'otel-baton/runtime';
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
const span = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 };
console.log(context.with(trace.setSpanContext(ROOT_CONTEXT, span), () => enclose(1)).traceparent);`;

  function runBundle(program: string, options: object, ...args: readonly string[]): { stdout: string; stderr: string } {
    const all = { stdin: { contents: program, resolveDir: project, sourcefile: 'main.mjs' }, absWorkingDir: project, outfile: join(folder, 'out.cjs'), bundle: true, minify: true, platform: 'node', format: 'cjs', ...options };
    const built = spawnSync(process.execPath, ['-e', `require('esbuild').buildSync(${JSON.stringify(all)})`], { cwd: ROOT, encoding: 'utf8', env: ENVIRONMENT });
    if (built.status !== 0) throw new Error(built.stderr);
    const { stdout, stderr } = spawnSync(process.execPath, [...args, 'out.cjs'], { cwd: folder, encoding: 'utf8', env: { ...ENVIRONMENT, OTEL_BATON_DEBUG: '1' } });
    return { stdout, stderr };
  }

  const stdout = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01\n`;

  test('is told once how to be observed, and runs as it does', () => {
    const { stderr, ...rest } = runBundle(PROGRAM, {});
    expect(rest).toEqual({ stdout });
    expect(stderr.match(/Warning: .*/g)).toEqual(['Warning: otel-baton: start Node with --import otel-baton/debug']);
  });

  const TOLD = 'otel-baton: process P: ok    worker_threads message, sent: A → A';

  test('that holds what observes is observed, and without a source map has no sites', () => {
    const { stderr, ...rest } = runBundle(`import 'otel-baton/debug';${PROGRAM}`, {});
    expect({ ...rest, told: comparable(stderr.split('\n').filter(Boolean)) }).toEqual({ stdout, told: [TOLD] });
  });

  test.each([['beside it', true], ['in it', 'inline']])('with a source map %s has them', (_, sourcemap) => {
    const { stderr, ...rest } = runBundle(`import 'otel-baton/debug';${PROGRAM}`, { sourcemap });
    expect({ ...rest, told: comparable(stderr.split('\n').filter(Boolean)).map((line) => line.replace(/at \S*main/, 'at main')) }).toEqual({ stdout, told: [`${TOLD} at main.mjs:7:74`] });
  });

  test('is observed by --import, from wherever that is', () => {
    const { stderr, ...rest } = runBundle(PROGRAM, {}, '--import', pathToFileURL(join(ROOT, 'dist/esm/runtime/debug.js')).href);
    expect({ ...rest, told: comparable(stderr.split('\n').filter(Boolean)) }).toEqual({ stdout, told: [TOLD] });
  });
});
