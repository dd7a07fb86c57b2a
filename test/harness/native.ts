/** A folder outside the repository in which TypeScript 7 is the project's compiler. */
import { spawn, type ChildProcess } from 'node:child_process';
import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { ENVIRONMENT, type Build } from './adoption.js';
import { ROOT } from './fixture.js';
import { hostFolder, type HostFolder } from './host.js';

export function nativeFolder(tarball: string, packages: readonly string[] = []): HostFolder {
  const host = hostFolder({ name: 'tsc', packages: ['tslib', ...packages] }, tarball);
  const typescript = join(host.folder, 'node_modules/typescript');
  rmSync(typescript);
  symlinkSync(join(ROOT, 'node_modules/typescript-7'), typescript, 'dir');
  return host;
}

export type Program = 'tsc' | 'otel-baton';

export function start(folder: string, project: string, program: Program, ...args: readonly string[]): ChildProcess {
  const script = { tsc: 'typescript/bin/tsc', 'otel-baton': 'otel-baton/dist/cjs/transformer/cli.js' }[program];
  return spawn(process.execPath, [join(folder, 'node_modules', script), ...args], { cwd: join(folder, project), env: ENVIRONMENT, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Several can run at once. */
export function call(folder: string, project: string, program: Program, ...args: readonly string[]): Promise<Build> {
  const child = start(folder, project, program, ...args);
  return new Promise((resolve, reject) => {
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, output }));
  });
}
