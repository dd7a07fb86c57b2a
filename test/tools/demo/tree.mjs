/**
 * @typedef {import('./spans.mjs').Span} Span
 *
 * @typedef {object} TreeNode
 * @property {Span} span
 * @property {TreeNode[]} children
 *
 * @typedef {object} Trace
 * @property {string} traceId
 * @property {TreeNode[]} roots
 * @property {number} size
 */

/**
 * A span's name and the order it worked for: unique within a run, unlike the name alone.
 *
 * @param {Span} span
 */
export function labelOf(span) {
  const order = span.attributes['order.id'];
  return order === undefined ? span.name : `${span.name} #${order}`;
}

/**
 * Traces, their roots and all children by start time; a span whose parent is not there is a root.
 *
 * @param {Span[]} spans
 * @returns {Trace[]}
 */
export function tracesOf(spans) {
  const sorted = [...spans].sort((a, b) => a.start - b.start || labelOf(a).localeCompare(labelOf(b)));
  const nodes = new Map(sorted.map((span) => [span.spanId, /** @type {TreeNode} */ ({ span, children: [] })]));
  /** @type {Map<string, Trace>} */
  const traces = new Map();
  for (const node of nodes.values()) {
    const { traceId, parentSpanId = '' } = node.span;
    const trace = traces.get(traceId) ?? { traceId, roots: [], size: 0 };
    traces.set(traceId, trace);
    trace.size += 1;
    (nodes.get(parentSpanId)?.children ?? trace.roots).push(node);
  }
  return [...traces.values()];
}

/**
 * Depth first, as both the terminal and the page show it.
 *
 * @param {TreeNode[]} nodes
 * @param {string} [indent] the branches drawn so far
 * @returns {Generator<{ span: Span, indent: string, branch: string, depth: number }>}
 */
export function* walk(nodes, indent = '', depth = 0) {
  for (const [index, { span, children }] of nodes.entries()) {
    const last = index === nodes.length - 1;
    const branch = depth === 0 ? '' : last ? '└─ ' : '├─ ';
    yield { span, indent, branch, depth };
    yield* walk(children, depth === 0 ? indent : indent + (last ? '   ' : '│  '), depth + 1);
  }
}

/**
 * The shortest prefixes that still tell these ids apart.
 *
 * @param {Iterable<string>} ids
 */
export function shortener(ids) {
  const all = [...new Set(ids)];
  let length = 4;
  while (new Set(all.map((id) => id.slice(0, length))).size < all.length) length += 1;
  return (/** @type {string} */ id) => id.slice(0, length);
}
