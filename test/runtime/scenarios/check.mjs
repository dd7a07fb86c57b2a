/** Checks of a scenario, in order; `test/runtime/scenario.ts` makes each a test. */
import { writeSync } from 'node:fs';

const results = [];
let running;

/** Longer than any check takes: one that waits for a message that never comes must say so. */
const PATIENCE = 30_000;

/** A check that fails may leave a port open, which is no reason to run for ever. */
let failed = false;
let giveUp;

/** @param body Throws, or rejects, where the check fails. */
export async function check(name, body) {
  running = name;
  clearTimeout(giveUp);
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${PATIENCE} ms`)), PATIENCE);
  });
  try {
    await Promise.race([body(), late]);
    results.push({ name });
  } catch (error) {
    results.push({ name, error: String(error?.stack ?? error) });
    failed = true;
  } finally {
    clearTimeout(timer);
    running = undefined;
    if (failed) giveUp = setTimeout(() => process.exit(), 2000).unref();
  }
}

// Told to end by who waits for us.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(3));

process.on('exit', () => {
  if (running !== undefined) results.push({ name: running, error: 'the process ended in the middle of it' });
  const bytes = Buffer.from(`CHECKED ${JSON.stringify(results)}`);
  for (let written = 0; written < bytes.length; ) written += writeSync(1, bytes, written);
});
