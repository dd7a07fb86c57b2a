/** What the plugin adds to builds by bundlers, of the projects of the build part. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { progress } from './progress.mjs';
import { FILES, writeProject } from './projects/project.mjs';
import { shuffled } from './statistics.mjs';

const ROUNDS = 3;
const QUICK_ROUNDS = 1;
/** Times of the same build without it. */
const BUNDLERS = /** @type {const} */ ({ esbuild: 1.1, vite: 1.05, webpack: 1.05 });
const PLUGGED = ['', 'plugin'];

const script = fileURLToPath(new URL('projects/bundle.mjs', import.meta.url));
const TSCONFIG = { compilerOptions: { target: 'es2022', lib: ['es2023'], module: 'esnext', moduleResolution: 'bundler', types: ['node'], sourceMap: true, skipLibCheck: true }, include: ['src'] };

/**
 * @param {import('./options.mjs').Options} options
 * @returns {Promise<import('./statistics.mjs').Group[]>}
 */
export async function benchHosts({ quick, rounds = quick ? QUICK_ROUNDS : ROUNDS }) {
  const projects = [writeProject('few'), writeProject('all')];
  for (const { folder } of projects) writeFileSync(path.join(folder, 'bundle.tsconfig.json'), JSON.stringify(TSCONFIG));
  const runs = projects.flatMap((project) =>
    Object.entries(BUNDLERS).flatMap(([bundler, atMost]) =>
      PLUGGED.map((plugged) => ({ project, bundler, atMost, plugged, samples: /** @type {import('./statistics.mjs').Sample[]} */ ([]) })),
    ),
  );
  const all = (rounds + 1) * runs.length;
  let done = 0;
  // The first round warms the disk's caches and is not counted.
  for (let round = 0; round <= rounds; round++) {
    for (const run of shuffled(runs)) {
      progress(`${run.bundler} of project-${run.project.name}`, done++, all);
      const sample = await bundle(run.project.folder, run.bundler, run.plugged);
      if (round > 0) run.samples.push(sample);
    }
  }
  progress('', all, all);
  return projects.flatMap((project) =>
    Object.keys(BUNDLERS).map((bundler) => ({
      part: 'hosts',
      title: `(d) ${bundler} of ${FILES} files, ${project.lines} lines, ${project.boundaries} files with boundaries, ${rounds} rounds`,
      variants: runs
        .filter((run) => run.project === project && run.bundler === bundler)
        .map(({ plugged, samples, atMost }) => ({
          name: plugged ? `${bundler} + otel-baton` : bundler,
          samples,
          ...(plugged && { targets: [{ measure: 'CPU s', atMost, of: bundler, by: /** @type {const} */ ('least') }] }),
        })),
    })),
  );
}

/**
 * @param {string} folder
 * @param {string} bundler
 * @param {string} plugged
 * @returns {Promise<import('./statistics.mjs').Sample>} in seconds
 */
async function bundle(folder, bundler, plugged) {
  const out = `out-${bundler}${plugged && '-plugin'}`;
  rmSync(path.join(folder, out), { recursive: true, force: true });
  const begun = performance.now();
  const output = await node([script, bundler, out, ...(plugged ? [plugged] : [])], folder);
  const wall = (performance.now() - begun) / 1000;
  const made = readdirSync(path.join(folder, out)).filter((file) => file.endsWith('.js')).map((file) => readFileSync(path.join(folder, out, file), 'utf8')).join('');
  if (made.includes('otel-baton') !== (plugged !== '')) throw new Error(`${bundler} ${plugged ? 'rewrote nothing' : 'rewrote something by itself'}`);
  return { 'CPU s': JSON.parse(output).cpu, 'wall s': wall };
}

/**
 * @param {string[]} args
 * @param {string} cwd
 * @returns {Promise<string>}
 */
function node(args, cwd) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (errors += text));
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve(output) : reject(new Error(`node ${args.join(' ')} ended with ${code}:\n${errors}${output}`))));
  });
}
