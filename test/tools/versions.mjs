#!/usr/bin/env node
/**
 * What tests run on, of the table `test/versions.json`, as JSON: `versions.mjs nodes` (`[{ version,
 * file }]`), `opentelemetry` (`[{ folder, … }]`, the SDKs beside the installed one) or `runtimes`
 * (`[{ file, … }]`). Without more that is the running Node alone, or those that are named (`nodes
 * 24.21.0`); with `OTEL_BATON_VERSIONS=all` the whole table, which is brought from npm to `build/`.
 */
import { chmodSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { call, fetchPackage } from './fetch-package.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const PLATFORM = 'linux-x64';
const table = JSON.parse(readFileSync(path.join(root, 'test/versions.json'), 'utf8'));

const isAll = process.env['OTEL_BATON_VERSIONS'] === 'all';
const isPlatform = `${process.platform}-${process.arch}` === PLATFORM;
if (isAll && !isPlatform) process.stderr.write(`only what is installed is tested: the rest of the table is for ${PLATFORM}\n`);

const running = { version: process.versions.node, file: process.execPath };

/**
 * @param {string} name
 * @param {string} version
 * @param {string} folder
 * @param {string} program The executable in it.
 * @returns {string}
 */
function bringProgram(name, version, folder, program) {
  fetchPackage(name, version, folder, (made) => {
    const file = path.join(made, program);
    chmodSync(file, 0o755);
    const says = call(file, ['--version'], made);
    if (!says.includes(version)) throw new Error(`${name}@${version} is ${says}`);
  });
  return path.join(folder, program);
}

/** @type {Record<string, () => unknown[]>} */
const PARTS = {
  nodes() {
    const named = process.argv.slice(3);
    if (!isPlatform || (!isAll && !named.length)) return [running];
    return (isAll ? table.node.tested : named).map((/** @type {string} */ version) =>
      version === running.version ? running : { version, file: bringProgram(`node-${PLATFORM}`, version, path.join(root, 'build/nodes', version), 'bin/node') },
    );
  },

  opentelemetry() {
    if (!isAll) return [];
    return table.opentelemetry.tested
      .filter((/** @type {object} */ row) => 'bring' in row)
      .map((/** @type {{ sdk: string, bring: Record<string, string> }} */ row) => {
        const folder = path.join(root, 'build/opentelemetry', row.sdk);
        for (const [name, version] of Object.entries(row.bring)) fetchPackage(name, version, path.join(folder, 'node_modules', name));
        return { ...row, folder };
      });
  },

  runtimes() {
    if (!isAll || !isPlatform) return [];
    return table.runtimes.map((/** @type {{ name: string, version: string, package: string, file: string }} */ row) => ({
      ...row,
      file: bringProgram(row.package, row.version, path.join(root, 'build/runtimes', `${row.name.toLowerCase()}-${row.version}`), row.file),
    }));
  },
};

const part = PARTS[process.argv[2] ?? ''];
if (!part) throw new Error(`one of: ${Object.keys(PARTS).join(', ')}`);
process.stdout.write(`${JSON.stringify(part())}\n`);
