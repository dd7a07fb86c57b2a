import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { runNode } from './process.mjs';

/**
 * @typedef {object} Span
 * @property {string} name
 * @property {'main' | 'worker' | 'child'} thread
 * @property {string} traceId
 * @property {string} spanId
 * @property {string} [parentSpanId]
 * @property {number} start milliseconds since the epoch
 * @property {number} end
 * @property {Record<string, unknown>} attributes
 */

/**
 * Runs one build; returns the spans it finished and what it printed.
 *
 * @param {string} app
 * @param {import('./build.mjs').Build} build
 * @returns {Promise<{ spans: Span[], output: string }>}
 */
export async function run(app, build) {
  const file = path.join(app, 'out', `${build.name}.spans.jsonl`);
  rmSync(file, { force: true });
  const { code, output } = await runNode([`out/${build.name}/main.js`], {
    cwd: app,
    env: { ...withoutOpenTelemetry(process.env), DEMO_SPANS: file },
  });
  if (code !== 0) throw new Error(`the ${build.name} build ended with ${code}:\n${output}`);
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  return { spans: lines.map((line) => JSON.parse(line)), output };
}

/**
 * A sampler or limit set for somebody's real service would change the traces compared here.
 *
 * @param {NodeJS.ProcessEnv} env
 */
function withoutOpenTelemetry(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('OTEL_')));
}
