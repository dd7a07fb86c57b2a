/** The bench's end of a timed process. It sleeps unless it is asked something. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { APPLICATIONS } from './compile.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));

/**
 * @typedef {object} Timed
 * @property {import('./variants.mjs').Variant} variant
 * @property {(cell: import('./cells.mjs').Cell, count: number) => Promise<import('../statistics.mjs').Sample>} run
 * @property {() => Promise<void>} end
 */

/**
 * @param {import('./variants.mjs').Variant} variant
 * @param {AbortSignal} signal ends it at once, where another one has failed
 * @returns {Promise<Timed>}
 */
export async function start(variant, signal) {
  const main = path.join(APPLICATIONS, `${variant.app}.js`);
  const execArgv = variant.sdk ? ['--import', pathToFileURL(path.join(here, 'sdk.mjs')).href] : [];
  const child = fork(path.join(here, 'child.mjs'), [main, String(variant.traced)], { execArgv, env: { ...process.env, ...variant.env }, stdio: ['inherit', 'inherit', variant.silent ? 'ignore' : 'inherit', 'ipc'], signal });
  const ended = new Promise((resolve) => child.on('exit', resolve).on('error', resolve));

  /** @param {any} [order] */
  async function ask(order) {
    const answer = once(child, 'message');
    if (order !== undefined) child.send(order);
    const died = ended.then((code) => Promise.reject(new Error(`${variant.name} ended with ${code}`)));
    const [result] = await Promise.race([answer, died]);
    return result;
  }

  await ask();
  const carried = await ask('is traced');
  if (carried !== variant.carried) throw new Error(`${variant.name}: the span is ${carried ? '' : 'not '}found at the other end`);
  return {
    variant,
    run: (cell, count) => ask({ cell, count }),
    async end() {
      child.send('end');
      await ended;
    },
  };
}
