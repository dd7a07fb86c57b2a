/** Matchers for `expect.extend` of jest and Vitest. The proof is always the same trace id and the parent's span id. */
import { compareTrees, describeUnexpected, drawComparison, drawTree } from './comparison.js';
import { parseTree } from './expected-tree.js';
import { described, knownSpan, recordedSpan, recordedSpans, type KnownSpan, type SpanReference } from './span.js';
import { treeOf, type TreeOptions } from './trace-tree.js';
import { sorted, type Branch } from './tree.js';

/** What they add to an assertion; `R` is what the matchers of a test runner return. A span that was looked up and not found fails the test. */
export interface TraceMatchers<R = void> {
  /** The span is in the trace of `parent`, and `parent` is its parent. */
  toBeChildOf(parent: SpanReference | undefined): R;
  /** Both spans are in one trace. */
  toShareTraceWith(other: SpanReference | undefined): R;
  /** The span has no parent. */
  toBeRoot(): R;
  /** The spans form the tree of a text like that of `renderTraceTree`, with siblings in any order. */
  toFormTree(text: string, options?: TreeOptions): R;
}

export interface MatcherResult {
  readonly pass: boolean;
  /** Asked for when the assertion fails: with `.not` when it passes. */
  message(): string;
}

export type Matchers = { readonly [Name in keyof TraceMatchers]: (received: unknown, ...expected: Parameters<TraceMatchers[Name]>) => MatcherResult };

/** Given to `expect.extend`. */
export const matchers: Matchers = {
  toBeChildOf(received, given) {
    const [span, parent] = [recordedSpan(received, 'what is expected to be a child'), knownSpan(given, 'the parent')];
    return result({
      call: 'toBeChildOf(parent)',
      pass: span.traceId === parent.traceId && span.parentSpanId === parent.spanId,
      says: { Parent: parent, Found: span },
      expected: () => treeOf([parent, { ...span, traceId: parent.traceId, parentSpanId: parent.spanId }]),
      found: () => treeOf([parent, span]),
    });
  },
  toShareTraceWith(received, given) {
    const [span, other] = [knownSpan(received, 'what is expected to share a trace'), knownSpan(given, 'the other span')];
    return result({
      call: 'toShareTraceWith(other)',
      pass: span.traceId === other.traceId,
      says: { Other: other, Found: span },
      expected: () => tracesOf(other, { ...span, traceId: other.traceId }),
      found: () => tracesOf(other, span),
    });
  },
  toBeRoot(received) {
    const span = recordedSpan(received, 'what is expected to be a root');
    return result({
      call: 'toBeRoot()',
      pass: span.parentSpanId === undefined,
      says: { Found: span },
      expected: () => treeOf([{ ...span, parentSpanId: undefined }]),
      found: () => treeOf([span]),
    });
  },
  toFormTree(received, text, options) {
    const [expected, found] = [parseTree(text), treeOf(recordedSpans(received), options)];
    return result({
      call: 'toFormTree(text)',
      pass: compareTrees(expected, found).every(({ mark }) => mark === ' '),
      says: {},
      expected: () => expected,
      found: () => found,
    });
  },
};

interface Case {
  readonly call: string;
  readonly pass: boolean;
  /** The spans in question, by what they are. */
  readonly says: Readonly<Record<string, KnownSpan>>;
  expected(): Branch[];
  found(): Branch[];
}

function result({ call, pass, says, expected, found }: Case): MatcherResult {
  const width = Math.max(0, ...Object.keys(says).map(({ length }) => length));
  const spans = Object.entries(says).map(([role, span]) => `${`${role}:`.padEnd(width + 1)} ${described(span)}`).join('\n');
  const paragraphs = (...all: readonly string[]): string => all.filter(Boolean).join('\n\n');
  return {
    pass,
    message() {
      if (pass) return paragraphs(`expect(received).not.${call}`, spans, drawTree(found()));
      const rows = compareTrees(expected(), found());
      return paragraphs(`expect(received).${call}`, spans, drawComparison(rows), spans ? '' : describeUnexpected(rows));
    },
  };
}

/** The trees of both, below their traces. */
function tracesOf(...spans: readonly KnownSpan[]): Branch[] {
  const traces = [...new Set(spans.map(({ traceId }) => traceId))];
  return sorted(traces.map((traceId) => ({ label: `trace ${traceId}`, children: treeOf(spans.filter((span) => span.traceId === traceId)) })));
}
