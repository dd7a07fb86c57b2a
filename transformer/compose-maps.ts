/** Source maps of one step after another. https://tc39.es/ecma426/ */

export interface SourceMapJson {
  readonly version: number;
  readonly file?: string | null;
  readonly sources: readonly (string | null)[];
  readonly sourceRoot?: string;
  readonly sourcesContent?: readonly (string | null)[];
  readonly names: readonly string[];
  readonly mappings: string;
}

type Remapping = (maps: readonly SourceMapJson[], loader: () => null) => SourceMapJson;

// Its types for CommonJS do not parse.
const remapping = require('@jridgewell/remapping') as Remapping;

/** The map from what the last step wrote to what the first one read. */
export const composeMaps = (...lastToFirst: readonly SourceMapJson[]): SourceMapJson => remapping(lastToFirst, () => null);
