/**
 * The route for a compiler that has no transformers: what it has emitted is rewritten where the plan
 * of the source says. A place of the source is found again by the source map.
 */
import { applyText } from '../apply/text/index.js';
import { bodyPlace, importPlace } from '../apply/prologue.js';
import { composeMaps, type SourceMapJson } from '../compose-maps.js';
import type { TextFormat } from '../apply/text/runtime-import.js';
import type { Edit } from '../plan/rewrite.js';
import type { Kinds, Loose, Node, SourceFile } from '../syntax.js';
import { relocateEdits } from './edits.js';
import { createEmittedTree } from './emitted-tree.js';
import { createLocate, type Locate } from './locate.js';
import { readPositions } from './positions.js';

export interface Emission {
  /** What was emitted, as it was parsed; every node knows its parent. */
  readonly emitted: SourceFile;
  /** Its source map, which has one source. */
  readonly map: string;
}

export interface Rewritten {
  readonly code: string;
  /** From the rewritten text to the source; what else the compiler's map says is kept. */
  readonly map: string;
}

/**
 * @param source What the edits name the nodes of.
 * @returns The nodes that could not be found again, if there are any; then nothing is rewritten.
 */
export function rewriteEmitted(kinds: Kinds, source: SourceFile, edits: readonly Edit[], { emitted, map }: Emission): Rewritten | { readonly lost: readonly Node[] } {
  const format = formatOf(kinds, emitted);
  const locate = createLocate(kinds, source, createEmittedTree(emitted, readPositions(map, source.text, emitted.text)));
  const relocated = relocateEdits(kinds, edits, locate, emitted, format);
  if (relocated.lost.length) return { lost: relocated.lost };
  const body = bodyOf(kinds, source, locate);
  const { code, map: ours } = applyText(kinds, emitted, relocated.edits, body ? { format, body } : { format });
  const compilers = JSON.parse(map) as SourceMapJson;
  const { mappings, names } = composeMaps(JSON.parse(ours.toString()) as SourceMapJson, { ...compilers, sourceRoot: '' });
  return { code, map: JSON.stringify({ ...compilers, names, mappings }) };
}

/** What is emitted as an ES module has an import or an export, if only `export {}`. */
function formatOf(kinds: Kinds, { statements }: SourceFile): TextFormat {
  const words: readonly number[] = [kinds.ImportDeclaration, kinds.ExportDeclaration, kinds.ExportAssignment];
  const isModule = (statements as readonly Loose[]).some(
    ({ kind, modifiers }) => words.includes(kind) || ((modifiers ?? []) as readonly Loose[]).some((modifier) => modifier.kind === kinds.ExportKeyword),
  );
  return isModule ? 'esm' : 'commonjs';
}

/** The first statement after the imports. */
function bodyOf(kinds: Kinds, { statements }: SourceFile, locate: Locate): Loose | undefined {
  const own = statements as readonly Loose[];
  for (const statement of own.slice(bodyPlace(kinds, own, importPlace(kinds, own)))) {
    const found = locate.node(statement);
    if (found) return found;
  }
  return undefined;
}
