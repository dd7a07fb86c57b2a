/** What each host calls makes the same transformer. */
import { join } from 'node:path';
import ts from 'typescript';
import { compile, type Emitted } from '../harness/compile.js';
import { fixtures, ROOT } from '../harness/fixture.js';
import { transform } from '../harness/fixture-suite.js';

// eslint-disable-next-line @typescript-eslint/no-require-imports
const entries = require(join(ROOT, 'dist/cjs/transformer/index.js')) as typeof import('../../transformer/index.js');

const fixture = fixtures('worker-message').find(({ name }) => name === 'worker-message/round-trip');
if (!fixture) throw new Error('worker-message/round-trip is gone');
const outDir = join(ROOT, 'build/entries');
const expected = Object.fromEntries(transform(ts, fixture, outDir));

const by = (make: (program: ts.Program) => ts.TransformerFactory<ts.SourceFile>): Emitted => compile(ts, fixture, outDir, (program) => [make(program)]);

test.each([
  ['Nest CLI', by((program) => entries.before(undefined, program))],
  ['ts-jest', by((program) => entries.factory({ program }))],
  ['ts-loader', by((program) => entries.default(program))],
  ['ts-loader, which says how to get the program', by((program) => entries.default(() => program))],
] as const)('%s', (_, emitted) => {
  expect(Object.fromEntries(emitted)).toEqual(expected);
});

test('a file that another copy of TypeScript has parsed is refused by name', () => {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const other = require('typescript-5.4') as typeof ts;
  const transformer = entries.default(undefined, {}, { ts: other });
  const emit = (): unknown => ts.transpileModule('export const port = 1;', { fileName: 'port.ts', transformers: { before: [transformer] } });
  expect(emit).toThrow(/otel-baton: port\.ts was parsed by another copy of TypeScript than 5\.4\.5, .*transformer\(program, options, \{ ts \}\)/);
});
