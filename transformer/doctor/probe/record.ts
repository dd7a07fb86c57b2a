/** Write facts down as they are found: of a unit that is ended by force nothing can be asked later. */
import { appendFileSync } from 'node:fs';
import { isMainThread, threadId } from 'node:worker_threads';
import type { Fact } from './facts.js';

/** Names the file in the environment, which workers and processes inherit. */
export const FACTS_FILE = 'OTEL_BATON_DOCTOR';

const unit = `${process.pid} ${threadId}`;
/** Read once: the application may change its environment. */
const file = process.env[FACTS_FILE];

let isStarted = false;

/** The application is never thrown at. */
export function record(fact: Fact): void {
  try {
    if (file === undefined) return;
    // A worker that is just being made does not know its file yet.
    const facts: readonly Fact[] = isStarted ? [fact] : [{ fact: 'start', isThread: !isMainThread, command: process.argv.slice(1) }, fact];
    isStarted = true;
    appendFileSync(file, facts.map((each) => `${JSON.stringify({ unit, ...each })}\n`).join(''));
  } catch {
    // What cannot be written is not known.
  }
}

/** Run what looks into the application, which may look otherwise than we know it. */
export function quietly<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
