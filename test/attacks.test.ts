/**
 * Hostile input. Every case in `fixtures/attacks/` is an application that is compiled, with an
 * attacker that is not: its output and its trace are those in `output.txt` and `trace.txt`, and it
 * ends as without us. The scenarios post by hand, in one process, all that they can think of.
 *
 * `UPDATE=1 npx jest test/attacks.test.ts` rewrites the two files. Read the diff.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { compile } from './harness/compile.js';
import { ROOT, type CaseSettings, type Fixture } from './harness/fixture.js';
import { BUILD, linkPackage, run, writeEmitted, type Run } from './harness/run.js';
import { describeScenario } from './runtime/scenario.js';

// As a consumer has it: the built package.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { default: transformer } = require(join(ROOT, 'dist/cjs/transformer/index.js')) as typeof import('../transformer/index.js');

interface Attack extends CaseSettings {
  /** How often we tell `diag` something. */
  readonly warnings?: number;
}

const FOLDER = join(ROOT, 'fixtures/attacks');
const UPDATE = process.env['UPDATE'] === '1';

linkPackage(join(ROOT, 'build'));

function readAttack(name: string): Fixture & { readonly settings: Attack } {
  const folder = join(FOLDER, name);
  const files = readdirSync(folder);
  return {
    name: `attacks/${name}`,
    family: 'attacks',
    folder,
    settings: JSON.parse(readFileSync(join(folder, 'case.json'), 'utf8')) as Attack,
    sources: files.filter((file) => file.endsWith('.ts')),
    assets: files.filter((file) => /\.(?:mjs|sh)$/.test(file)),
  };
}

function runWith(attack: Fixture, transformed: boolean): Run {
  const outDir = join(BUILD, attack.name, transformed ? 'connected' : 'plain');
  writeEmitted(attack, outDir, compile(ts, attack, outDir, (program) => (transformed ? [transformer(program, attack.settings.options ?? {}, { ts })] : [])));
  return run(outDir, attack.settings.main ?? 'main.js', attack.settings.env);
}

function expectFile(file: string, text: string): void {
  if (UPDATE) writeFileSync(file, text);
  expect(text).toBe(existsSync(file) ? readFileSync(file, 'utf8') : undefined);
}

const attacks = readdirSync(FOLDER, { withFileTypes: true }).filter((each) => each.isDirectory());

describe.each(attacks.map(({ name }) => [name, readAttack(name)] as const))('%s', (_, attack) => {
  let plain: Run;
  let ours: Run;

  beforeAll(() => {
    plain = runWith(attack, false);
    ours = runWith(attack, true);
  });

  test('ends as without us', () => {
    const isOurs = (line: string): boolean => line.startsWith('otel-baton');
    const lines = ours.stderr.split('\n');
    expect({ status: ours.status, stderr: lines.filter((line) => !isOurs(line)).join('\n') }).toEqual({ status: plain.status, stderr: plain.stderr });
    expect(plain.status).toBe(0);
    expect(lines.filter(isOurs)).toHaveLength(attack.settings.warnings ?? 0);
  });

  test('takes each message once', () => {
    expect(ours.stdout.split('\n')).toHaveLength(plain.stdout.split('\n').length);
  });

  test('prints what it should', () => expectFile(join(attack.folder, 'output.txt'), ours.stdout));

  test('has the trace that it should', () => expectFile(join(attack.folder, 'trace.txt'), ours.trace));
});

const folder = join(__dirname, 'runtime/scenarios/attacks');

for (const setup of ['the SDK', 'no propagator', 'another propagator', 'no context manager', 'a simple context manager', 'no SDK']) {
  describeScenario(`hostile messages, ${setup}`, 'table.mjs', { folder, env: { SETUP: setup } });
}
describeScenario('hostile messages of a generator', 'random.mjs', { folder });
describeScenario('from hop to hop', 'hops.mjs', { folder });
describeScenario('a polluted prototype', 'polluted.mjs', { folder });
describeScenario('a polluted prototype of the environment', 'polluted-environment.mjs', { folder });
for (const serialization of ['json', 'advanced']) {
  describeScenario(`hostile messages between processes, ${serialization}`, 'processes.mjs', { folder, env: { SERIALIZATION: serialization } });
}
