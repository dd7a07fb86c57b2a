/** How many spans of a fixture's program stand where they belong without us: `alone.txt` beside `trace.txt`, which the tests of the fixtures compare with what runs. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../harness/fixture.js';
import { code, row } from './markdown.js';

/** What is compared, and by which fixture. */
export const COMPARED: Readonly<Record<string, string>> = {
  '`await`, `Promise.all([…])`': 'python-guide/gather',
  '`void task()` in an active span': 'python-guide/create-task',
  'timers and microtasks': 'python-guide/call-later',
  'what Node does in threads of its own: `crypto`, `fs`, `zlib`, `dns`': 'python-guide/to-thread-of-node',
  'work that goes on after the response': 'python-guide/background-tasks',
  'messages to a worker, and its replies': 'worker-message/worker-made-inside-the-first-request',
  'the module of a worker': 'python-guide/to-thread',
  'messages to a child process, and its replies': 'process-message/requests-in-flight-at-the-same-time',
  'the module of a forked process': 'process-start/a-forked-module-runs-in-the-context-of-its-creator',
  'tasks of piscina': 'python-guide/thread-pool-executor',
  'tasks of a pool written by hand': 'python-guide/thread-pool-by-hand',
  'callbacks kept in a list': 'queues/callbacks-flushed-by-another-request',
  'tasks of p-queue': 'libraries/p-queue-tasks-run-in-the-context-of-who-added-them',
  'callbacks of writes to a stream': 'handed-over/callbacks-of-writes',
  'listeners for the chunks of an HTTP/2 request': 'python-guide/grpc',
  'jobs of BullMQ': 'bullmq/a-job-runs-in-the-request-that-added-it',
  '`void task()` under a span started by hand': 'python-guide/manual-span',
};

/** Each span of a rendered trace as its name after its parent's. */
export function placesIn(trace: string): readonly string[] {
  const above: string[] = [];
  return trace.trimEnd().split('\n').map((line) => {
    const depth = (/^ */.exec(line)?.[0].length ?? 0) / 2;
    above.length = depth;
    above.push(line.trim());
    return above.slice(-2).join(' > ');
  });
}

function rightIn(alone: string, trace: string): number {
  const left = [...placesIn(alone)];
  return placesIn(trace).filter((place) => {
    const found = left.indexOf(place);
    if (found < 0) return false;
    left.splice(found, 1);
    return true;
  }).length;
}

export function comparisonTable(): string {
  return (
    row('work that is handed over', 'spans where they belong, by `AsyncLocalStorage` alone', 'with otel-baton', 'the program, in `fixtures/`') +
    row('---', '---', '---', '---') +
    Object.entries(COMPARED)
      .map(([what, fixture]) => {
        const trace = readFileSync(join(ROOT, 'fixtures', fixture, 'trace.txt'), 'utf8');
        const file = join(ROOT, 'fixtures', fixture, 'alone.txt');
        const right = rightIn(existsSync(file) ? readFileSync(file, 'utf8') : trace, trace);
        const count = placesIn(trace).length;
        return row(what, right === count ? `all ${count}` : `**${right} of ${count}**`, `all ${count}`, code(fixture));
      })
      .join('')
  );
}
