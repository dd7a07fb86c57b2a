/** The finished spans of all execution units in one place: of this thread, and of what it starts. */
import { nodeProcess, type NodeProcess } from '../platform.js';
import { drawTree } from './comparison.js';
import { SPANS, spanReader, type CollectedSpan } from './collected-span.js';
import { hostProcess } from './host-process.js';
import { misuse, recordedSpans } from './span.js';
import { treeOf } from './trace-tree.js';

export interface SpanCollector {
  /** For workers and child processes whose environment is given: `{ env: { ...process.env, ...collector.env } }`. */
  readonly env: Readonly<Record<string, string>>;
  /** The spans that have ended until now, in the order in which they ended. */
  spans(): readonly CollectedSpan[];
  /**
   * Wait for spans.
   *
   * @param condition What must be true of them, or how many there must be.
   * @param options.timeout In milliseconds; 4000 by default, less than a test has in jest and Vitest.
   */
  until(condition: number | ((spans: readonly CollectedSpan[]) => boolean), options?: { readonly timeout?: number }): Promise<readonly CollectedSpan[]>;
  /** Forget the spans that have ended until now. */
  clear(): void;
  /** Stop collecting; what was collected can still be asked for. */
  end(): void;
}

// A test may replace them while it waits.
const { setTimeout } = globalThis;
const now = performance.now.bind(performance);

const INTERVAL = 10;

/**
 * Collect the finished spans of every thread and process whose SDK has a `CollectingSpanProcessor`.
 * Workers and child processes that are started from now on inherit the variable that says where to;
 * those that were started before do not collect.
 */
export function collectSpans(): SpanCollector {
  const process = hostProcess();
  if (!process?.getBuiltinModule) throw misuse('spans are collected in a file, so this needs Node 20.16 or newer.');
  const [fs, os, path] = [process.getBuiltinModule('fs'), process.getBuiltinModule('os'), process.getBuiltinModule('path')];
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'otel-baton-spans-'));
  const file = path.join(folder, 'spans.jsonl');
  const restore = setVariable(file, new Set([process, nodeProcess ?? process]));
  const read = spanReader(file);
  let spans: readonly CollectedSpan[] = [];
  const all = (): readonly CollectedSpan[] => (spans = [...spans, ...read()]);
  return {
    env: { [SPANS]: file },
    spans: all,
    async until(condition, { timeout = 4000 } = {}) {
      const isMet = typeof condition === 'number' ? (given: readonly CollectedSpan[]) => given.length >= condition : condition;
      for (const begun = now(); !isMet(all()); await new Promise((resolve) => setTimeout(resolve, INTERVAL))) {
        if (now() - begun >= timeout) throw missing(typeof condition === 'number' ? `${condition} span${condition === 1 ? '' : 's'}` : 'spans that meet the condition', spans, timeout);
      }
      return spans;
    },
    clear() {
      all();
      spans = [];
    },
    end() {
      all();
      restore();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** In the environment that is inherited, and in the one that a test runner shows its tests. */
function setVariable(file: string, processes: ReadonlySet<NodeProcess>): () => void {
  const environments = [...processes].map(({ env }) => ({ env, before: env[SPANS] }));
  for (const { env } of environments) env[SPANS] = file;
  return () => {
    // Another collector may have begun.
    for (const { env, before } of environments.filter((each) => each.env[SPANS] === file)) {
      if (before === undefined) delete env[SPANS];
      else env[SPANS] = before;
    }
  };
}

function missing(wanted: string, spans: readonly CollectedSpan[], timeout: number): Error {
  return misuse(
    `after waiting ${timeout} ms for ${wanted}, there are these ${spans.length}:\n\n${drawTree(treeOf(recordedSpans(spans)))}\n\n` +
      `Is the SDK started with a CollectingSpanProcessor in each worker and child process? Were they started after the collector? Where their environment is given, does it hold \`collector.env\`?`,
  );
}
