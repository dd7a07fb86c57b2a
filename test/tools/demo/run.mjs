import { collectSpans } from 'otel-baton/testing';
import { runNode } from './process.mjs';
import { withThreads } from './spans.mjs';

/**
 * Runs one build; returns the spans it finished and what it printed.
 *
 * @param {string} app
 * @param {import('./build.mjs').Build} build
 * @returns {Promise<{ spans: import('./spans.mjs').Span[], output: string }>}
 */
export async function run(app, build) {
  const collector = collectSpans();
  try {
    const { code, output } = await runNode([`out/${build.name}/main.js`], {
      cwd: app,
      env: { ...withoutOpenTelemetry(process.env), ...collector.env },
    });
    if (code !== 0) throw new Error(`the ${build.name} build ended with ${code}:\n${output}`);
    return { spans: withThreads(collector.spans()), output };
  } finally {
    collector.end();
  }
}

/**
 * A sampler or limit set for somebody's real service would change the traces compared here.
 *
 * @param {NodeJS.ProcessEnv} env
 */
function withoutOpenTelemetry(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('OTEL_')));
}
