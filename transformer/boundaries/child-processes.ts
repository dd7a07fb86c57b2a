/** Boundaries of `node:child_process`. https://nodejs.org/api/child_process.html */
import { ADD_LISTENER, bound, MESSAGE, pulled } from './events.js';
import type { Boundary, End, StartProcess } from './vocabulary.js';

const CHILD = ['child_process#ChildProcess'];
const PROCESS = ['#NodeJS.Process', 'process#Process'];

export const PROCESS_MESSAGE: Boundary = {
  name: 'child process message',
  carries: 'payload',
  relation: 'parent',
  trust: 'host',
  ends: [
    { at: { site: 'member call', on: CHILD, member: ['send'] }, effect: { does: 'inject', argument: 0, to: 'child' } },
    { at: { site: 'member call', on: PROCESS, member: ['send'] }, effect: { does: 'inject', argument: 0, to: 'parent' } },
    { at: { site: 'member call', on: [...CHILD, ...PROCESS], member: ADD_LISTENER, event: MESSAGE }, effect: { does: 'receive' } },
    ...pulled([...CHILD, ...PROCESS]),
  ],
};

const named = (...names: readonly string[]): readonly string[] => names.map((name) => `child_process#${name}`);

/** The functions themselves, called. */
function starts(of: readonly string[], signature: StartProcess['signature']): End {
  return { at: { site: 'function call', of }, effect: { does: 'start process', signature } };
}

/** The function given to `promisify`. */
function promisified(of: readonly string[], signature: StartProcess['signature']): End {
  return { at: { site: 'function call', of: ['util#promisify'], handed: { argument: 0, of } }, effect: { does: 'start process', signature } };
}

export const PROCESS_START: Boundary = {
  name: 'child process start-up',
  carries: 'environment',
  relation: 'parent',
  trust: 'host',
  ends: [
    starts(named('spawn', 'spawnSync'), 'spawn'),
    starts(named('execFile', 'execFileSync'), 'file'),
    starts(named('exec', 'execSync'), 'command'),
    starts(named('fork'), 'fork'),
    promisified(named('execFile'), 'file'),
    promisified(named('exec'), 'command'),
    { at: { site: 'module body', of: 'process' }, effect: { does: 'attach started' } },
    { at: { site: 'module body', of: 'main' }, effect: { does: 'attach started' } },
    {
      at: {
        site: 'member call',
        // Starts its plugins as well, which belong to who calls it.
        on: ['fastify#FastifyInstance'],
        member: ['listen'],
      },
      effect: { does: 'detach', from: 'started' },
    },
  ],
};

export const PROCESS_LIFECYCLE: Boundary = {
  name: 'child process lifecycle',
  carries: 'none',
  relation: 'parent',
  trust: 'process',
  ends: [bound(CHILD, ['spawn', 'error', 'exit', 'close', 'disconnect']), bound(PROCESS, ['disconnect'])],
};

/** As `spawn` returns them, which narrow the properties. */
const NARROWED = ['child_process#ChildProcessWithoutNullStreams', 'child_process#ChildProcessByStdio'];

export const OUTPUT: Boundary = {
  name: 'output of a child process or a worker',
  carries: 'none',
  relation: 'parent',
  trust: 'process',
  ends: [bound([...CHILD, ...NARROWED, 'worker_threads#Worker'], ['data', 'end', 'close', 'error', 'readable'], ['stdout', 'stderr'])],
};
