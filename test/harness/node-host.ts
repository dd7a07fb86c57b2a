/** Programs that Node runs as they are written: a folder outside the repository with the package from its tarball. */
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { readSpans, renderTraceTree } from '../../runtime/testing/index.js';
import { emptyFolder, ENVIRONMENT, install, link, write } from './adoption.js';
import { ROOT } from './fixture.js';
import { bringNodes, type Program } from './versions.js';

/** The first with all that is tested, where the running Node is older. */
const HOOKED = '24.21.0';

const isHooked = (version: string): boolean => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 18);
};

/** Those that have the hooks, and take off types by themselves. */
export function hookedNodes(): readonly Program[] {
  return bringNodes(...(isHooked(process.versions.node) ? [] : [HOOKED])).filter(({ version }) => isHooked(version));
}

const PACKAGES = ['@opentelemetry/api', '@opentelemetry/sdk-trace-node', 'typescript', 'tsx', 'magic-string', '@jridgewell/remapping'];

export function nodeFolder(tarball: string, packages: readonly string[] = PACKAGES): string {
  const folder = emptyFolder();
  write(folder, { 'package.json': { private: true, type: 'module' } });
  install(folder, tarball);
  for (const name of packages) link(folder, name);
  return folder;
}

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The trace as an indented tree of span names. */
  readonly trace: string;
}

export const REGISTER = ['--import', 'otel-baton/register'];
export const RECORD = ['--import', join(ROOT, 'test/harness/record.mjs')];

let runs = 0;

/** Several can run at once. Spans are recorded where the arguments have {@link RECORD}. */
export function node({ file }: Program, cwd: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  const spans = join(cwd, `spans-${runs++}.jsonl`);
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, timeout: 60_000, env: { ...ENVIRONMENT, OTEL_BATON_SPANS: spans, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const said = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const) child[stream].setEncoding('utf8').on('data', (text: string) => (said[stream] += text));
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, ...said, trace: traceOf(spans) }));
  });
}

/** The recorded spans, which are taken away. */
export function traceOf(file: string): string {
  const trace = renderTraceTree(readSpans(file));
  rmSync(file, { force: true });
  return trace;
}
