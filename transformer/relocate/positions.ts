/** The places of an emitted text for which its source map names the very place of the source. */
import { SourceMap, type SourceMapPayload } from 'node:module';
import { lineAt, lineStarts } from '../lines.js';

export interface Positions {
  /** The place in the source of what stands at this place of the emitted text, if the map names it. */
  sourceOf(emitted: number): number | undefined;
}

/**
 * @param map The compiler's: it has one source.
 * @throws SyntaxError where it cannot be read.
 */
export function readPositions(map: string, source: string, emitted: string): Positions {
  const mappings = new SourceMap(JSON.parse(map) as SourceMapPayload);
  const [ofSource, ofEmitted] = [lineStarts(source), lineStarts(emitted)];
  return {
    sourceOf(at) {
      const line = lineAt(ofEmitted, at);
      const column = at - (ofEmitted[line] ?? 0);
      const entry = mappings.findEntry(line, column);
      const isExact = 'generatedLine' in entry && entry.generatedLine === line && entry.generatedColumn === column;
      return isExact ? (ofSource[entry.originalLine] ?? 0) + entry.originalColumn : undefined;
    },
  };
}
