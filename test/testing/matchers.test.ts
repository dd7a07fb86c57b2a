/** Each matcher: what it takes, what it says when it fails, and what it says with `.not`. */
import { context, trace, TraceFlags } from '@opentelemetry/api';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { TraceMatchers } from '../../runtime/testing/index.js';

const exporter = new InMemorySpanExporter();
const tracer = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).getTracer('test');

/** Spans with ids that can be written down, as they are collected. */
const span = (name: string, spanId: string, parentSpanId?: string, traceId = 'trace-1') => ({ name, traceId, spanId, parentSpanId, attributes: {}, links: [] });

const REQUEST = span('GET /a', 'aa');
const HASH = span('worker.hash', 'bb', 'aa');
const DIGEST = span('digest', 'cc', 'bb');
const LOST = span('digest', 'cc', undefined, 'trace-2');

type Assertions = TraceMatchers<unknown>;

/** A message as it is written below: without what all its lines are indented by. */
function text(indented: string): string {
  const lines = indented.split('\n').slice(1, -1);
  const common = Math.min(...lines.filter(Boolean).map((line) => line.search(/\S/)));
  return lines.map((line) => line.slice(common)).join('\n');
}

/** The message of an assertion, which must fail. */
function messageOf(assertion: () => void): string {
  try {
    assertion();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('the assertion passed');
}

describe('a span may be', () => {
  const parent = tracer.startSpan('parent');
  const child = tracer.startSpan('child', {}, trace.setSpan(context.active(), parent));
  child.end();
  parent.end();
  const [finished, root] = exporter.getFinishedSpans();

  test('finished, live, or a span context, of an SDK 2', () => {
    expect(finished).toBeChildOf(root);
    expect(finished).toBeChildOf(parent);
    expect(finished).toBeChildOf(parent.spanContext());
    expect(child).toBeChildOf(parent);
    expect(root).not.toBeChildOf(finished);
    expect(parent).toShareTraceWith(child.spanContext());
    expect(root).toBeRoot();
    expect(finished).not.toBeRoot();
    expect(exporter.getFinishedSpans()).toFormTree('parent\n  child');
  });

  test('of an SDK 1, which knows the parent’s id only', () => {
    const old = { name: 'child', parentSpanId: 'aa', spanContext: () => ({ traceId: 'trace-1', spanId: 'dd' }) };
    expect(old).toBeChildOf(REQUEST);
    expect([old, REQUEST]).toFormTree('GET /a\n  child');
    expect({ ...old, parentSpanId: undefined }).toBeRoot();
  });

  test('one that is not recorded, where only its ids are asked for', () => {
    const unrecorded = trace.wrapSpanContext({ traceId: 'trace-1', spanId: 'aa', traceFlags: TraceFlags.NONE });
    expect(HASH).toBeChildOf(unrecorded);
    expect(unrecorded).toShareTraceWith(HASH);
    for (const assertion of [() => expect(unrecorded).toBeRoot(), () => expect(unrecorded).not.toBeRoot()]) {
      expect(messageOf(assertion)).toBe('otel-baton/testing: what is expected to be a root (trace trace-1, span aa) is not recorded, so its parent is not known. Give the finished span; if there is none, it was not sampled, or no SDK was started where it was made.');
    }
  });
});

describe('toBeChildOf', () => {
  test('wants the parent’s span id', () => {
    expect(HASH).toBeChildOf(REQUEST);
    expect(DIGEST).not.toBeChildOf(REQUEST);
    expect(messageOf(() => expect(DIGEST).toBeChildOf(REQUEST))).toBe(text(`
      expect(received).toBeChildOf(parent)

      Parent: GET /a (trace trace-1, span aa, no parent)
      Found:  digest (trace trace-1, span cc, parent bb)

        expected │ found
        GET /a   │ GET /a
      -   digest │
      +          │ digest (parent not recorded)
    `));
  });

  test('wants the parent’s trace id: span ids alone prove nothing', () => {
    const elsewhere = { ...HASH, traceId: 'trace-2' };
    expect(elsewhere).not.toBeChildOf(REQUEST);
    expect(messageOf(() => expect(elsewhere).toBeChildOf(REQUEST))).toBe(text(`
      expect(received).toBeChildOf(parent)

      Parent: GET /a (trace trace-1, span aa, no parent)
      Found:  worker.hash (trace trace-2, span bb, parent aa)

        expected      │ found
        GET /a        │ GET /a
      -   worker.hash │
      +               │ worker.hash (parent not recorded)
    `));
  });

  test('says with .not what it found', () => {
    expect(messageOf(() => expect(HASH).not.toBeChildOf(REQUEST))).toBe(text(`
      expect(received).not.toBeChildOf(parent)

      Parent: GET /a (trace trace-1, span aa, no parent)
      Found:  worker.hash (trace trace-1, span bb, parent aa)

        GET /a
          worker.hash
    `));
  });
});

describe('toShareTraceWith', () => {
  test('wants the same trace id', () => {
    expect(DIGEST).toShareTraceWith(REQUEST);
    expect(LOST).not.toShareTraceWith(REQUEST);
    expect(messageOf(() => expect(LOST).toShareTraceWith(REQUEST))).toBe(text(`
      expect(received).toShareTraceWith(other)

      Other: GET /a (trace trace-1, span aa, no parent)
      Found: digest (trace trace-2, span cc, no parent)

        expected      │ found
        trace trace-1 │ trace trace-1
          GET /a      │   GET /a
      -   digest      │
      +               │ trace trace-2
      +               │   digest
    `));
  });

  test('says with .not what it found', () => {
    expect(messageOf(() => expect(HASH).not.toShareTraceWith(REQUEST))).toBe(text(`
      expect(received).not.toShareTraceWith(other)

      Other: GET /a (trace trace-1, span aa, no parent)
      Found: worker.hash (trace trace-1, span bb, parent aa)

        trace trace-1
          GET /a
            worker.hash
    `));
  });
});

describe('toBeRoot', () => {
  test('wants no parent', () => {
    expect(REQUEST).toBeRoot();
    expect(HASH).not.toBeRoot();
    expect(messageOf(() => expect(HASH).toBeRoot())).toBe(text(`
      expect(received).toBeRoot()

      Found: worker.hash (trace trace-1, span bb, parent aa)

        expected    │ found
      - worker.hash │
      +             │ worker.hash (parent not recorded)
    `));
  });

  test('says with .not what it found', () => {
    expect(messageOf(() => expect(REQUEST).not.toBeRoot())).toBe(text(`
      expect(received).not.toBeRoot()

      Found: GET /a (trace trace-1, span aa, no parent)

        GET /a
    `));
  });
});

describe('toFormTree', () => {
  const SPANS = [DIGEST, span('worker.hash', 'dd', 'aa'), HASH, REQUEST];

  test('does not look at the order, in the array or in the text', () => {
    for (const spans of [SPANS, [...SPANS].reverse()]) {
      expect(spans).toFormTree('GET /a\n  worker.hash\n    digest\n  worker.hash');
      expect(spans).toFormTree('GET /a\n  worker.hash\n  worker.hash\n    digest');
    }
    expect(SPANS).not.toFormTree('GET /a\n  worker.hash\n    digest');
    expect(SPANS).not.toFormTree('GET /a\n  worker.hash\n  worker.hash\n  digest');
    expect([]).toFormTree('');
  });

  test('takes a template literal as it stands in the code', () => {
    expect(SPANS).toFormTree(`
      GET /a
        worker.hash

        worker.hash
          digest
    `);
    expect(SPANS).toFormTree('\r\n  GET /a\r\n    worker.hash  \r\n    worker.hash\r\n      digest\r\n');
  });

  test('draws both trees, and says where the spans are that it did not expect', () => {
    expect(messageOf(() => expect([LOST, HASH, REQUEST]).toFormTree('GET /a\n  worker.hash\n    digest'))).toBe(text(`
      expect(received).toFormTree(text)

        expected      │ found
        GET /a        │ GET /a
          worker.hash │   worker.hash
      -     digest    │
      +               │ digest

      Found, but not expected there:
        digest (trace trace-2, span cc, no parent)
    `));
  });

  test('pairs what is alike, however often there is one of a name', () => {
    const jobs = [1, 2, 3].flatMap((each) => [span('job', `job-${each}`, 'aa'), span(`step ${each}`, `step-${each}`, `job-${each}`)]);
    expect(messageOf(() => expect([REQUEST, ...jobs]).toFormTree('GET /a\n  job\n    step 1\n  job\n    step 3\n  job\n    step 4'))).toBe(text(`
      expect(received).toFormTree(text)

        expected   │ found
        GET /a     │ GET /a
          job      │   job
            step 1 │     step 1
          job      │   job
            step 3 │     step 3
          job      │   job
      +            │     step 2
      -     step 4 │

      Found, but not expected there:
        step 2 (trace trace-1, span step-2, parent job-2)
    `));
  });

  test('says with .not what it found', () => {
    expect(messageOf(() => expect([REQUEST, HASH]).not.toFormTree('GET /a\n  worker.hash'))).toBe(text(`
      expect(received).not.toFormTree(text)

        GET /a
          worker.hash
    `));
    expect(messageOf(() => expect([]).not.toFormTree(''))).toBe(text(`
      expect(received).not.toFormTree(text)

        (no spans)
    `));
  });

  test('tells spans of one name apart by an attribute', () => {
    const spans = [1, 2].map((id) => ({ ...span('digest', `digest-${id}`, 'aa'), attributes: { 'order.id': id, other: 'x' } }));
    expect([REQUEST, ...spans]).toFormTree('GET /a\n  digest {order.id: 1}\n  digest {order.id: 2}', { attributes: ['order.id'] });
    expect([REQUEST, ...spans]).not.toFormTree('GET /a\n  digest {order.id: 1}\n  digest {order.id: 1}', { attributes: ['order.id'] });
  });

  test.each([
    ['a level too deep', 'GET /a\n\n      digest', 'line 3 of the expected tree (digest) is indented by 6, where an even number up to 2 is possible.'],
    ['half a level', 'GET /a\n worker.hash', 'line 2 of the expected tree (worker.hash) is indented by 1, where an even number up to 2 is possible.'],
    ['a tab', 'GET /a\n\tworker.hash', 'line 2 of the expected tree (worker.hash) is indented by something else than spaces.'],
    ['a first line that is deeper than the others', '  GET /a\nworker.hash', 'line 1 of the expected tree (GET /a) is indented by 2, where an even number up to 0 is possible.'],
  ])('refuses %s in the text, and names the line', (_, text, message) => {
    for (const assertion of [() => expect(SPANS).toFormTree(text), () => expect(SPANS).not.toFormTree(text)]) {
      expect(messageOf(assertion).startsWith(`otel-baton/testing: ${message} Indent each level by two spaces`)).toBe(true);
    }
  });
});

/** As wrong with `.not` as without. */
describe('what is no span is an error of the test', () => {
  test.each([
    ['nothing', undefined, 'undefined'],
    ['an object without spanContext', { name: 'GET /a', parentSpanId: 'aa' }, 'an object with name, parentSpanId'],
    ['a span whose context is missing', { name: 'GET /a', spanContext: () => undefined }, 'an object with name, spanContext'],
    ['a text', 'GET /a', '"GET /a"'],
  ])('%s', (_, value, shown) => {
    const reference = value as unknown as typeof REQUEST;
    const roles: readonly (readonly [string, unknown, (given: Assertions) => void])[] = [
      ['what is expected to be a root', value, (given) => given.toBeRoot()],
      ['what is expected to be a child', value, (given) => given.toBeChildOf(REQUEST)],
      ['what is expected to share a trace', value, (given) => given.toShareTraceWith(REQUEST)],
      ['the parent', HASH, (given) => given.toBeChildOf(reference)],
      ['the other span', HASH, (given) => given.toShareTraceWith(reference)],
      ['span 1 of the array', [REQUEST, value], (given) => given.toFormTree('GET /a')],
    ];
    for (const [role, received, assert] of roles) {
      const message = `otel-baton/testing: ${role} must be a span (of an SDK, of the API, or collected), but is ${shown}. If it was looked up, it was not found: was it ended, and collected?`;
      expect(messageOf(() => assert(expect(received)))).toBe(message);
      expect(messageOf(() => assert(expect(received).not))).toBe(message);
    }
  });

  test('an exporter in place of its spans', () => {
    expect(messageOf(() => expect(exporter).toFormTree(''))).toBe(`otel-baton/testing: a tree is formed by an array of spans, as \`exporter.getFinishedSpans()\` or \`collector.spans()\` return, not by an object with _finishedSpans, _stopped.`);
  });
});
