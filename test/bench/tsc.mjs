/** What `otel-baton tsc` takes beside the native compiler of TypeScript 7 and beside `tspc`, of the projects of the build part. */
import { spawn } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './paths.mjs';
import { progress } from './progress.mjs';
import { FILES, writeProject } from './projects/project.mjs';
import { tsconfig } from './projects/tspc.mjs';
import { shuffled } from './statistics.mjs';

const ROUNDS = 5;
const QUICK_ROUNDS = 1;

const modules = path.join(root, 'node_modules');
const NATIVE = 'tsc 7';
const TSPC = 'tspc 6 + otel-baton';

/** The native compiler first: it is the baseline. */
const COMPILERS = [
  { name: NATIVE, out: 'out-native', script: [path.join(modules, 'typescript-7/bin/tsc')], isOurs: false },
  { name: 'otel-baton tsc', out: 'out-tsc', script: [path.join(root, 'dist/cjs/transformer/cli.js'), 'tsc'], isOurs: true, targets: [{ of: NATIVE, atMost: 1.5 }, { of: TSPC, atMost: 1 / 3 }] },
  { name: TSPC, out: 'out-tspc', script: [path.join(modules, 'ts-patch/bin/tspc.js')], isOurs: true },
];

/** @typedef {(typeof COMPILERS)[number]} Compiler */

/**
 * @param {import('./options.mjs').Options} options
 * @returns {Promise<import('./statistics.mjs').Group[]>}
 */
export async function benchTsc({ quick, rounds = quick ? QUICK_ROUNDS : ROUNDS }) {
  const projects = [writeProject('few'), writeProject('all')];
  const runs = projects.flatMap((project) => COMPILERS.map((compiler) => ({ project, compiler, samples: /** @type {import('./statistics.mjs').Sample[]} */ ([]) })));
  const all = (rounds + 1) * runs.length;
  let done = 0;
  // The first round warms the disk's caches and is not counted.
  for (let round = 0; round <= rounds; round++) {
    for (const run of shuffled(runs)) {
      progress(`${run.compiler.name} of project-${run.project.name}`, done++, all);
      const sample = await compile(run.project, run.compiler);
      if (round > 0) run.samples.push(sample);
    }
  }
  progress('', all, all);
  return projects.map((project) => ({
    part: 'tsc',
    title: `(e) TypeScript 7: build of ${FILES} files, ${project.lines} lines, ${project.boundaries} files with boundaries, ${rounds} rounds`,
    variants: runs
      .filter((run) => run.project === project)
      .map(({ compiler, samples }) => ({
        name: compiler.name,
        samples,
        ...(compiler.targets && { targets: compiler.targets.map((target) => ({ ...target, measure: 'wall s', by: /** @type {const} */ ('least') })) }),
      })),
  }));
}

/**
 * @param {import('./projects/project.mjs').Project} project
 * @param {Compiler} compiler
 * @returns {Promise<import('./statistics.mjs').Sample>} in seconds
 */
async function compile({ folder, boundaries }, { name, out, script, isOurs }) {
  const config = path.join(folder, `${out}.json`);
  writeFileSync(config, JSON.stringify(tsconfig({ transform: 'otel-baton/transformer' }, out)));
  rmSync(path.join(folder, out), { recursive: true, force: true });
  const begun = performance.now();
  const cpu = await timed([process.execPath, ...script, '-p', config], folder);
  const wall = (performance.now() - begun) / 1000;
  const rewritten = Array.from({ length: FILES }, (_, i) => readFileSync(path.join(folder, out, `module-${i}.js`), 'utf8')).filter((text) => text.includes('otel-baton/runtime')).length;
  if (rewritten !== (isOurs ? boundaries : 0)) throw new Error(`${name} rewrote ${rewritten} files, not ${boundaries}`);
  return { 'wall s': wall, 'CPU s': cpu };
}

/**
 * @param {readonly string[]} command
 * @param {string} cwd
 * @returns {Promise<number>} CPU seconds of the command and of all that it starts: the compiler is a process of its own.
 */
function timed(command, cwd) {
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['-c', 'TIMEFORMAT="%U %S"; time "$@"', 'bash', ...command], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
    child.once('error', reject);
    child.once('close', (code) => {
      const [user, system] = (output.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
      if (code === 0) resolve(user + system);
      else reject(new Error(`${command.join(' ')} ended with ${code}:\n${output}`));
    });
  });
}
