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
 * @returns {Promise<Timed>}
 */
export async function start(variant) {
  const main = path.join(APPLICATIONS, variant.app, 'main.js');
  const execArgv = variant.sdk ? ['--import', pathToFileURL(path.join(here, 'sdk.mjs')).href] : [];
  const child = fork(path.join(here, 'child.mjs'), [main, String(variant.traced)], { execArgv });
  const ended = new Promise((resolve) => child.on('exit', resolve));

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
  if (carried !== variant.carried) throw new Error(`${variant.name}: a span is ${carried ? '' : 'not '}active in the worker`);
  return {
    variant,
    run: (cell, count) => ask({ cell, count }),
    async end() {
      child.send('end');
      await ended;
    },
  };
}
