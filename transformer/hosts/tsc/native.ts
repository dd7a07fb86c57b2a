/** The native compiler as a process of its own, with the arguments as the user has given them. */
import { spawn, spawnSync, type ChildProcess, type StdioOptions } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { join } from 'node:path';
import type { Installed } from '../../typescript-7/find.js';

/** The program and the arguments before the user's: a script in between would outlive it when it is stopped. */
function programOf({ folder }: Installed): readonly [string, readonly string[]] {
  try {
    const { default: path } = createRequire(join(folder, 'package.json'))('./lib/getExePath.js') as { default: () => string };
    const program = path();
    if (existsSync(program)) return [program, []];
  } catch {
    // The script that the package documents finds it, or says why not.
  }
  return [process.execPath, [join(folder, 'bin/tsc')]];
}

export function startNative(typescript: Installed, args: readonly string[], stdio: StdioOptions): ChildProcess {
  const [program, before] = programOf(typescript);
  const child = spawn(program, [...before, ...args], { stdio });
  const signals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  const pass = (signal: NodeJS.Signals): void => void child.kill(signal);
  for (const signal of signals) process.on(signal, pass);
  child.once('close', () => signals.forEach((signal) => process.removeListener(signal, pass)));
  return child;
}

/** @returns What a shell would see of its end. */
export function endOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status, signal) => resolve(status ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}

/** Runs to its end; what it prints is nobody's but ours. */
export function askNative(typescript: Installed, args: readonly string[]): { readonly status: number | null; readonly stdout: string } {
  const [program, before] = programOf(typescript);
  const { status, stdout } = spawnSync(program, [...before, ...args], { encoding: 'utf8', maxBuffer: 2 ** 30 });
  return { status, stdout };
}
