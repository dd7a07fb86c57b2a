/** Packages of npm that are not in the lockfile, because no test needs them on every machine. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';

/**
 * @param {string} command
 * @param {string[]} args
 * @param {string} cwd
 */
export function call(command, args, cwd) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr}`);
  return stdout.trim();
}

/**
 * Fetch a package once.
 *
 * @param {string} name
 * @param {string} version
 * @param {string} to The folder that it becomes.
 * @param {(folder: string) => void} [verify] Throws where it is not what it says.
 */
export function fetchPackage(name, version, to, verify) {
  if (existsSync(to)) return;
  mkdirSync(path.dirname(to), { recursive: true });
  // Beside its place, and put there as a whole: a fetch that is cut off leaves nothing.
  const made = mkdtempSync(path.join(path.dirname(to), 'fetch-'));
  process.stderr.write(`fetch ${name}@${version}\n`);
  try {
    const tarball = call('npm', ['pack', `${name}@${version}`, '--silent'], made).split('\n').at(-1) ?? '';
    const folder = path.join(made, 'package');
    mkdirSync(folder);
    call('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1'], made);
    verify?.(folder);
    if (!existsSync(to)) renameSync(folder, to);
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}
