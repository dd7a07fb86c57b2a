/** The nodes of an emitted file by the places of the source that they come from. */
import type { Kinds, Loose, Node, SourceFile } from '../syntax.js';
import type { Positions } from './positions.js';

export interface EmittedTree {
  readonly sourceFile: SourceFile;
  /** Those that start where this place of the source is emitted; a node stands before what is in it. */
  startingAt(source: number): readonly Loose[];
  /** The place of the source where the node ends. */
  endOf(node: Loose): number | undefined;
}

export function createEmittedTree(sourceFile: SourceFile, positions: Positions): EmittedTree {
  const byStart = new Map<number, Loose[]>();

  function visit(node: Node): undefined {
    const start = positions.sourceOf(node.getStart(sourceFile));
    if (start !== undefined) {
      const listed = byStart.get(start);
      if (listed) listed.push(node as Loose);
      else byStart.set(start, [node as Loose]);
    }
    node.forEachChild(visit);
  }
  sourceFile.forEachChild(visit);

  return {
    sourceFile,
    startingAt: (source) => byStart.get(source) ?? [],
    endOf: (node) => positions.sourceOf(node.end),
  };
}

/** Whether a node stands where a statement does: in a list of them, or as the body of a loop or a condition. */
export function isStatement(kinds: Kinds, node: Loose): boolean {
  const parent = node.parent as Loose | undefined;
  if (!parent) return false;
  const lists: readonly number[] = [kinds.SourceFile, kinds.Block, kinds.ModuleBlock, kinds.DefaultClause];
  if (lists.includes(parent.kind)) return true;
  if (parent.kind === kinds.CaseClause) return parent.expression !== node;
  return parent.statement === node || parent.thenStatement === node || parent.elseStatement === node;
}
