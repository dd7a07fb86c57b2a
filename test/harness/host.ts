/** A host that compiles for its users: the demo in an empty folder, set up as the documents say, with us and without. */
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emptyFolder, ENVIRONMENT, install, link, write } from './adoption.js';
import { ROOT } from './fixture.js';

const PROJECTS = join(ROOT, 'fixtures/projects');
/** What the demo and the package itself need beside a host. */
const NEEDED = ['@opentelemetry/api', '@opentelemetry/sdk-trace-node', '@types/node', 'magic-string', '@jridgewell/remapping', 'unplugin', 'typescript'];

/** Whether a line of a host's configuration is there for us. */
const IS_OURS = /otel-?baton/i;

export interface Host {
  /** Its folder below `fixtures/projects/hosts`. */
  readonly name: string;
  /** What a user installs for it. */
  readonly packages: readonly string[];
  /** The application, below `fixtures/projects`; `null`: the host's folder has one. The demo by default. */
  readonly application?: string | null;
}

export interface HostFolder {
  readonly folder: string;
  /** A project as the documents say, and one that only lacks our lines. */
  project(side: 'connected' | 'plain', change?: Change): string;
}

/** How a file of a project is otherwise written. */
export type Change = (file: string, text: string) => string;

/** @throws Where the file does not hold it. */
export function replacing(name: string, from: string, to: string): Change {
  return (file, text) => {
    if (file !== name) return text;
    if (!text.includes(from)) throw new Error(`${name} has no ${from}`);
    return text.replace(from, to);
  };
}

export const all = (...changes: readonly Change[]): Change => (file, text) => changes.reduce((each, change) => change(file, each), text);


/** One `node_modules` for the projects in it. Links lead to one copy of each package, as after an installation. */
export function hostFolder(host: Host, tarball: string): HostFolder {
  const folder = emptyFolder();
  write(folder, { 'package.json': { private: true } });
  install(folder, tarball);
  for (const name of [...NEEDED, ...host.packages]) link(folder, name);
  const { application = 'demo' } = host;

  function project(side: string, change: Change = (_, text) => text): string {
    const to = join(folder, side);
    if (application !== null) cpSync(join(PROJECTS, application), to, { recursive: true });
    cpSync(join(PROJECTS, 'hosts', host.name), to, { recursive: true });
    for (const file of readdirSync(to, { recursive: true, encoding: 'utf8' }).filter((each) => /\.\w+$/.test(each))) {
      const text = change(file, readFileSync(join(to, file), 'utf8'));
      writeFileSync(join(to, file), side === 'plain' ? without(text) : text);
    }
    return to;
  }
  return { folder, project };
}

/** A tsconfig must stay one: what is before our line has a comma. */
const without = (text: string): string => text.split('\n').filter((line) => !IS_OURS.test(line)).join('\n').replace(/,(?=\n\s*[}\]])/g, '');

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Run Node; nothing of the caller's environment reaches it. */
export function node(folder: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: folder, timeout: 120_000, env: { ...ENVIRONMENT, NO_COLOR: '1', ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, stdout, stderr }));
  });
}

/** Run the demo, and keep its spans and its output for the judge. */
export async function runDemo(project: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> {
  rmSync(join(project, 'spans.jsonl'), { force: true });
  const ran = await node(project, args, { DEMO_SPANS: join(project, 'spans.jsonl'), ...env });
  writeFileSync(join(project, 'output.txt'), ran.stdout);
  return ran;
}

/** What of the two runs is not as the demo's table of spans says; the plain one is to be broken as it says. */
export function differences(plain: string, connected: string): readonly string[] {
  for (const folder of [plain, connected]) if (!existsSync(join(folder, 'spans.jsonl'))) return [`${folder}: no spans`];
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'test/tools/demo/judge.mjs'), plain, connected], { encoding: 'utf8' });
  return status === 0 ? (JSON.parse(stdout) as string[]) : [stderr];
}
