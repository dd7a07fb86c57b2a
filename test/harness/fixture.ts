/** A fixture: a folder `fixtures/<family>/<case>/` with sources, what they must be emitted as and the trace they must make (`trace.txt`; `alone.txt` without us). */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type ts from 'typescript';

export const ROOT = join(__dirname, '../..');
const FIXTURES = join(ROOT, 'fixtures');

/** Folders that drivers of their own read. */
const NOT_FAMILIES = new Set(['projects', 'attacks', 'doctor']);

/** `case.json`; all of it can be left out. */
export interface CaseSettings {
  /** What the case shows, one sentence. */
  readonly shows?: string;
  /** As in a tsconfig. */
  readonly compilerOptions?: Readonly<Record<string, unknown>>;
  /** The plugin's options. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** `syntax`: as in `transpileModule`, without a program. */
  readonly resolver?: 'checker' | 'syntax';
  /** The emitted module to run; `main.js` by default. `null`: emitted, not run. */
  readonly main?: string | null;
  /** Environment of the run: `SDK`, `PROPAGATOR` and `MANAGER` choose what each thread registers. */
  readonly env?: Readonly<Record<string, string>>;
  /** Lowest Node major version that has what the case uses. */
  readonly node?: number;
  /** Lowest TypeScript version that compiles it. */
  readonly typescript?: number;
  /** The trace is the same with and without us, or from this Node major version on: the case shows that no harm is done. */
  readonly sameTrace?: boolean | number;
}

export interface Fixture {
  readonly name: string;
  readonly family: string;
  readonly folder: string;
  readonly settings: CaseSettings;
  /** Compiled sources, relative to the folder. */
  readonly sources: readonly string[];
  /** Files that are copied as they are: peers that are not compiled. */
  readonly assets: readonly string[];
}

const isSource = (file: string): boolean => /(?<!\.d)\.[cm]?tsx?$/.test(file);

export function families(): readonly string[] {
  return readdirSync(FIXTURES).filter((family) => !NOT_FAMILIES.has(family));
}

export function fixtures(family: string): readonly Fixture[] {
  return readdirSync(join(FIXTURES, family)).map((each) => readFixture(family, each));
}

function readFixture(family: string, each: string): Fixture {
  const name = `${family}/${each}`;
  const folder = join(FIXTURES, name);
  const settings = existsSync(join(folder, 'case.json')) ? (JSON.parse(readFileSync(join(folder, 'case.json'), 'utf8')) as CaseSettings) : {};
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.\w+$/.test(file) && !/^(?:expected\/|case\.json|trace\.txt|alone\.txt)/.test(file));
  return { name, family, folder, settings, sources: files.filter(isSource), assets: files.filter((file) => !isSource(file)) };
}

/** The tsconfig of a case: a Node ES module project, and what the case says. */
export function compilerOptions(compiler: typeof ts, fixture: Fixture, outDir: string): ts.CompilerOptions {
  const { options, errors } = compiler.convertCompilerOptionsFromJson(
    {
      target: 'es2022', module: 'nodenext', moduleResolution: 'nodenext', lib: ['es2023'], types: ['node'], strict: true, sourceMap: true,
      skipLibCheck: true, newLine: 'lf', rootDir: fixture.folder, outDir, ...fixture.settings.compilerOptions,
    },
    fixture.folder,
  );
  if (errors.length) throw new Error(compiler.formatDiagnostics(errors, { getCanonicalFileName: (file) => file, getCurrentDirectory: () => ROOT, getNewLine: () => '\n' }));
  return options;
}

/** Whether the trace is the same with and without us on this Node. */
export function isSameTrace({ sameTrace = false }: CaseSettings, major: number): boolean {
  return typeof sameTrace === 'number' ? major >= sameTrace : sameTrace;
}
