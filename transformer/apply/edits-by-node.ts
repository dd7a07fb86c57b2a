/** The edits of a file by the node they stand at, in the order in which each is written around those before it. */
import type { Argument, Edit } from '../plan/rewrite.js';
import type { Node } from '../syntax.js';

export function editsByNode(edits: readonly Edit[]): Map<Node, Edit[]> {
  const byNode = new Map<Node, Edit[]>();
  for (const edit of edits) {
    const listed = byNode.get(edit.node);
    if (!listed) byNode.set(edit.node, [edit]);
    // Several pulls in one block share its scope and its awaits.
    else if (!listed.some((each) => isSame(each, edit))) listed.push(edit);
  }
  // Where blocks nest, the inner one steps aside first and comes back last.
  for (const listed of byNode.values()) listed.sort((a, b) => (depth(a) - depth(b)) * (isSuspend(b) ? -1 : 1));
  return byNode;
}

const isSuspend = (edit: Edit): boolean => edit.edit === 'wrap' && edit.helper === 'suspend';

/** How far in the block is whose scope the edit names: blocks that hold a node nest, so the later starts further in. */
function depth(edit: Edit): number {
  // A message is attached when all blocks are back.
  if (edit.edit === 'wrap' && edit.helper === 'attachNext') return Infinity;
  const scope = edit.edit === 'wrap' && (edit.helper === 'suspend' || edit.helper === 'resume') ? scopeOf(edit.before) : undefined;
  return scope?.pos ?? 0;
}

function isSame(a: Edit, b: Edit): boolean {
  if (a.edit === 'scope') return b.edit === 'scope';
  if (a.edit === 'wrap' && b.edit === 'wrap') return a.helper === b.helper && scopeOf(a.before) === scopeOf(b.before);
  if (a.edit === 'insert' && b.edit === 'insert') return a.helper === b.helper && scopeOf(a.arguments) === scopeOf(b.arguments);
  return a.edit === b.edit && a.edit !== 'insert' && a.edit !== 'wrap';
}

function scopeOf(args: readonly Argument[] | undefined): Node | undefined {
  const scope = args?.find((each) => 'scope' in each);
  return scope && 'scope' in scope ? scope.scope : undefined;
}
