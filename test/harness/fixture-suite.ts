/**
 * Every fixture of a family, in this order: it is emitted as expected; it parses; it maps; applying
 * us twice is applying us once; it runs and the trace is whole; without us it is not, and is what
 * `alone.txt` says, if that is there; its own output is the same.
 *
 * `UPDATE=1 npx jest test/fixtures` rewrites `expected/` and `trace.txt`, `UPDATE=emit` the former
 * only, and `ONLY=words` limits it to some cases. Read the diff.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'acorn';
import ts60 from 'typescript';
import type ts from 'typescript';
import { compile, compileText, recompile, transpile, type Emitted } from './compile.js';
import { compilerOptions, fixtures, isSameTrace, ROOT, type Fixture } from './fixture.js';
import { lostNames, mappedNames, type MappedName, type Reading } from './mapping.js';
import { tokens } from './tokens.js';
import { BUILD, linkPackage, run, writeEmitted } from './run.js';
import { ALL_VERSIONS, majorOf, VERSIONS } from './versions.js';

// As a consumer has it: the built package.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { default: transformer } = require(join(ROOT, 'dist/cjs/transformer/index.js')) as typeof import('../../transformer/index.js');
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { createTextTransform } = require(join(ROOT, 'dist/cjs/transformer/text-transform.js')) as typeof import('../../transformer/text-transform.js');
/** The other compilers of the table that run transformers. */
const OTHERS = VERSIONS.typescript.tested.filter(({ package: folder, version }) => folder !== 'typescript' && majorOf(version) < 7);

const UPDATE_EMIT = process.env['UPDATE'] !== undefined;
const UPDATE_TRACE = process.env['UPDATE'] === '1';
const ONLY = process.env['ONLY'];
const [major = 0] = process.versions.node.split('.').map(Number);

linkPackage(join(ROOT, 'build'));

const scripts = (emitted: Emitted): readonly string[] => [...emitted.keys()].filter((file) => /\.[cm]?jsx?$/.test(file)).sort();

const namesIn = (emitted: Emitted, file: string, reading?: Reading): readonly MappedName[] => mappedNames(emitted.get(file) as string, emitted.get(`${file}.map`) as string, reading);

export function transform(compiler: typeof ts60, fixture: Fixture, outDir: string, times = 1): Emitted {
  const make = (program?: ts.Program): ts.TransformerFactory<ts.SourceFile>[] =>
    Array.from({ length: times }, () => transformer(program, fixture.settings.options ?? {}, { ts: compiler }));
  return fixture.settings.resolver === 'syntax' ? transpile(compiler, fixture, outDir, make()) : compile(compiler, fixture, outDir, make);
}

export function plainly(compiler: typeof ts60, fixture: Fixture, outDir: string): Emitted {
  return fixture.settings.resolver === 'syntax' ? transpile(compiler, fixture, outDir, []) : compile(compiler, fixture, outDir);
}

export const isTransformed = (emitted: Emitted): boolean => scripts(emitted).some((file) => emitted.get(file)?.includes('otel-baton/runtime'));

/** What the programs of a family talk to. */
export interface Service {
  /** What is not installed, and how to get it; without it the programs are not run. */
  readonly missing: string | undefined;
  /** It is an error if it is missing. */
  readonly isRequired: boolean;
  start(): Promise<void>;
  stop(): void;
  /** The environment by which a program finds it; asked for each run. */
  env(): Readonly<Record<string, string>>;
}

/** @param family The folder below `fixtures/`. */
export function describeFamily(family: string, service?: Service): void {
  if (service?.missing === undefined) {
    beforeAll(() => service?.start());
    afterAll(() => service?.stop());
  } else {
    const { missing, isRequired } = service;
    if (!isRequired) process.stderr.write(`The programs of ${family} are not run: ${missing}.\n`);
    test('what its programs talk to is there', () => expect(isRequired ? missing : undefined).toBeUndefined());
  }
  const chosen = fixtures(family).filter(({ name }) => ONLY === undefined || name.includes(ONLY));
  // A family of which nothing is chosen has a test all the same.
  if (!chosen.length) test.todo(`nothing of ${family} is chosen`);
  for (const fixture of chosen) describe(fixture.name, () => describeFixture(fixture, service));
}

