/** Traces as text: the marks, the order, and traces that are hostile to who draws them. */
import { matchers, renderTraceTree, type FinishedSpan } from '../../runtime/testing/index.js';

interface Plain {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string | undefined;
}

const span = (name: string, spanId: string, parentSpanId?: string, traceId = 'trace-1'): Plain => ({ name, traceId, spanId, parentSpanId });
const ids = (spanId: string, traceId = 'trace-1') => ({ context: { traceId, spanId } });

/** Every order of a few spans. */
function orders<T>(items: readonly T[]): readonly (readonly T[])[] {
  return items.length ? items.flatMap((item, index) => orders(items.filter((_, other) => other !== index)).map((rest) => [item, ...rest])) : [[]];
}

test('children stand under their parents, in order of their text, whatever the order of the spans', () => {
  const spans = [span('b', '1'), span('d', '2', '1'), span('d', '3', '1'), span('e', '4', '3'), span('c', '5', '2'), span('a', '6')];
  for (const order of orders(spans)) expect(renderTraceTree(order)).toBe('a\nb\n  d\n    c\n  d\n    e\n');
});

test('of siblings with one name, what is below them says the order, as their texts would', () => {
  const spans = [span('a', '1'), span('a', '2'), span('z', '3', '2'), span('a', '4'), span('b', '5', '4'), span('a', '6'), span('b', '7', '6'), span('c', '8', '7')];
  expect(renderTraceTree(spans)).toBe('a\na\n  b\na\n  b\n    c\na\n  z\n');
});

test('a parent of another trace is none', () => {
  expect(renderTraceTree([span('a', '1'), span('b', '2', '1', 'trace-2')])).toBe('a\nb (parent not recorded)\n');
});

test('links are named, and marked where they lead nowhere', () => {
  const linked = { ...span('c', '3'), links: [ids('2'), ids('1'), ids('9'), ids('1', 'trace-2')] };
  expect(renderTraceTree([span('a', '1'), span('b', '2', '1'), linked])).toBe('a\n  b\nc (linked to a, b, not recorded, not recorded)\n');
});

test('attributes and ids are written where they are asked for', () => {
  const spans: FinishedSpan[] = [{ ...span('a', '1'), attributes: { id: 6, route: '/a', of: 'nobody' } }, span('b', '2', '1')];
  expect(renderTraceTree(spans, { attributes: ['route', 'id', 'toString'], ids: true })).toBe('a {route: "/a", id: 6} [trace trace-1, span 1]\n  b [trace trace-1, span 2]\n');
});

test('a span that was given twice is marked, and its children are drawn once', () => {
  expect(renderTraceTree([span('a', '1'), span('b', '2', '1'), span('c', '3', '2'), span('b', '2', '1')])).toBe('a\n  b\n    c\n  b (recorded twice)\n');
});

test('a circle of parents is cut open at the first name, and none of its spans is left out', () => {
  const spans = [span('b', '1', '3'), span('a', '2', '1'), span('c', '3', '2'), span('d', '4', '3'), span('self', '5', '5')];
  for (const order of orders(spans)) expect(renderTraceTree(order)).toBe('a (its own ancestor)\n  c\n    b\n    d\nself (its own ancestor)\n');
});

test('a name stays in its line, and does not speak to the terminal', () => {
  expect(renderTraceTree([span('a\n  b', '1'), span('\u001b[31mred\u2028', '2'), span(' ', '3')])).toBe('(no name)\n\\u001b[31mred\\u2028\na\\u000a  b\n');
});

describe('10,000 spans', () => {
  const COUNT = 10_000;
  const counted = <T>(make: (index: number) => T): T[] => Array.from({ length: COUNT }, (_, index) => make(index));
  const chain = counted((index) => span(`n${index}`, `${index}`, index ? `${index - 1}` : undefined));
  const chainText = counted((index) => `${'  '.repeat(index)}n${index}`).join('\n');
  const wide = [span('root', 'root'), ...counted((index) => span(`n${index % 2}`, `${index}`, 'root'))];

  test('in one chain are drawn, and compared', () => {
    expect(renderTraceTree(chain)).toBe(`${chainText}\n`);
    const broken = chain.map((each, index) => (index === 9_990 ? { ...each, traceId: 'trace-2' } : each));
    const { pass, message } = matchers.toFormTree(broken, chainText);
    expect(pass).toBe(false);
    expect(message()).toContain('n9990 (trace trace-2, span 9990, parent 9989)');
    expect(message().length).toBeLessThan(20_000);
  });

  test('under one parent are drawn, and compared', () => {
    expect(renderTraceTree(wide)).toBe(`root\n${'  n0\n'.repeat(COUNT / 2)}${'  n1\n'.repeat(COUNT / 2)}`);
    const { pass, message } = matchers.toFormTree(wide.slice(0, -1), renderTraceTree(wide));
    expect(pass).toBe(false);
    expect(message()).toBe(`expect(received).toFormTree(text)\n\n  expected │ found\n  … 9990 more lines\n${'  n1       │ n1\n'.repeat(10)}- n1       │`);
  });

  test('in a circle are drawn', () => {
    const circle = chain.map((each, index) => (index ? each : { ...each, parentSpanId: `${COUNT - 1}` }));
    expect(renderTraceTree(circle).slice(0, 30)).toBe('n0 (its own ancestor)\n  n1\n   ');
  });
});
