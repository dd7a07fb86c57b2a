/** That a pool of long-lived children does not grow: what is left on each heap after so many messages in spans. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { OUTPUT, root } from './paths.mjs';
import { progress } from './progress.mjs';

const MESSAGES = 200_000;
const QUICK_MESSAGES = 20_000;
const QUARTERS = 4;
/** Of each process, from the first quarter to the last. */
const MOST_KB = 1024;
const PROCESSES = ['parent', 'child 1', 'child 2'];

const folder = path.join(OUTPUT, 'memory');
const sdk = pathToFileURL(fileURLToPath(new URL('./memory/sdk.mjs', import.meta.url))).href;
/** What must stand in the emitted code, or we would measure something else. */
const CALLS = {
  'pool.js': ['baton_startProcess(', 'baton_receive('],
  'child.js': ['baton_receive(', 'baton_injectToParent('],
};

function compile() {
  rmSync(folder, { recursive: true, force: true });
  cpSync(path.join(root, 'fixtures/projects/memory'), folder, { recursive: true });
  mkdirSync(path.join(folder, 'node_modules'));
  symlinkSync(root, path.join(folder, 'node_modules/otel-baton'), 'junction');
  run([path.join(root, 'node_modules/ts-patch/bin/tspc.js'), '-p', folder]);
  for (const [file, calls] of Object.entries(CALLS)) {
    const text = readFileSync(path.join(folder, 'dist', file), 'utf8');
    for (const call of calls) if (!text.includes(call)) throw new Error(`${file} has no ${call}`);
  }
}

/** @param {string[]} args of Node */
function run(args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
  return stdout;
}

/**
 * @param {import('./options.mjs').Options} options
 * @returns {Promise<import('./statistics.mjs').Group[]>}
 */
export async function benchMemory({ quick }) {
  const messages = quick ? QUICK_MESSAGES : MESSAGES;
  progress('memory', 0, 1);
  compile();
  const lines = run(['--expose-gc', '--import', sdk, path.join(folder, 'dist/main.js'), String(messages), String(QUARTERS)]).trim().split('\n');
  progress('memory', 1, 1);
  /** @type {{ heaps: number[], connected: number }[]} */
  const quarters = lines.map((line) => JSON.parse(line));
  const { connected } = quarters[QUARTERS - 1];
  if (connected !== messages) throw new Error(`of ${messages} requests ${connected} had their work and their reply in their own trace`);
  const samples = quarters.map(({ heaps }) => Object.fromEntries(heaps.map((bytes, i) => [`${PROCESSES[i]} KB`, Math.round(bytes / 1024)])));
  const targets = Object.entries(samples[0]).map(([measure, before]) => ({ measure, atMost: before + MOST_KB }));
  return [
    {
      part: 'memory',
      title: '(d) heap used by a pool of 2 forked children, after messages in spans, answered',
      variants: samples.map((sample, i) => ({
        name: `after ${((messages / QUARTERS) * (i + 1)).toLocaleString('en')}`,
        samples: [sample],
        ...(i === QUARTERS - 1 && { targets }),
      })),
    },
  ];
}
