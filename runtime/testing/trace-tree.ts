/** Finished spans as an indented tree of names. */
import { recordedSpans, type FinishedSpan, type KnownSpan, type SpanIds } from './span.js';
import { indented, sorted, walk, type Branch } from './tree.js';

export interface TreeOptions {
  /** Names of attributes that are written after the name, by which spans of one name are told apart. */
  readonly attributes?: readonly string[];
  /** Write the trace id and the span id too. */
  readonly ids?: boolean;
}

/**
 * Write spans as a tree. Children stand under their parent if trace id and span id are both the
 * parent's. Siblings are in order of their text, so that the tree does not depend on timing. A span
 * whose parent was not recorded is marked, and links are named.
 */
export function renderTraceTree(spans: readonly FinishedSpan[], options: TreeOptions = {}): string {
  return [...walk(treeOf(recordedSpans(spans), options))].map(({ depth, branch }) => `${indented(depth, branch.label)}\n`).join('');
}

const keyOf = (traceId: string, spanId: string): string => `${traceId} ${spanId}`;

export function treeOf(spans: readonly KnownSpan[], options: TreeOptions = {}): Branch[] {
  const known = new Map<string, KnownSpan>();
  for (const span of spans) if (!known.has(keyOf(span.traceId, span.spanId))) known.set(keyOf(span.traceId, span.spanId), span);
  const find = ({ traceId, spanId }: SpanIds): KnownSpan | undefined => known.get(keyOf(traceId, spanId));
  const parentOf = ({ traceId, parentSpanId }: KnownSpan): KnownSpan | undefined => known.get(keyOf(traceId, parentSpanId ?? ''));
  const circular = circlesOf([...known.values()], parentOf);

  function marks(span: KnownSpan): string {
    const missing = span.parentSpanId !== undefined && !parentOf(span) ? ' (parent not recorded)' : '';
    const names = span.links.map((each) => find(each)?.name ?? 'not recorded').sort();
    const links = names.length ? ` (linked to ${names.join(', ')})` : '';
    return `${missing}${circular.has(span) ? ' (its own ancestor)' : ''}${find(span) === span ? '' : ' (recorded twice)'}${links}`;
  }

  const branches = new Map(spans.map((span) => [span, { label: printable(`${span.name}${extras(span, options)}${marks(span)}`), children: [] as Branch[], span }] as const));
  const roots: Branch[] = [];
  for (const [span, branch] of branches) {
    const parent = circular.has(span) ? undefined : parentOf(span);
    (parent ? (branches.get(parent)?.children ?? roots) : roots).push(branch);
  }
  return sorted(roots);
}

/** One span of each circle of parents, the first by name: there it is cut open. */
function circlesOf(spans: readonly KnownSpan[], parentOf: (span: KnownSpan) => KnownSpan | undefined): ReadonlySet<KnownSpan> {
  const cut = new Set<KnownSpan>();
  /** From where each was reached first. */
  const reached = new Map<KnownSpan, KnownSpan>();
  for (const start of spans) {
    let span: KnownSpan | undefined = start;
    for (; span && !reached.has(span); span = parentOf(span)) reached.set(span, start);
    if (!span || reached.get(span) !== start) continue;
    const circle = [span];
    for (let each = parentOf(span); each && each !== span; each = parentOf(each)) circle.push(each);
    const [first = span] = circle.sort((one, other) => (`${one.name} ${one.spanId}` < `${other.name} ${other.spanId}` ? -1 : 1));
    cut.add(first);
  }
  return cut;
}

function extras({ attributes, traceId, spanId }: KnownSpan, options: TreeOptions): string {
  const chosen = (options.attributes ?? []).flatMap((name) => (Object.hasOwn(attributes, name) ? `${name}: ${JSON.stringify(attributes[name])}` : []));
  return `${chosen.length ? ` {${chosen.join(', ')}}` : ''}${options.ids ? ` [trace ${traceId}, span ${spanId}]` : ''}`;
}

/** A label is one line, and cannot speak to the terminal. */
function printable(label: string): string {
  return label.replace(/[\p{Cc}\u2028\u2029]/gu, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`).trim() || '(no name)';
}
