#!/usr/bin/env node
/** `npm run bench`: what otel-baton costs a build, by a compiler, by bundlers and by that of TypeScript 7, a message, a process that is started, work inside one process, what it costs to be observed, its memory, and a program's size. */
import { existsSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { benchBuild } from './build.mjs';
import { benchDebug } from './debug.mjs';
import { benchHosts } from './hosts.mjs';
import { benchMemory } from './memory.mjs';
import { benchMessages } from './message.mjs';
import { readOptions, USAGE } from './options.mjs';
import { TRANSFORMER } from './paths.mjs';
import { benchProcesses } from './process.mjs';
import { benchSize } from './size.mjs';
import { asJson, summary, table } from './table.mjs';
import { benchTsc } from './tsc.mjs';
import { benchWork } from './work.mjs';

const BENCHES = { build: benchBuild, hosts: benchHosts, tsc: benchTsc, message: benchMessages, process: benchProcesses, work: benchWork, debug: benchDebug, memory: benchMemory, size: benchSize };

/** @type {import('./options.mjs').Options} */
let options;
try {
  options = readOptions(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${/** @type {Error} */ (error).message}\n\n${USAGE}`);
  process.exit(2);
}
if (options.help) {
  process.stdout.write(USAGE);
  process.exit(0);
}
if (!existsSync(TRANSFORMER)) {
  process.stderr.write('The package is not built yet: run `npm run build` first, or use `npm run bench`.\n');
  process.exit(1);
}

try {
  process.stdout.write(`Node ${process.versions.node}, ${cpus().length} CPUs, load ${loadavg()[0].toFixed(1)} at the start\n`);
  /** @type {import('./statistics.mjs').Group[]} */
  const groups = [];
  for (const [part, bench] of Object.entries(BENCHES)) {
    if (!options.parts.has(part)) continue;
    const measured = await bench(options);
    groups.push(...measured);
    // At once: a part takes minutes, and what it found is lost if a later one fails.
    for (const group of measured) process.stdout.write(`\n${table(group)}\n`);
  }
  process.stdout.write(`\n${summary(groups)}\n`);
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(asJson(groups), undefined, 2)}\n`);
} catch (error) {
  process.stderr.write(`\nFAILED ${/** @type {Error} */ (error).stack}\n`);
  process.exitCode = 1;
}
