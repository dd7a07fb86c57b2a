/** A consumer: a folder outside the repository with the package from its tarball, and a toolchain. */
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { ROOT } from './fixture.js';
import { minorOf, VERSIONS } from './versions.js';

const MODULES = join(ROOT, 'node_modules');

export interface Toolchain {
  readonly name: string;
  /** Their folders in our own `node_modules`. */
  readonly typescript: string;
  readonly tsPatch: string;
  /** All configurations are built by it in every run, not only with `OTEL_BATON_VERSIONS=all`. */
  readonly isQuick: boolean;
}

/** Those of the table that run transformers. */
export const TOOLCHAINS: readonly Toolchain[] = VERSIONS.typescript.tested.flatMap(({ version, package: typescript, quick, with: { name, version: its = '', package: tsPatch } }) =>
  tsPatch === undefined ? [] : [{ name: `TypeScript ${minorOf(version)} with ${name} ${its.split('.')[0]}`, typescript, tsPatch, isQuick: !quick }],
);

/** The one that the project itself is built by. */
export const INSTALLED = TOOLCHAINS.find(({ typescript }) => typescript === 'typescript') as Toolchain;

/** As text, by path; folders are made. */
export type Files = Readonly<Record<string, string | object>>;

/** Outside the repository, so that nothing is found by looking further up. */
export function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), 'otel-baton-'));
}

export function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

export interface Packed {
  readonly tarball: string;
  readonly files: readonly string[];
}

/** What `npm publish` would send. The build is that of `npm test`. */
export function pack(folder: string): Packed {
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const { status, stdout, stderr } = spawnSync('npm', args, { cwd: ROOT, encoding: 'utf8', shell: process.platform === 'win32' });
  if (status !== 0) throw new Error(`npm ${args.join(' ')}: ${stderr}`);
  const [packed] = JSON.parse(stdout) as { filename: string; files: { path: string }[] }[];
  if (!packed) throw new Error(`npm ${args.join(' ')} packed nothing`);
  return { tarball: join(folder, packed.filename), files: packed.files.map(({ path }) => path).sort() };
}

/** As `npm install <tarball>`, without a network. */
export function install(folder: string, tarball: string): void {
  const to = join(folder, 'node_modules/otel-baton');
  mkdirSync(to, { recursive: true });
  const { status, stderr } = spawnSync('tar', ['-xzf', basename(tarball), '-C', to, '--strip-components=1'], { cwd: dirname(tarball), encoding: 'utf8' });
  if (status !== 0) throw new Error(`tar: ${stderr}`);
}

/** @param from Where it is in our own `node_modules`. */
export function link(folder: string, name: string, from: string = join(MODULES, name)): void {
  const to = join(folder, 'node_modules', name);
  if (existsSync(to)) return;
  mkdirSync(dirname(to), { recursive: true });
  symlinkSync(from, to, 'dir');
}

/**
 * ts-patch looks for TypeScript from where it really lies, and for `typescript/package.json` from
 * where TypeScript really lies: with links it would find the copies of this repository. Its cache
 * goes beside its copy.
 */
function copyToolchain(folder: string, { typescript, tsPatch }: Toolchain): void {
  // Translated messages are a third of it.
  cpSync(join(MODULES, typescript), join(folder, 'node_modules/typescript'), { recursive: true, filter: (file) => !/[\\/]lib[\\/][a-z]{2}(?:-[a-z]{2})?$/.test(file) });
  cpSync(join(MODULES, tsPatch), join(folder, 'node_modules/ts-patch'), { recursive: true });
  const manifest = join(MODULES, tsPatch, 'package.json');
  const { dependencies } = JSON.parse(readFileSync(manifest, 'utf8')) as { dependencies: Record<string, string> };
  for (const name of Object.keys(dependencies)) {
    const found = createRequire(manifest).resolve.paths(name)?.map((each) => join(each, name)).find((each) => existsSync(each));
    if (found === undefined) throw new Error(`${name}, which ${tsPatch} needs, is not installed`);
    link(folder, name, found);
  }
  const bin = join(folder, 'node_modules/.bin');
  mkdirSync(bin, { recursive: true });
  symlinkSync('../typescript/bin/tsc', join(bin, 'tsc'));
  symlinkSync('../ts-patch/bin/tspc.js', join(bin, 'tspc'));
}

/** A consumer's folder. Projects are folders in it. */
export function consumer(toolchain: Toolchain, tarball: string): string {
  const folder = emptyFolder();
  write(folder, { 'package.json': { private: true } });
  install(folder, tarball);
  copyToolchain(folder, toolchain);
  for (const name of ['@opentelemetry/api', '@types/node', 'tslib']) link(folder, name);
  return folder;
}

export function write(folder: string, files: Files): void {
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), typeof content === 'string' ? content : `${JSON.stringify(content, undefined, 2)}\n`);
  }
}

export interface Build {
  readonly status: number | null;
  readonly output: string;
}

export type Compiler = 'tsc' | 'tspc';

/** The command line of a compiler, as its `bin` has it. */
export function command(folder: string, compiler: Compiler, args: readonly string[]): readonly [string, string[]] {
  const script = { tsc: 'typescript/bin/tsc', tspc: 'ts-patch/bin/tspc.js' }[compiler];
  return [process.execPath, [join(folder, 'node_modules', script), ...args]];
}

/** Nothing of the caller's environment reaches a consumer, as `NODE_OPTIONS` and `TSP_CACHE_DIR` would. */
export const ENVIRONMENT = { PATH: process.env['PATH'] ?? '' };

/**
 * Several can run at once.
 *
 * @param project A folder in that of the consumer.
 */
export function build(folder: string, project: string, compiler: Compiler, ...args: readonly string[]): Promise<Build> {
  const [program, all] = command(folder, compiler, args);
  return new Promise((resolve, reject) => {
    const child = spawn(program, all, { cwd: join(folder, project), timeout: 120_000, env: ENVIRONMENT, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, output }));
  });
}

/** Emitted files of a project, by path; what its sources are is left out. */
export function emitted(folder: string, sources: readonly string[]): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => file.replaceAll('\\', '/'));
  const made = files.filter((file) => !sources.includes(file) && /\.(?:[cm]?jsx?|[cm]?ts|map)$/.test(file)).sort();
  return new Map(made.map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
}
