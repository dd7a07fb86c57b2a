/** Spans of this thread, of workers and of child processes in one place, also of those that end at once. */
import { fork, spawnSync, type ForkOptions } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Worker, type WorkerOptions } from 'node:worker_threads';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { AlwaysOffSampler, BasicTracerProvider, type SpanProcessor } from '@opentelemetry/sdk-trace-base';
import { CollectingSpanProcessor, collectSpans, readSpans, type SpanCollector } from '../../runtime/testing/index.js';
import { emptyFolder, remove, write } from '../harness/adoption.js';
import { ROOT } from '../harness/fixture.js';

/** Starts the SDK, with the processor as it is built. */
const RECORD = ['--import', join(ROOT, 'test/harness/record.mjs')];
const VARIABLE = 'OTEL_BATON_SPANS';

const folder = emptyFolder();
afterAll(() => remove(folder));
write(folder, {
  // Whatever it is run in ends while the last span is still being ended.
  'unit.mjs': `
    import { trace } from '@opentelemetry/api';
    const [count, how] = process.argv.slice(2);
    const tracer = trace.getTracer('unit');
    for (let index = 0; index < Number(count); index++) tracer.startSpan('unit ' + index, { attributes: { text: 'ä'.repeat(index) } }).end();
    if (how === 'killed') process.kill(process.pid, 'SIGKILL');
    process.exit();`,
  'instrumented.mjs': `
    import fs from 'node:fs';
    import { trace } from '@opentelemetry/api';
    const { appendFileSync } = fs;
    fs.appendFileSync = (...args) => {
      const span = trace.getTracer('fs').startSpan('appendFileSync');
      appendFileSync(...args);
      span.end();
    };
    trace.getTracer('unit').startSpan('unit').end();`,
  'node_modules/@opentelemetry/api/index.js': `export * from ${JSON.stringify(join(ROOT, 'node_modules/@opentelemetry/api/build/src/index.js'))};`,
  'node_modules/@opentelemetry/api/package.json': { type: 'module', exports: './index.js' },
});

const UNIT = join(folder, 'unit.mjs');
const inWorker = async (count: number, options: WorkerOptions = {}): Promise<void> => void (await once(new Worker(UNIT, { execArgv: RECORD, argv: [count], ...options }), 'exit'));
const inChild = async (count: number, how = '', options: ForkOptions = {}): Promise<void> => void (await once(fork(UNIT, [`${count}`, how], { execArgv: RECORD, ...options }), 'exit'));

/** A tracer of this thread. */
const tracerWith = (sampler?: AlwaysOffSampler) => new BasicTracerProvider({ ...(sampler && { sampler }), spanProcessors: [new CollectingSpanProcessor()] }).getTracer('test');

let collector: SpanCollector;

beforeEach(() => {
  collector = collectSpans();
});

afterEach(() => collector.end());

test('a span is all there when it has ended', () => {
  const tracer = tracerWith();
  const link = { context: { traceId: 'ab'.repeat(16), spanId: 'cd'.repeat(8), traceFlags: 1 }, attributes: { why: 'batch' } };
  const span = tracer.startSpan('GET /a', { kind: SpanKind.SERVER, startTime: 1_000.5, attributes: { route: '/a' }, links: [link] });
  span.setStatus({ code: SpanStatusCode.ERROR, message: 'no' });
  span.end(2_000.25);
  const { traceId, spanId } = span.spanContext();
  expect(collector.spans()).toEqual([
    {
      name: 'GET /a',
      traceId,
      spanId,
      kind: SpanKind.SERVER,
      start: expect.any(Number) as number,
      end: expect.any(Number) as number,
      status: { code: SpanStatusCode.ERROR, message: 'no' },
      attributes: { route: '/a' },
      links: [{ context: { traceId: link.context.traceId, spanId: link.context.spanId }, attributes: { why: 'batch' } }],
      unit: { pid: process.pid, parentPid: process.ppid, threadId: 0, resource: expect.objectContaining({ 'service.name': expect.any(String) as string }) as object },
    },
  ]);
  const [{ start, end } = { start: 0, end: 0 }] = collector.spans();
  expect(end - start).toBeCloseTo(999.75);
  expect(span).toBeRoot();
  expect(collector.spans()[0]).toShareTraceWith(span);
});

test('nothing is lost of units that end at once, or that are killed', async () => {
  await Promise.all([inWorker(40), inChild(30), inChild(20, 'killed')]);
  const units = new Map<string, string[]>();
  for (const { name, unit } of collector.spans()) units.set(`${unit.pid} ${unit.threadId}`, [...(units.get(`${unit.pid} ${unit.threadId}`) ?? []), name]);
  const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `unit ${index}`);
  expect([...units.values()].sort((one, other) => other.length - one.length)).toEqual([names(40), names(30), names(20)]);
  expect(collector.spans().filter(({ unit }) => unit.threadId).every(({ unit }) => unit.pid === process.pid)).toBe(true);
  expect(collector.spans().filter(({ unit }) => unit.pid !== process.pid).every(({ unit }) => unit.parentPid === process.pid)).toBe(true);
});

