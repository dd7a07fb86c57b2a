/** Two trees beside each other, with the lines marked in which they differ. */
import { described } from './span.js';
import { indented, siblings, walk, type Branch } from './tree.js';

export interface Row {
  /** In both, only expected, only found. */
  readonly mark: ' ' | '-' | '+';
  readonly depth: number;
  readonly branch: Branch;
}

interface Pair {
  readonly expected?: Branch | undefined;
  readonly found?: Branch | undefined;
}

/** Pair what is the same, then what has the same label, and go on below that. Both trees are sorted. */
export function compareTrees(expected: Branch[], found: Branch[]): readonly Row[] {
  const kinds = new Map<string, number>();
  const kindOf = new Map([...kindsOf(expected, kinds), ...kindsOf(found, kinds)]);
  const rows: Row[] = [];
  const open = pairs(expected, found, kindOf).map((pair) => ({ depth: 0, pair })).reverse();
  for (let next = open.pop(); next; next = open.pop()) {
    const { depth, pair } = next;
    if (pair.expected && pair.found) {
      rows.push({ mark: ' ', depth, branch: pair.found });
      const below = pairs(pair.expected.children, pair.found.children, kindOf);
      for (let index = below.length - 1; index >= 0; index--) open.push({ depth: depth + 1, pair: below[index] as Pair });
    } else {
      const [mark, only] = pair.expected ? (['-', pair.expected] as const) : (['+', pair.found] as const);
      for (const line of only ? walk([only]) : []) rows.push({ mark, depth: depth + line.depth, branch: line.branch });
    }
  }
  return rows;
}

/** Equal trees are of one kind; `kinds` knows those of both sides. */
function kindsOf(roots: Branch[], kinds: Map<string, number>): ReadonlyMap<Branch, number> {
  const kindOf = new Map<Branch, number>();
  for (const branch of siblings(roots).reverse().flat()) {
    const text = `${branch.children.map((each) => kindOf.get(each)).join()} ${branch.label}`;
    const kind = kinds.get(text) ?? kinds.size;
    kinds.set(text, kind);
    kindOf.set(branch, kind);
  }
  return kindOf;
}

function pairs(expected: readonly Branch[], found: readonly Branch[], kindOf: ReadonlyMap<Branch, number>): readonly Pair[] {
  const same = match(expected, found, (each) => kindOf.get(each));
  const alike = match(same.expected, same.found, ({ label }) => label);
  const all: Pair[] = [...same.pairs, ...alike.pairs, ...alike.expected.map((each) => ({ expected: each })), ...alike.found.map((each) => ({ found: each }))];
  const labelOf = (pair: Pair): string => (pair.expected ?? pair.found)?.label ?? '';
  return all.sort((one, other) => (labelOf(one) < labelOf(other) ? -1 : labelOf(one) > labelOf(other) ? 1 : 0));
}

/** Pair those that have the same key, in their order; the others are left. */
function match(expected: readonly Branch[], found: readonly Branch[], keyOf: (branch: Branch) => unknown): { readonly pairs: Pair[]; readonly expected: Branch[]; readonly found: Branch[] } {
  const free = new Map<unknown, Branch[]>();
  for (const each of [...found].reverse()) {
    const list = free.get(keyOf(each));
    if (list) list.push(each);
    else free.set(keyOf(each), [each]);
  }
  const matched: Pair[] = [];
  const left: Branch[] = [];
  for (const each of expected) {
    const partner = free.get(keyOf(each))?.pop();
    if (partner) matched.push({ expected: each, found: partner });
    else left.push(each);
  }
  return { pairs: matched, expected: left, found: [...free.values()].flat() };
}

/** More lines than these are no help. */
const MOST = 60;
const BEFORE = 10;
const FEW = 10;
const DEEPEST = 30;

const lineOf = (depth: number, { label }: Branch): string => (depth > DEEPEST ? indented(DEEPEST, `… ${label}`) : indented(depth, label));
const more = (count: number): string[] => (count > 0 ? [`  … ${count} more lines`] : []);

/** Draw a tree, or the start of it where it is long. */
export function drawTree(roots: readonly Branch[]): string {
  const lines = [...walk(roots)];
  return [...lines.slice(0, MOST).map(({ depth, branch }) => `  ${lineOf(depth, branch)}`), ...more(lines.length - MOST)].join('\n') || '  (no spans)';
}

/** Draw both trees, from a little before the first line that differs where they are long. */
export function drawComparison(rows: readonly Row[]): string {
  const from = rows.length > MOST ? Math.max(0, rows.findIndex(({ mark }) => mark !== ' ') - BEFORE) : 0;
  const shown = rows.slice(from, from + MOST);
  const base = Math.min(...shown.map(({ depth }) => depth));
  const texts = shown.map(({ mark, depth, branch }) => ({ mark, text: lineOf(depth - base, branch) }));
  const width = Math.max('expected'.length, ...texts.map(({ mark, text }) => (mark === '+' ? 0 : text.length)));
  const line = (mark: string, left: string, right: string): string => `${mark} ${left.padEnd(width)} │ ${right}`.trimEnd();
  return [
    line(' ', 'expected', 'found'),
    ...more(from),
    ...texts.map(({ mark, text }) => line(mark, mark === '+' ? '' : text, mark === '-' ? '' : text)),
    ...more(rows.length - from - shown.length),
  ].join('\n');
}

/** Say of the spans that are not where they were expected which they are. */
export function describeUnexpected(rows: readonly Row[]): string {
  const spans = rows.flatMap(({ mark, branch }) => (mark === '+' && branch.span ? [branch.span] : []));
  const lines = spans.slice(0, FEW).map((span) => `  ${described(span)}`);
  if (spans.length > FEW) lines.push(`  … ${spans.length - FEW} more`);
  return lines.length ? `Found, but not expected there:\n${lines.join('\n')}` : '';
}
