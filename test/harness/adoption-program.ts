/** One small program in two threads, written in many ways: main asks the worker, the worker answers, main prints the answer. */

/** What a configuration writes in its own way; the rest is the same everywhere. */
export interface Parts {
  /** First in the file. */
  readonly head?: string;
  /** In place of the imports of `worker_threads` and the API. */
  readonly imports?: string;
  /** Between the imports and the program. */
  readonly declarations?: string;
  /** The statement that sends. */
  readonly send?: string;
  /** Last in the file. */
  readonly tail?: string;
}

export const ESM_WORKER = "new URL('./worker.js', import.meta.url)";
export const COMMONJS_WORKER = "join(__dirname, 'worker.js')";

/** @param worker The expression that names the worker's file. */
export function main(worker: string, parts: Parts = {}): string {
  const path = worker.startsWith('join(') ? "import { join } from 'node:path';\n" : '';
  const imports = parts.imports ?? `${path}import { Worker } from 'node:worker_threads';\nimport { trace } from '@opentelemetry/api';\n`;
  return `${parts.head ?? ''}${imports}
const tracer = trace.getTracer('app');
const worker = new Worker(${worker});
${parts.declarations ?? ''}
worker.on('message', (reply: { answer: number; saw: string[] }) => {
  tracer.startSpan('reply').end();
  console.log(JSON.stringify(reply));
});
tracer.startActiveSpan('request', (span) => {
  ${parts.send ?? 'worker.postMessage({ question: 6 });'}
  span.end();
});
${parts.tail ?? ''}`;
}

export function worker(parts: Parts = {}): string {
  const imports = parts.imports ?? "import { parentPort } from 'node:worker_threads';\nimport { trace } from '@opentelemetry/api';\n";
  return `${parts.head ?? ''}${imports}
const tracer = trace.getTracer('app');
${parts.declarations ?? ''}
// The thread ends when nobody listens any more.
parentPort?.once('message', (job: { question: number }) => {
  tracer.startActiveSpan('work', (span) => {
    const saw = Object.keys(job);
    ${parts.send ?? 'parentPort?.postMessage({ answer: job.question * 7, saw });'}
    span.end();
  });
});
${parts.tail ?? ''}`;
}

/** What it prints, and its trace with and without us. */
export const OUTPUT = '{"answer":42,"saw":["question"]}\n';
export const CONNECTED = 'request\n  work\n    reply\n';
export const BROKEN = 'reply\nrequest\nwork\n';
