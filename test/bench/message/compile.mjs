/** Compiles fixtures/projects/bench twice: plainly and by us. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { OUTPUT, root } from '../paths.mjs';

const folder = path.join(OUTPUT, 'messages');
export const APPLICATIONS = path.join(folder, 'out');

/** What must stand in the emitted code, or we would time something else. */
const CALLS = {
  'ours/known/main.js': ['baton_enclose(', 'baton_receive(worker)'],
  'ours/known/worker.js': ['baton_enclose(', 'baton_receive(parentPort)'],
  'ours/unknown/send.js': ['baton_inject(', 'baton_injectFresh('],
  'ours/unknown/worker.js': ['baton_receive(parentPort)'],
  'ours/process/known/main.js': ['baton_startProcess(', 'baton_encloseToChild(', 'baton_receive(child)'],
  'ours/process/known/child.js': ['baton_injectToParent(', 'baton_receive(process)'],
  'ours/process/unknown/send.js': ['baton_injectToProcess('],
  'ours/process/unknown/child.js': ['baton_injectToParent(', 'baton_receive(process)'],
  'ours/commands/main.js': ['baton_startProcess('],
  'ours/detached/main.js': ['baton_bindAs(', 'baton_enqueue(', 'baton_dequeue(', 'baton_encloseTask('],
  'ours/detached/task.js': ['baton_receiveTask('],
};

export function compileApplications() {
  rmSync(folder, { recursive: true, force: true });
  cpSync(path.join(root, 'fixtures/projects/bench'), folder, { recursive: true });
  mkdirSync(path.join(folder, 'node_modules'));
  symlinkSync(root, path.join(folder, 'node_modules/otel-baton'), 'junction');
  compile('typescript/bin/tsc', 'plain');
  compile('ts-patch/bin/tspc.js', 'ours');
  for (const [file, calls] of Object.entries(CALLS)) {
    const text = readFileSync(path.join(APPLICATIONS, file), 'utf8');
    for (const call of calls) if (!text.includes(call)) throw new Error(`${file} has no ${call}`);
  }
}

/**
 * @param {string} compiler
 * @param {string} name
 */
function compile(compiler, name) {
  const args = [path.join(root, 'node_modules', compiler), '-p', folder, '--outDir', path.join(APPLICATIONS, name)];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${compiler} ended with ${status}:\n${stdout}${stderr}`);
}
