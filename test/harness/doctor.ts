/** A project in a folder outside the repository, for `otel-baton doctor` to look at. */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { emptyFolder, ENVIRONMENT, link } from './adoption.js';
import { ROOT } from './fixture.js';

/** Found in every project; a fixture that has its own in `modules/`, or names another in `node_modules.json`, has that. */
const INSTALLED: Readonly<Record<string, string>> = {
  'otel-baton': ROOT,
  ...Object.fromEntries(
    [
      'typescript', '@types/node', '@opentelemetry/api', '@opentelemetry/context-async-hooks', '@opentelemetry/core', '@opentelemetry/instrumentation', '@opentelemetry/propagator-b3',
      '@opentelemetry/sdk-trace-base', '@opentelemetry/sdk-trace-node', '@opentelemetry/sdk-trace-web',
    ].map((name) => [name, join(ROOT, 'node_modules', name)]),
  ),
};

/** By its place in `node_modules`: which of our own packages it is, or a copy of one that says to be of another version. */
type Installation = Readonly<Record<string, string | { readonly copyOf: string; readonly version: string }>>;

/** @returns The folder, which is the caller's to remove. */
export function patient(fixture: string): string {
  const folder = emptyFolder();
  cpSync(fixture, folder, { recursive: true });
  if (existsSync(join(folder, 'modules'))) cpSync(join(folder, 'modules'), join(folder, 'node_modules'), { recursive: true });
  const file = join(folder, 'node_modules.json');
  const installation = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Installation) : {};
  for (const [place, is] of Object.entries(installation)) {
    if (typeof is === 'string') link(folder, place, join(ROOT, 'node_modules', is));
    else copyAs(join(ROOT, 'node_modules', is.copyOf), join(folder, 'node_modules', place), is.version);
  }
  for (const [name, from] of Object.entries(INSTALLED)) link(folder, name, from);
  return folder;
}

/** Its version is in its manifest, and in its code. */
function copyAs(from: string, to: string, version: string): void {
  cpSync(from, to, { recursive: true });
  const manifest = JSON.parse(readFileSync(join(to, 'package.json'), 'utf8')) as { version: string };
  for (const file of ['package.json', 'build/src/version.js']) {
    const place = join(to, file);
    writeFileSync(place, readFileSync(place, 'utf8').replaceAll(manifest.version, version));
  }
}

export interface Examination {
  readonly status: number | null;
  /** What the command itself says: on stderr where a program has stdout. */
  readonly report: string;
  readonly stdout: string;
  readonly stderr: string;
}

/** `otel-baton doctor`, as a user calls it. */
export const doctor = (folder: string, ...args: readonly string[]): Promise<Examination> => doctorIn({}, folder, ...args);

export async function doctorIn(env: Readonly<Record<string, string>>, folder: string, ...args: readonly string[]): Promise<Examination> {
  const { status, stdout, stderr } = await node(env, folder, join(ROOT, 'dist/cjs/transformer/cli.js'), 'doctor', ...args);
  return { status, stdout, stderr, report: anywhere(folder, args.includes('--') ? stderr : stdout) };
}

/** By folder, what it says of the project there. */
export async function doctorOfEach(folders: readonly string[]): Promise<ReadonlyMap<string, Pick<Examination, 'status' | 'report'>>> {
  const { stdout, stderr } = await node({}, ROOT, join(ROOT, 'test/harness/doctor-each.mjs'), ...folders);
  if (stderr !== '') throw new Error(stderr);
  const lines = stdout.trim().split('\n').map((line) => JSON.parse(line) as Examination & { readonly folder: string });
  return new Map(lines.map(({ folder, status, report }) => [folder, { status, report: anywhere(folder, report) }]));
}

/** What is linked lies in this repository, wherever that is. */
const anywhere = (folder: string, report: string): string => report.replaceAll(relative(realpathSync(folder), ROOT).replaceAll('\\', '/'), '<repository>');

function node(env: Readonly<Record<string, string>>, cwd: string, ...args: readonly string[]): Promise<{ readonly status: number | null; readonly stdout: string; readonly stderr: string }> {
  const child = spawn(process.execPath, args, { cwd, env: { ...ENVIRONMENT, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, stdout, stderr }));
  });
}
