/** A real exporter: OTLP over HTTP from the main thread, a worker and a forked process, by the `tracing.ts` of the README. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, consumer, INSTALLED, link, remove, type Compiler } from './harness/adoption.js';
import { ROOT } from './harness/fixture.js';
import { node, replacing, type Change } from './harness/host.js';
import { otlpReceiver, type Receiver } from './harness/otlp-receiver.js';
import { packedPackage } from './harness/packed.js';
import { renderTrace } from './harness/trace-tree.js';

const CONNECTED = `GET /order
  digest
    digest.reply
    receipt
      receipt.reply
`;
const BROKEN = ['GET /order', 'digest', 'digest.reply', 'receipt', 'receipt.reply'].map((name) => `${name}\n`).join('');

const packed = packedPackage();
let folder: string;
let receiver: Receiver;

beforeAll(async () => {
  receiver = await otlpReceiver();
  folder = consumer(INSTALLED, packed.tarball);
  for (const name of ['@opentelemetry/exporter-trace-otlp-http', '@opentelemetry/sdk-trace-node']) link(folder, name);
}, 60_000);

afterAll(() => {
  receiver.close();
  remove(folder);
});

interface Variant {
  readonly change?: Change;
  readonly env?: Readonly<Record<string, string>>;
}

/** Build and run the project, and tell what was exported. */
async function exportsOf(compiler: Compiler, name: string, { change = (_, text) => text, env = {} }: Variant = {}) {
  const project = join(folder, name);
  cpSync(join(ROOT, 'fixtures/projects/otlp'), project, { recursive: true });
  for (const file of ['src/tracing.ts', 'src/main.ts']) writeFileSync(join(project, file), change(file, readFileSync(join(project, file), 'utf8')));
  expect(await build(folder, name, compiler, '--skipLibCheck')).toEqual({ status: 0, output: '' });
  const ran = await node(project, ['dist/main.js'], { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint, ...env });
  expect(ran).toEqual({ status: 0, stdout: expect.stringMatching(/^receipt [\da-f]{8}\n$/) as string, stderr: '' });
  return receiver.take();
}

test('three units export one trace', async () => {
  const exports = await exportsOf('tspc', 'connected');
  expect(exports.length).toBe(3);
  const spans = exports.flat();
  expect(renderTrace(spans)).toBe(CONNECTED);
  expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
});

test('without the transformer each unit exports traces of its own', async () => {
  const exports = await exportsOf('tsc', 'plain');
  expect(exports.length).toBe(3);
  const spans = exports.flat();
  expect(renderTrace(spans)).toBe(BROKEN);
  expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(5);
});

test('what is not shut down takes its last batch along', async () => {
  const change = replacing('src/tracing.ts', "process.once('beforeExit', () => void provider.shutdown());\n", '');
  expect(await exportsOf('tspc', 'not-shut-down', { change })).toEqual([]);
});

test('what does not fit into the queue of its unit is dropped', async () => {
  const change = replacing('src/main.ts', '  span.end();\n', "  for (let i = 0; i < 100; i++) tracer.startSpan('line').end();\n  span.end();\n");
  const lines = async (name: string, env = {}): Promise<number> => (await exportsOf('tspc', name, { change, env })).flat().filter((span) => span.name === 'line').length;
  expect(await lines('burst')).toBe(100);
  expect(await lines('burst-small-queue', { OTEL_BSP_MAX_QUEUE_SIZE: '10', OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '10' })).toBeLessThan(100);
});