function describeFixture(fixture: Fixture, service?: Service): void {
  const plainDir = join(BUILD, fixture.name, 'plain');
  const ourDir = join(BUILD, fixture.name, 'connected');
  let plain: Emitted;
  let ours: Emitted;

  beforeAll(() => {
    plain = plainly(ts60, fixture, plainDir);
    ours = transform(ts60, fixture, ourDir);
    writeEmitted(fixture, plainDir, plain);
    writeEmitted(fixture, ourDir, ours);
  });

  test('is emitted as expected', () => {
    if (UPDATE_EMIT) rmSync(join(fixture.folder, 'expected'), { recursive: true, force: true });
    for (const file of scripts(ours)) {
      const expected = join(fixture.folder, 'expected', file);
      // A file in which nothing is rewritten is what the compiler makes of it.
      if (ours.get(file) === plain.get(file)) {
        expect(existsSync(expected)).toBe(false);
        continue;
      }
      if (UPDATE_EMIT) {
        mkdirSync(dirname(expected), { recursive: true });
        writeFileSync(expected, ours.get(file) as string);
      }
      expect(ours.get(file)).toBe(readFileSync(expected, 'utf8'));
    }
  });

  const others = OTHERS.filter(({ version, quick }) => (ALL_VERSIONS || !quick || quick.includes(fixture.family)) && Number.parseFloat(version) >= (fixture.settings.typescript ?? 0));
  test.each(others)('is emitted by TypeScript $version with the same calls', ({ package: folder }) => {
    const calls = (emitted: Emitted): readonly string[] => scripts(emitted).flatMap((file) => emitted.get(file)?.match(/\bbaton\w*\(|\bbaton\.\w+\(/g) ?? []);
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    expect(calls(transform(require(folder) as typeof ts60, fixture, ourDir))).toEqual(calls(ours));
  });

  test('is the same code, and maps every name, when its text is rewritten', () => {
    const rewritten = compileText(ts60, fixture, ourDir, (program) => createTextTransform(fixture.settings.options, { compiler: ts60, ...(program && { program }) }));
    for (const file of scripts(ours)) {
      expect({ file, tokens: tokens(rewritten.get(file) as string) }).toEqual({ file, tokens: tokens(ours.get(file) as string) });
      // `exports` is the compiler's, where the source says `export`.
      const names = namesIn(plain, file).filter(({ text }) => text !== 'exports');
      expect(lostNames(names, namesIn(rewritten, file, { withStrings: true, isReduced: true }))).toEqual([]);
    }
  });

  test('parses', () => {
    for (const file of scripts(ours)) {
      const isModule = /^(?:import|export)\b/m.test(ours.get(file) as string);
      parse(ours.get(file) as string, { ecmaVersion: 'latest', sourceType: isModule ? 'module' : 'script', allowHashBang: true, allowReturnOutsideFunction: true });
    }
  });

  test('maps every name to where it stands in the source', () => {
    for (const file of scripts(ours)) expect(lostNames(namesIn(plain, file), namesIn(ours, file, { withStrings: true }))).toEqual([]);
  });

  test('is the same when the plugin is listed twice', () => {
    expect(Object.fromEntries(transform(ts60, fixture, ourDir, 2))).toEqual(Object.fromEntries(ours));
  });

  test('is left alone when it is transformed again', () => {
    const options = compilerOptions(ts60, fixture, ourDir);
    const again = (before: (program: ts.Program) => ts.TransformerFactory<ts.SourceFile>[]): Emitted => recompile(ts60, ours, ourDir, options, before);
    const twice = again((program) => [transformer(program, fixture.settings.options ?? {}, { ts: ts60 })]);
    const untouched = again(() => []);
    // Files of ours only: one in which nothing was rewritten has not been ours yet.
    for (const file of scripts(ours)) if (ours.get(file) !== plain.get(file)) expect(twice.get(file)).toBe(untouched.get(file));
  });

  if (fixture.settings.main !== null && major >= (fixture.settings.node ?? 0)) {
    (service?.missing === undefined ? test : test.skip)('runs, is connected, and is not without us', () => {
      const main = fixture.settings.main ?? 'main.js';
      const connected = run(ourDir, main, { ...fixture.settings.env, ...service?.env() });
      const broken = run(plainDir, main, { ...fixture.settings.env, ...service?.env() });
      expect({ stderr: connected.stderr, status: connected.status }).toEqual({ stderr: broken.stderr, status: broken.status });
      expect(connected.stdout).toBe(broken.stdout);
      const expected = join(fixture.folder, 'trace.txt');
      if (UPDATE_TRACE) writeFileSync(expected, connected.trace);
      expect(connected.trace).toBe(readFileSync(expected, 'utf8'));
      if (isTransformed(ours) && !isSameTrace(fixture.settings, major)) expect(broken.trace).not.toBe(connected.trace);
      else expect(broken.trace).toBe(connected.trace);
      const alone = join(fixture.folder, 'alone.txt');
      if (existsSync(alone)) {
        if (UPDATE_TRACE) writeFileSync(alone, broken.trace);
        expect(broken.trace).toBe(readFileSync(alone, 'utf8'));
      }
    });
  }
}
