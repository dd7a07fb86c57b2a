/** Pieces of text around the nodes of a file, put in the order in which the nodes nest. */
import MagicString, { type SourceMap } from 'magic-string';
import type { Node, SourceFile } from '../../syntax.js';

export interface Insertions {
  /** Before the node at `at`, or first in it; outside what nodes that stand in it get there. */
  before(node: Node, text: string, at?: number): void;
  /** After the node at `at`, or last in it; outside what nodes that stand in it get there. */
  after(node: Node, text: string, at?: number): void;
  /** In place of what stands there, which its first character is mapped to. */
  replace(start: number, end: number, text: string): void;
  finish(): { readonly code: string; readonly map: SourceMap };
}

interface Piece {
  readonly at: number;
  readonly text: string;
  /** How many nodes the piece's node stands in. */
  readonly depth: number;
  readonly isAfter: boolean;
}

function depthOf(node: Node): number {
  let depth = 0;
  for (let each: Node | undefined = node.parent; each; each = each.parent) depth++;
  return depth;
}

/** What ends at a place stands before what starts there; of what ends the inner first, of what starts the outer. */
function compare(a: Piece, b: Piece): number {
  if (a.at !== b.at) return a.at - b.at;
  if (a.isAfter !== b.isAfter) return a.isAfter ? -1 : 1;
  return a.isAfter ? b.depth - a.depth : a.depth - b.depth;
}

export function createInsertions(sourceFile: SourceFile): Insertions {
  const text = new MagicString(sourceFile.text, { filename: sourceFile.fileName });
  const pieces: Piece[] = [];
  return {
    before: (node, piece, at = node.getStart(sourceFile)) => void pieces.push({ at, text: piece, depth: depthOf(node), isAfter: false }),
    after: (node, piece, at = node.end) => void pieces.push({ at, text: piece, depth: depthOf(node), isAfter: true }),
    replace: (start, end, piece) => void (end > start && text.update(start, end, piece)),
    finish() {
      // A stable sort keeps the order in which a node's own pieces were said.
      for (const piece of pieces.sort(compare)) text.appendLeft(piece.at, piece.text);
      return { code: text.toString(), map: text.generateMap({ source: sourceFile.fileName, hires: 'boundary', includeContent: true }) };
    },
  };
}
