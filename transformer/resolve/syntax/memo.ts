/** Answers kept by node. */
import type { Loose } from '../../syntax.js';
import { UNKNOWN, type SyntaxContext, type Type } from './types.js';

/** Longest chain of declarations that is followed; far beyond what anyone writes, far below the stack's end. */
const DEPTH = 100;

/** Compute a type once for each node. A type that is told by itself is unknown. */
export function createMemo(): SyntaxContext['once'] {
  const known = new Map<Loose, Type>();
  const visiting = new Set<Loose>();
  let cuts = 0;

  return (node, compute) => {
    const answer = known.get(node);
    if (answer) return answer;
    if (visiting.has(node) || visiting.size >= DEPTH) {
      cuts++;
      return UNKNOWN;
    }
    const before = cuts;
    visiting.add(node);
    try {
      const type = compute();
      // An answer that a cut went into holds only for whom it was computed, unless nobody asked before.
      if (cuts === before || visiting.size === 1) known.set(node, type);
      return type;
    } finally {
      visiting.delete(node);
    }
  };
}