test('a unit whose environment is given collects where it holds the collector’s', async () => {
  const env = { PATH: process.env['PATH'] };
  await Promise.all([inWorker(1, { env }), inChild(1, '', { env })]);
  expect(collector.spans()).toEqual([]);
  await Promise.all([inWorker(2, { env: { ...env, ...collector.env } }), inChild(3, '', { env: { ...env, ...collector.env } })]);
  expect(collector.spans()).toHaveLength(5);
  // What a test sees of the environment is a copy here, by which it may be given, too.
  await inChild(1, '', { env: { ...process.env } });
  expect(collector.spans()).toHaveLength(6);
});

test('until() waits for a number of spans, or for what is asked of them', async () => {
  const tracer = tracerWith();
  setTimeout(() => ['a', 'b'].forEach((name) => tracer.startSpan(name).end()), 30);
  expect(await collector.until(1)).toEqual(collector.spans());
  expect((await collector.until((spans) => spans.some(({ name }) => name === 'b'))).map(({ name }) => name)).toEqual(['a', 'b']);
});

test('until() does not wait for the clock that a test puts in place of the real one', async () => {
  jest.useFakeTimers();
  try {
    await expect(collector.until(1, { timeout: 20 })).rejects.toThrow('after waiting 20 ms for 1 span, there are these 0');
  } finally {
    jest.useRealTimers();
  }
});

test('until() says in time what there is instead', async () => {
  tracerWith().startSpan('a').end();
  await expect(collector.until(2, { timeout: 0 })).rejects.toThrow(
    'otel-baton/testing: after waiting 0 ms for 2 spans, there are these 1:\n\n  a\n\nIs the SDK started with a CollectingSpanProcessor in each worker and child process? Were they started after the collector? Where their environment is given, does it hold `collector.env`?',
  );
  await expect(collector.until(() => false, { timeout: 0 })).rejects.toThrow('after waiting 0 ms for spans that meet the condition, there are these 1');
});

test('clear() forgets what has ended, and goes on', () => {
  const tracer = tracerWith();
  tracer.startSpan('before').end();
  collector.clear();
  expect(collector.spans()).toEqual([]);
  tracer.startSpan('after').end();
  expect(collector.spans().map(({ name }) => name)).toEqual(['after']);
});

test('after end() nothing is collected, what was is still there, and nothing is left behind', async () => {
  const tracer = tracerWith();
  tracer.startSpan('before').end();
  const env = collector.env;
  collector.end();
  tracer.startSpan('after').end();
  await inChild(1);
  // Those that were told earlier find no folder to write to, and go on.
  await inChild(1, '', { env });
  collector.end();
  expect(collector.spans().map(({ name }) => name)).toEqual(['before']);
  expect(existsSync(join(env[VARIABLE] ?? '', '..'))).toBe(false);
  expect(process.env[VARIABLE]).toBeUndefined();
});

test('a collector in a collector takes over until it ends', () => {
  const tracer = tracerWith();
  const inner = collectSpans();
  tracer.startSpan('inner').end();
  inner.end();
  tracer.startSpan('outer').end();
  expect([inner, collector].map((each) => each.spans().map(({ name }) => name))).toEqual([['inner'], ['outer']]);
});

test('a span that is not sampled is not collected', () => {
  tracerWith(new AlwaysOffSampler()).startSpan('off').end();
  const processor: SpanProcessor = new CollectingSpanProcessor();
  const unsampled = new BasicTracerProvider().getTracer('test').startSpan('recorded only');
  processor.onEnd({ ...unsampled, spanContext: () => ({ ...unsampled.spanContext(), traceFlags: 0 }) } as unknown as Parameters<SpanProcessor['onEnd']>[0]);
  expect(collector.spans()).toEqual([]);
});

test('an instrumented fs makes no spans of what is written', () => {
  const { status, stderr } = spawnSync(process.execPath, [...RECORD, join(folder, 'instrumented.mjs')], { encoding: 'utf8', env: { ...process.env, ...collector.env } });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(collector.spans().map(({ name }) => name)).toEqual(['unit']);
});

test('the spans of a program are read from the file that it was given', async () => {
  const file = join(folder, 'spans.jsonl');
  rmSync(file, { force: true });
  expect(readSpans(file)).toEqual([]);
  await inChild(3, '', { env: { PATH: process.env['PATH'], [VARIABLE]: file } });
  expect(readSpans(file).map(({ name, attributes }) => [name, attributes['text']])).toEqual([['unit 0', ''], ['unit 1', 'ä'], ['unit 2', 'ää']]);
});
