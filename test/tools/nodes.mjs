#!/usr/bin/env node
/**
 * The Nodes that tests run on, as JSON: `[{ version, file }]`. The running one; with
 * `OTEL_BATON_NODES=all` every one of `test/nodes.json`, with `OTEL_BATON_NODES=<version>` that one.
 * They are brought from npm to `build/nodes`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = path.join(root, 'build/nodes');
const PLATFORM = 'linux-x64';

/**
 * @param {string} command
 * @param {string[]} args
 * @param {string} [cwd]
 */
function call(command, args, cwd = root) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr}`);
  return stdout.trim();
}

/**
 * @param {string} version
 * @returns {string} The executable.
 */
function bring(version) {
  const file = path.join(folder, version, 'bin/node');
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true });
  // Beside its place, and put there as a whole: a fetch that is cut off leaves nothing.
  const made = mkdtempSync(path.join(folder, 'fetch-'));
  process.stderr.write(`fetch node-${PLATFORM}@${version}\n`);
  try {
    const tarball = call('npm', ['pack', `node-${PLATFORM}@${version}`, '--silent'], made).split('\n').at(-1) ?? '';
    call('tar', ['-xzf', tarball, 'package/bin/node'], made);
    const is = call(path.join(made, 'package/bin/node'), ['--version']);
    if (is !== `v${version}`) throw new Error(`node-${PLATFORM}@${version} is ${is}`);
    if (!existsSync(path.join(folder, version))) renameSync(path.join(made, 'package'), path.join(folder, version));
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
  return file;
}

const running = { version: process.versions.node, file: process.execPath };

function nodes() {
  const wanted = process.env['OTEL_BATON_NODES'];
  if (!wanted) return [running];
  if (`${process.platform}-${process.arch}` !== PLATFORM) {
    process.stderr.write(`only Node ${running.version} is tested: the others are for ${PLATFORM}\n`);
    return [running];
  }
  /** @type {string[]} */
  const versions = wanted === 'all' ? JSON.parse(readFileSync(path.join(root, 'test/nodes.json'), 'utf8')) : [wanted];
  return versions.map((version) => (version === running.version ? running : { version, file: bring(version) }));
}

process.stdout.write(`${JSON.stringify(nodes())}\n`);
