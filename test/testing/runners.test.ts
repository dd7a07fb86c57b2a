/**
 * jest and Vitest from the packed tarball: a test sees a trace over a worker thread and a child process,
 * fails without the transformer, and type-checks.
 */
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emptyFolder, install, link, remove, write } from '../harness/adoption.js';
import { edit } from '../harness/bundlers.js';
import { ROOT } from '../harness/fixture.js';
import { hookedNodes, node, type Outcome } from '../harness/node-host.js';
import { packedPackage } from '../harness/packed.js';
import type { Program } from '../harness/versions.js';

const PACKAGES = [
  '@opentelemetry/api', '@opentelemetry/sdk-trace-node', '@types/node', '@types/jest', '@jest/globals', 'expect', 'jest', 'vitest', 'typescript', 'ts-patch',
  'magic-string', '@jridgewell/remapping', 'unplugin',
];

const running: Program = { version: process.versions.node, file: process.execPath };
const [hooked] = hookedNodes() as readonly [Program];
const packed = packedPackage();
let folder: string;

beforeAll(() => {
  folder = emptyFolder();
  write(folder, { 'package.json': { private: true } });
  install(folder, packed.tarball);
  for (const name of PACKAGES) link(folder, name);
});

afterAll(() => remove(folder));

function project(runner: string, name: string): string {
  const app = join(folder, name);
  cpSync(join(ROOT, 'fixtures/projects/testing', runner), app, { recursive: true });
  return app;
}

const bin = (file: string): string => join(folder, 'node_modules', file);
const tsc = (app: string): Promise<Outcome> => node(running, app, [bin('typescript/bin/tsc'), '-p', '.', '--noEmit']);
const tspc = (app: string): Promise<Outcome> => node(running, app, [bin('ts-patch/bin/tspc.js'), '-p', '.']);
const jestIn = (app: string): Promise<Outcome> => node(running, app, [bin('jest/bin/jest.js'), '--cacheDirectory', join(folder, 'cache')], { NO_COLOR: '1' });
const vitestIn = (app: string, ...args: readonly string[]): Promise<Outcome> => node(hooked, app, [bin('vitest/vitest.mjs'), 'run', ...args], { NO_COLOR: '1' });

/** What a test says that expects what the transformer does. */
const DRAWN = `
  expected         │ found
  GET /order       │ GET /order
+                  │   receipt
-   worker.receipt │
-     receipt      │
-       print      │
+                  │ print
+                  │ worker.receipt
`;

describe('jest', () => {
  test('sees one trace over a worker thread and a child process', async () => {
    const app = project('jest', 'jest');
    expect(await tspc(app)).toMatchObject({ status: 0, stdout: '' });
    expect(await jestIn(app)).toMatchObject({ status: 0, stderr: expect.stringContaining('1 passed') as string });
  });

  test('sees several without the transformer, and draws them', async () => {
    const app = project('jest', 'jest-plain');
    edit(join(app, 'tsconfig.json'), (text) => text.replace(/,\n.*otel-baton.*/, ''));
    expect(await tspc(app)).toMatchObject({ status: 0 });
    const { status, stderr } = await jestIn(app);
    expect(status).toBe(1);
    expect(outdented(stderr)).toContain(DRAWN);
  });

  test('says what to do where there is no expect', async () => {
    const app = project('jest', 'jest-early');
    write(app, { 'dist/order.test.js': "test('nothing', () => undefined);", 'dist/setup.js': "require('otel-baton/testing/jest');" });
    edit(join(app, 'jest.config.js'), (text) => text.replace('setupFilesAfterEnv', 'setupFiles'));
    expect(await jestIn(app)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('otel-baton/testing: there is no `expect` that could be taught the matchers. Load this module by `setupFilesAfterEnv`, not by `setupFiles`') as string,
    });
  });

  test.each(['jest', '@jest/globals'])('has the types of the matchers, in the globals of %s', async (name) => {
    const app = project('jest', `types-of-${name.replace(/\W/g, '')}`);
    await expectTypes(app, name === 'jest' ? '' : `import { expect } from '${name}';\n`);
  });
});

describe('Vitest', () => {
  test.each(['forks', 'threads', 'vmThreads'])('sees one trace over a worker thread and a child process, in the pool of %s', async (pool) => {
    const app = project('vitest', pool);
    expect(await vitestIn(app, '--pool', pool)).toMatchObject({ status: 0, stdout: expect.stringContaining('1 passed') as string });
  });

  test('sees several without the transformer, and draws them', async () => {
    const app = project('vitest', 'vitest-plain');
    edit(join(app, 'vitest.config.ts'), (text) => text.replace('plugins: [baton()],', '').replace(/, execArgv: .*\]/, ''));
    const { status, stderr } = await vitestIn(app);
    expect(status).toBe(1);
    expect(outdented(stderr)).toContain(DRAWN);
  });

  test('teaches the global expect the matchers, too', async () => {
    const app = project('vitest', 'vitest-globals');
    edit(join(app, 'src/order.test.ts'), (text) => text.replace("import { afterAll, expect, test } from 'vitest';\n", ''));
    expect(await vitestIn(app, '--globals')).toMatchObject({ status: 0 });
  });

  test('has the types of the matchers', async () => {
    await expectTypes(project('vitest', 'types-of-vitest'), "import { expect } from 'vitest';\n");
  });
});

/** As it is where nothing around it indents it. */
const outdented = (text: string): string => text.replace(/^ {4}(?=[ +-] )/gm, '').replace(/[ \t]+$/gm, '');

/** A file that compiles, and one that has an error in each line. */
async function expectTypes(app: string, imports: string): Promise<void> {
  const start = `import type { ReadableSpan } from '@opentelemetry/sdk-trace-node';\nimport type { Span } from '@opentelemetry/api';\nimport { collectSpans, renderTraceTree } from 'otel-baton/testing';\n${imports}declare const finished: readonly ReadableSpan[], live: Span;\nconst spans = collectSpans().spans();\n`;
  const right = [
    'expect(finished[0]).toBeChildOf(live);',
    'expect(live).not.toBeChildOf(finished.find((span) => span.name));',
    'expect(spans[0]).toBeChildOf(live.spanContext());',
    'expect(live).toShareTraceWith(spans[0]);',
    'expect(live).toBeRoot();',
    "expect(finished).toFormTree('a', { attributes: ['b'], ids: true });",
    'renderTraceTree(finished); renderTraceTree(spans);',
  ];
  const wrong = ['expect(live).toBeChildOf(6);', "expect(live).toBeChildOf({ traceId: 'a' });", 'expect(live).toShareTraceWith();', 'expect(live).toBeRoot(live);', 'expect(spans).toFormTree();', "expect(spans).toFormTree('a', { depth: 1 });", 'renderTraceTree([live]);'];
  writeFileSync(join(app, 'src/right.ts'), `${start}${right.join('\n')}\n`);
  expect(await tsc(app)).toMatchObject({ status: 0, stdout: '' });
  writeFileSync(join(app, 'src/wrong.ts'), `${start}${wrong.join('\n')}\n`);
  const { stdout } = await tsc(app);
  const first = start.split('\n').length;
  expect([...stdout.matchAll(/^src\/(\w+)\.ts\((\d+),/gm)].map(([, file, line]) => `${file} ${line}`)).toEqual(wrong.map((_, index) => `wrong ${first + index}`));
}
