/**
 * Vitest through the Vite plugin, from the packed tarball in a folder outside the repository, with the
 * snippet that docs/hosts.md shows: a test with a worker in it sees one trace, and fails without the plugin.
 */
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { remove, write } from '../harness/adoption.js';
import { edit, workshop } from '../harness/bundlers.js';
import { ROOT } from '../harness/fixture.js';
import { hookedNodes, node } from '../harness/node-host.js';
import { packedPackage } from '../harness/packed.js';
import type { Program } from '../harness/versions.js';

const [first] = hookedNodes() as readonly [Program];
const packed = packedPackage();
let folder: string;

beforeAll(() => {
  folder = workshop(packed.tarball);
}, 60_000);

afterAll(() => remove(folder));

function project(name: string): string {
  const app = join(folder, name);
  cpSync(join(ROOT, 'fixtures/projects/hosts/vitest'), app, { recursive: true });
  return app;
}

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly { readonly assertionResults: readonly { readonly failureMessages: readonly string[] }[] }[];
}

async function vitest(app: string, ...args: string[]): Promise<Report> {
  const { stdout, stderr } = await node(first, app, ['../node_modules/vitest/vitest.mjs', 'run', '--reporter=json', '--outputFile=report.json', ...args]);
  try {
    return JSON.parse(readFileSync(join(app, 'report.json'), 'utf8')) as Report;
  } catch {
    throw new Error(`${stdout}${stderr}`);
  }
}

/** Channels between Vitest and what it runs tests in; a port of the test's own beside them. */
const CHANNELS = `
import { MessageChannel, parentPort } from 'node:worker_threads';
import { trace } from '@opentelemetry/api';
import { expect, test } from 'vitest';
import './tracing.ts';

test('Vitest goes on hearing what it runs, and a port of the test carries the context', async () => {
  const { port1, port2 } = new MessageChannel();
  const heard = new Promise((resolve) => port2.once('message', (message) => resolve([message, trace.getActiveSpan()?.spanContext().traceId])));
  const traceId = trace.getTracer('test').startActiveSpan('request', (span) => {
    parentPort?.on('message', () => undefined);
    process.on('message', () => undefined);
    port1.postMessage({ question: 6 });
    span.end();
    return span.spanContext().traceId;
  });
  expect(await heard).toEqual([{ question: 6 }, traceId]);
  port1.close();
});
`;

test.each(['forks', 'threads', 'vmThreads'])('connects what a test has a worker do, in the pool of %s', async (pool) => {
  const app = project(pool);
  write(app, { 'src/channels.test.ts': CHANNELS });
  expect(await vitest(app, '--pool', pool)).toMatchObject({ numPassedTests: 2, numFailedTests: 0 });
}, 60_000);

test('does not without the plugin', async () => {
  const app = project('plain');
  edit(join(app, 'vitest.config.ts'), (text) => text.replace('plugins: [baton()],', '').replace(/test: \{.*\},/, ''));
  const { numFailedTests, testResults } = await vitest(app);
  expect(numFailedTests).toBe(1);
  expect(testResults[0]?.assertionResults[0]?.failureMessages[0]).toMatch(/^AssertionError: expected '[\da-f]{32}' to be '[\da-f]{32}'/);
}, 60_000);
