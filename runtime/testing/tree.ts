/**
 * Trees of labels, with siblings in order of the text that they and what is below them make. Nothing
 * here calls itself: a chain of spans may be longer than the stack is deep.
 */
import type { KnownSpan } from './span.js';

export interface Branch {
  readonly label: string;
  readonly children: Branch[];
  /** What it stands for, if it is no line of an expected text. */
  readonly span?: KnownSpan;
}

export interface Line {
  readonly depth: number;
  readonly branch: Branch;
}

/** All lists of siblings, each after the one that its parent is in. */
export function siblings(roots: Branch[]): Branch[][] {
  const lists = [roots];
  for (const list of lists) for (const { children } of list) if (children.length) lists.push(children);
  return lists;
}

/** Parents before their children, as they are written. */
export function* walk(roots: readonly Branch[]): Generator<Line, undefined> {
  const open = roots.map((branch) => ({ depth: 0, branch })).reverse();
  for (let line = open.pop(); line; line = open.pop()) {
    yield line;
    const { depth, branch } = line;
    for (let index = branch.children.length - 1; index >= 0; index--) open.push({ depth: depth + 1, branch: branch.children[index] as Branch });
  }
}

/** Bring all siblings into order, the lowest first: those above are compared by what is below them. */
export function sorted(roots: Branch[]): Branch[] {
  for (const list of siblings(roots).reverse()) list.sort(byText);
  return roots;
}

/** As the texts of both, written out, would be compared; without writing them out. */
function byText(one: Branch, other: Branch): number {
  if (one.label !== other.label) return one.label < other.label ? -1 : 1;
  const [left, right] = [walk(one.children), walk(other.children)];
  for (;;) {
    const [first, second] = [left.next().value, right.next().value];
    if (!first || !second) return first ? 1 : second ? -1 : 0;
    // A line that is indented more starts with a space, which is before all that a label starts with.
    if (first.depth !== second.depth) return second.depth - first.depth;
    if (first.branch.label !== second.branch.label) return first.branch.label < second.branch.label ? -1 : 1;
  }
}

/** Two spaces a level. */
export const indented = (depth: number, label: string): string => `${'  '.repeat(depth)}${label}`;
