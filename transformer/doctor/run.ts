/** Run a program with the probe in every execution unit, and read what that has written. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endOf } from '../hosts/tsc/native.js';
import { BatonError } from '../option-errors.js';
import { readRun, type RunEvidence } from './evidence/run.js';
import { FACTS_FILE } from './probe/record.js';

export interface Ran {
  readonly evidence: RunEvidence;
  /** As a shell would see it. */
  readonly status: number;
}

const PROBE = join(__dirname, 'probe/index.js');
/** For a program that does not end when it is asked to. */
const PATIENCE = 5_000;

/**
 * Its streams are ours, and whatever stops us stops it.
 *
 * @param milliseconds After which it is asked to end.
 * @throws BatonError where it cannot be started.
 */
export async function runWithProbe([program = '', ...args]: readonly string[], milliseconds: number | undefined): Promise<Ran> {
  const folder = mkdtempSync(join(tmpdir(), 'otel-baton-'));
  const facts = join(folder, 'facts.jsonl');
  writeFileSync(facts, '');
  try {
    const child = spawn(program, args, { stdio: 'inherit', shell: process.platform === 'win32', env: { ...process.env, [FACTS_FILE]: facts, NODE_OPTIONS: withProbe(process.env['NODE_OPTIONS']) } });
    let isStopped = false;
    const stop = (signal: NodeJS.Signals): void => {
      isStopped = true;
      child.kill(signal);
    };
    // A terminal interrupts both of us; what it has to tell is still to come.
    const interrupt = (): void => void (isStopped = true);
    const terminate = (): void => stop('SIGTERM');
    process.on('SIGINT', interrupt).on('SIGTERM', terminate);
    const timers = milliseconds === undefined ? [] : [setTimeout(terminate, milliseconds), setTimeout(() => stop('SIGKILL'), milliseconds + PATIENCE)];
    const status = await endOf(child).catch((error: NodeJS.ErrnoException) => {
      throw new BatonError(`otel-baton: ${program} could not be started: ${error.message}`);
    });
    timers.forEach(clearTimeout);
    process.off('SIGINT', interrupt).off('SIGTERM', terminate);
    return { evidence: readRun(facts, isStopped), status };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Before the user's own, which may start the SDK. In quotes Node takes a backslash for an escape, as JSON does. */
const withProbe = (options: string | undefined): string => [`--require ${JSON.stringify(PROBE)}`, ...(options ? [options] : [])].join(' ');
