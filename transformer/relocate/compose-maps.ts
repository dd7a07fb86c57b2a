/** Chained source maps. */

/** A source map as it is written. */
export interface SourceMapText {
  readonly mappings: string;
  readonly names: readonly string[];
  readonly sources: readonly (string | null)[];
  readonly sourceRoot?: string;
}

// Its declarations for CommonJS cannot be parsed.
const remapping = require('@jridgewell/remapping') as (maps: readonly SourceMapText[], loader: () => null) => SourceMapText;

/** The second map leads on from where the first one leads to. What else the second says is kept. */
export function composeMaps(first: SourceMapText, second: SourceMapText): SourceMapText {
  const { mappings, names } = remapping([first, { ...second, sourceRoot: '' }], () => null);
  return { ...second, names, mappings };
}
