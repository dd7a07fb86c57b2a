/** The programs on which the resolvers are compared: every fixture, and public code bases. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { families, fixtures, ROOT, type Fixture } from '../harness/fixture.js';

/** What `plans.mjs` reads. */
export interface Compared {
  readonly name: string;
  readonly config: string;
  /** The plugin's. */
  readonly options: Readonly<Record<string, unknown>>;
}

const FOLDER = join(ROOT, 'build/equivalence');

/** As fixtures are compiled elsewhere. */
const COMPILER_OPTIONS = {
  target: 'es2022', module: 'nodenext', moduleResolution: 'nodenext', lib: ['es2023'], types: ['node'], strict: true, skipLibCheck: true, rootDir: '.', outDir: './out',
};

/** Packages that ship their TypeScript sources. Those without a version are installed; the others are fetched. */
const CODE_BASES: readonly { readonly name: string; readonly version?: string }[] = [
  { name: 'piscina' },
  { name: 'comlink' },
  { name: '@effect/platform-node-shared', version: '4.0.6' },
  { name: '@grpc/grpc-js', version: '1.14.7' },
  { name: '@stryker-mutator/core', version: '9.6.1' },
  { name: '@temporalio/worker', version: '1.24.0' },
  { name: 'mongodb', version: '7.8.0' },
  { name: 'puppeteer-core', version: '24.43.1' },
  { name: 'rxjs', version: '7.8.2' },
];

/** Copy a fixture to where the native compiler finds it as a project. */
function copyFixture({ name, folder, settings, sources, assets }: Fixture): Compared {
  const copy = join(FOLDER, name);
  rmSync(copy, { recursive: true, force: true });
  for (const file of [...sources, ...assets]) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(folder, file), join(copy, file));
  }
  if (!existsSync(join(copy, 'package.json'))) writeFileSync(join(copy, 'package.json'), '{ "type": "module" }');
  const config = join(copy, 'tsconfig.json');
  writeFileSync(config, JSON.stringify({ compilerOptions: { ...COMPILER_OPTIONS, ...settings.compilerOptions }, files: sources }));
  return { name, config, options: settings.options ?? {} };
}

/** @param every Take only each of so many. */
export function fixtureProjects(every: number): readonly Compared[] {
  const all = families().flatMap((family) => fixtures(family));
  return all.filter((_, i) => i % every === 0).map(copyFixture);
}

/** Projects with tsconfigs of their own: JavaScript of every kind, one that references another, the demonstration. */
export function wholeProjects(): readonly Compared[] {
  const copy = join(FOLDER, 'projects');
  rmSync(copy, { recursive: true, force: true });
  cpSync(join(ROOT, 'fixtures/projects/compared'), copy, { recursive: true });
  cpSync(join(ROOT, 'fixtures/projects/demo'), join(copy, 'demo'), { recursive: true });
  // The declarations of a referenced project are those that it has emitted.
  execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-b', join(copy, 'references/lib')]);
  return [
    { name: 'projects/javascript', config: join(copy, 'javascript/tsconfig.json'), options: {} },
    { name: 'projects/references', config: join(copy, 'references/app/tsconfig.json'), options: {} },
    { name: 'projects/referenced', config: join(copy, 'references/lib/tsconfig.json'), options: {} },
    { name: 'projects/demo', config: join(copy, 'demo/tsconfig.json'), options: {} },
  ];
}

function unpack(name: string, version: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  const archive = execFileSync('npm', ['pack', '--silent', `${name}@${version}`], { cwd: folder, encoding: 'utf8' }).trim();
  execFileSync('tar', ['xzf', archive, '--strip-components=1'], { cwd: folder });
}

/** @param isAll Fetch those that are not installed, too. */
export function codeBases(isAll: boolean): readonly Compared[] {
  return CODE_BASES.filter(({ version }) => isAll || version === undefined).map(({ name, version = 'installed' }) => {
    const folder = join(FOLDER, 'packages', `${name.replace('/', '-')}-${version}`);
    if (version === 'installed') for (const part of ['src', 'package.json']) cpSync(join(ROOT, 'node_modules', name, part), join(folder, part), { recursive: true });
    else if (!existsSync(join(folder, 'src'))) unpack(name, version, folder);
    // Beside the package's own, which says what it is published with.
    const config = join(folder, 'tsconfig.compared.json');
    const compilerOptions = { ...COMPILER_OPTIONS, lib: ['es2023', 'dom', 'dom.iterable'], jsx: 'preserve', experimentalDecorators: true, noEmit: true, allowImportingTsExtensions: true };
    writeFileSync(config, JSON.stringify({ compilerOptions, include: ['src'] }));
    return { name, config, options: {} };
  });
}
